/** The invented tables of the sample's markets. The first line of each says what it is. */
import { months, firstYear } from "./people.ts";
import type { Chance } from "../../workers/kit/statistics/chance.ts";

const preamble = "Sample data: every name and every number in this table is invented";

export function table(rows: readonly (readonly (string | number)[])[]): string {
  return `${[preamble, ...rows.map((row) => row.join(","))].join("\n")}\n`;
}

export interface Keyword {
  words: string;
  /** Searches a month in the first year. */
  begins: number;
  /** Times as many at the end. */
  becomes: number;
  difficulty: number;
}

/** `season`: weight of each month of the year, January first. */
export function searches(keywords: readonly Keyword[], season: readonly number[], chance: Chance): string {
  const monthNames = Array.from({ length: months }, (_, month) => new Date(Date.UTC(firstYear, month)).toISOString().slice(0, 7));
  const rows = keywords.map(({ words, begins, becomes, difficulty }) => {
    const counts = Array.from({ length: months }, (_, month) => {
      const level = begins * becomes ** (month / (months - 1)) * (season[month % 12] ?? 1);
      return Math.max(10, Math.round((level * (1 + 0.06 * chance.normal())) / 10) * 10);
    });
    const latest = counts.slice(-12);
    const average = Math.round(latest.reduce((sum, count) => sum + count, 0) / latest.length / 10) * 10;
    return [words, average, difficulty, ...counts];
  });
  return table([["Keyword", "Avg. monthly searches", "Difficulty", ...monthNames], ...rows]);
}

export interface Outcome {
  name: string;
  /** Mean rating of 1 to 5 by segment: importance, satisfaction. */
  means: Readonly<Record<string, readonly [number, number]>>;
}

/** `respondents` in each segment. */
export function survey(outcomes: readonly Outcome[], segments: readonly string[], respondents: number, chance: Chance): string {
  const rating = (mean: number) => Math.min(5, Math.max(1, Math.round(mean + 0.8 * chance.normal())));
  const people = segments.flatMap((segment) => Array.from({ length: respondents }, () => segment));
  const rows = people.map((segment, at) => {
    const ratings = outcomes.flatMap(({ means }) => (means[segment] ?? [3, 3]).map(rating));
    return [`invented-${at + 1}`, segment, ...ratings];
  });
  return table([["respondent", "segment", ...outcomes.flatMap(({ name }) => [`Importance: ${name}`, `Satisfaction: ${name}`])], ...rows]);
}
