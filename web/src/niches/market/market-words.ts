/** What stands in the tables of a market, in words. */
import type {
  CompetitionFigures,
  IgnoredCell,
  KeywordFigures,
  MarketDropReason,
  MarketTable,
  MarketTableKind,
  SurveyFigures,
} from "../../../../contracts/services/niche-analysis.ts";
import type { Tone } from "../../interface/badge.tsx";
import { figure, plural, range } from "../../interface/formats.ts";

export const kindWords: Record<MarketTableKind, string> = { keywords: "Keywords", competitors: "Competitors", survey: "Survey" };

const units: Record<MarketTableKind, string> = { keywords: "keyword", competitors: "competitor", survey: "respondent" };

export const dropWords: Record<MarketDropReason, string> = {
  empty: "without a name or an answer",
  duplicate: "said before in the same file",
  "not-parseable": "not readable",
  "cells-do-not-match": "with more or fewer cells than the header has columns",
  encoding: "with characters in another encoding than the file's",
  "over-limit": "beyond the limit of a table",
  "no-figures": "without any figure",
};

const ignoredWords: Record<IgnoredCell["why"], string> = {
  "no-number": "no number",
  "out-of-range": "out of range",
  "no-rating": "nothing from 1 to 5",
};

/** Cells that are named in a line. */
const mostNamed = 20;

/** "row 3 Volume (no number), row 7 Difficulty (out of range) and 40 more". */
export function ignoredInWords(ignored: readonly IgnoredCell[], count: number): string {
  const named = ignored.slice(0, mostNamed).map(({ row, column, why }) => `row ${row} ${column} (${ignoredWords[why]})`);
  return named.join(", ") + (count > named.length ? ` and ${figure(count - named.length)} more` : "");
}

/** "250 keywords from 252 rows", and how many months or outcomes. */
export function contentWords({ kind, rows, read, months, outcomes }: MarketTable): string {
  const more = [months && plural(months.count, "month"), outcomes && plural(outcomes.length, "outcome")].filter(
    (part) => part !== undefined,
  );
  return [`${plural(rows, units[kind])} from ${plural(read, "row")}`, ...more].join(", ");
}

type Concentration = NonNullable<CompetitionFigures["concentration"]>;

const bandWords: Record<Concentration["band"], string> = {
  unconcentrated: "not concentrated",
  moderate: "moderately concentrated",
  high: "highly concentrated",
};
export const bandTones: Record<Concentration["band"], Tone> = { unconcentrated: "good", moderate: "warn", high: "bad" };

export function bandName(band: Concentration["band"]): string {
  return bandWords[band];
}

const basisWords: Record<Concentration["basis"], string> = {
  share: "stated shares of the market",
  reviews: "numbers of reviews, which stand for sales",
  traffic: "traffic, which stands for sales",
};

export function concentrationInWords({ index, low, high, band, possibleBands, equivalents, basis, n }: Concentration): string {
  const others = possibleBands.filter((one) => one !== band).map(bandName);
  const doubt = others.length > 0 ? ` It may as well be ${others.join(" or ")}.` : "";
  return `Index ${figure(Math.round(index))} (${range(Math.round(low), Math.round(high), figure)}): ${bandName(band)}, like ${figure(Math.round(equivalents * 10) / 10)} competitors of equal size. Counted from ${basisWords[basis]} (${plural(n, "competitor")}).${doubt}`;
}

type LeftOut = NonNullable<CompetitionFigures["map"]>["leftOut"][number];

const leftOutWords: Record<LeftOut["why"], string> = {
  "no-price": "no price",
  free: "free",
  "no-features": "no number of features",
  "other-currency": "price in another currency",
  "too-many": "more than a hundred products",
};

/** One line for each reason: "no price: Acme, Bolt". */
export function leftOutInWords(leftOut: readonly LeftOut[]): string[] {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  return reasons.map((why) => `${leftOutWords[why]}: ${leftOut.flatMap((one) => (one.why === why ? [one.name] : [])).join(", ")}`);
}

export const difficultyWords: Record<KeywordFigures["top"][number]["basis"], string> = {
  export: "from the export",
  proxy: "proxy",
  unknown: "unknown",
};

type OutcomeBand = SurveyFigures["segments"][number]["outcomes"][number]["band"];

export const outcomeBandTones: Record<OutcomeBand, Tone> = { extreme: "bad", high: "bad", underserved: "warn", served: "good" };
