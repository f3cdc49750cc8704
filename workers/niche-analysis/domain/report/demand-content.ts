/** Demand in a report: its trend as a sentence, and what else the months say, with how they were counted in a note. */
import type { Demand } from "../../../../contracts/services/niche-demand.ts";
import { monthAt, spreadOver } from "../demand/months.ts";
import type { Block, Inline } from "./blocks.ts";
import { amount, between, chance, change, countOf, percent, plural, score, withInterval } from "./figures.ts";
import type { Notes } from "./notes.ts";

export const demandWords: Record<Demand["class"], string> = {
  rising: "rising",
  falling: "falling",
  "no-trend": "no trend that could be told from chance",
  "too-short": "fewer than eight whole months: no statement",
  "too-few": "too few dated texts: no statement",
};

interface Counted {
  key: string;
  /** What was counted. */
  of: string;
}

/** More than a note names. */
const namedTexts = 20;

/** A part of a demand, and what was counted for it. */
type InUnit<Part extends keyof Demand> = Pick<Demand, Part> & { unit: string };

/** Of a niche: the trend, growth, change of level, season, and the months ahead. */
export function demandBlocks(demand: Demand, notes: Notes, counted: Counted): Block[] {
  const note = noteOf(demand, notes, counted);
  const lines = [growthWords(demand), levelWords(demand), seasonWords(demand), forecastWords(demand)].flatMap((line) => line ?? []);
  return [
    { kind: "paragraph", parts: demandParts(demand, notes, counted) },
    { kind: "list", items: [...lines.map((line) => [line, note, "."]), ...absentWords(demand).map((line) => [line])] },
    ...forecastTable(demand),
  ];
}

/** Of a theme, in a line: what is not given is not spoken of. */
export function demandParts(demand: Demand, notes: Notes, counted: Counted): Inline[] {
  const { class: kind, n, unit, trend, velocity } = demand;
  const year = trend && `${percent(trend.yearly.value)} a year (${percent(trend.yearly.low)} to ${percent(trend.yearly.high)})`;
  const quarter =
    velocity && velocity.ratio !== null
      ? `the latest quarter ${score(velocity.ratio)} times the year before (from ${score(velocity.low)} to ${velocity.high === null ? "no bound" : score(velocity.high)})`
      : undefined;
  return [
    [`Demand: ${demandWords[kind]}`, year, quarter, `${countOf(n, unit)} counted`].filter((part) => part !== undefined).join("; "),
    noteOf(demand, notes, counted),
    ".",
  ];
}

/** What a theme's months say beside its trend, in a sentence each. */
export function monthsInWords(demand: Demand): string {
  const lines = [growthWords(demand), demand.changePoint?.changed === true ? levelWords(demand) : undefined];
  return lines.flatMap((line) => (line === undefined ? [] : [` ${line}.`])).join("");
}

function noteOf(demand: Demand, notes: Notes, { key, of }: Counted): Inline {
  const {
    n,
    unit,
    trend,
    velocity,
    from,
    counts,
    undated,
    outside,
    growth,
    changePoint,
    season,
    forecast,
    texts,
    assumptions = [],
  } = demand;
  const months = from === undefined ? "" : ` in ${plural(counts.length, "whole month")} from ${from}`;
  const methods = [
    trend && `${trend.method}, ${chance(trend.adjustedP ?? trend.p)}`,
    velocity?.method,
    growth?.method,
    changePoint?.method,
    season?.method,
    forecast?.method,
  ].filter((part) => part !== undefined);
  const written = texts === undefined ? "" : ` who wrote ${plural(texts, "text")}`;
  const about = [
    `${of}: ${countOf(n, unit)}${unit === "authors" ? written : ""}${months}`,
    `${plural(undated, "text")} without a date, ${outside} outside of the months`,
    ...methods,
    ...assumptions.map((one) => `assumed: ${one}`),
  ].join("; ");
  return notes.claim(`demand ${key}`, about, spreadOver(demand, namedTexts), texts ?? 0);
}

function growthWords({ growth }: Demand): string | undefined {
  return growth && `Growth ${change(growth.rate)} a month (${between(growth.low, growth.high, change)}; ${plural(growth.n, "month")})`;
}

export function levelWords({ changePoint, unit }: InUnit<"changePoint">): string | undefined {
  if (!changePoint) return undefined;
  const { month, before, after, n, p, adjustedP = p, changed } = changePoint;
  const told = `${chance(adjustedP)}, ${plural(n, "month")}`;
  if (!changed) return `No change of level that could be told from chance (${told})`;
  return `The level changed in ${month}: ${amount(before)} ${unit} a month before, ${amount(after)} since (${told}), as it also does under a steady trend`;
}

export function seasonWords({ season }: Pick<Demand, "season">): string | undefined {
  return (
    season &&
    `Strength of the season ${score(season.strength)}, of the trend ${score(season.trendStrength)} (0 none, 1 all; ${plural(season.n, "month")})`
  );
}

export function forecastWords({ forecast, unit }: InUnit<"forecast">): string | undefined {
  if (!forecast) return undefined;
  const { mean, test, n, method } = forecast;
  const average = mean.reduce((sum, value) => sum + value, 0) / mean.length;
  const [best] = test.methods;
  const tested = best
    ? `; in ${plural(test.origins, "test")} on its own past (${plural(n, "month")}) its error was ${amount(best.mase)} of the naive method's (MASE${best.maseInterval ? `; ${between(best.maseInterval.low, best.maseInterval.high, amount)} from test to test` : ""}), and the 95 % limits held ${withInterval(best.coverage)}, the 80 % limits ${withInterval(best.innerCoverage)}`
    : "";
  return `Expected in the next ${plural(mean.length, "month")}: ${amount(average)} ${unit} a month on average, by ${method}${tested}`;
}

const figureNames = { growth: "growth", "change-point": "change of level", season: "season", forecast: "forecast" } as const;

export function absentWords({ absent = [] }: Pick<Demand, "absent">): string[] {
  const byRule = Map.groupBy(absent, ({ rule }) => rule);
  return Array.from(byRule, ([rule, figures]) => `Not given: ${figures.map(({ figure }) => figureNames[figure]).join(", ")}. ${rule}`);
}

export function forecastTable({ forecast, unit }: InUnit<"forecast">): Block[] {
  if (!forecast) return [];
  const { from, mean, low, high, inner } = forecast;
  const limits = (least: readonly number[], most: readonly number[], ahead: number) =>
    `${amount(least[ahead] ?? 0)} to ${amount(most[ahead] ?? 0)}`;
  return [
    {
      kind: "table",
      header: ["Month", `Expected, ${unit}`, "80 % limits", "95 % limits"],
      numbers: [1],
      widths: [0.2, 0.24, 0.28, 0.28],
      rows: mean.map((value, ahead) => [
        [monthAt(from, ahead)],
        [amount(value)],
        [limits(inner.low, inner.high, ahead)],
        [limits(low, high, ahead)],
      ]),
    },
  ];
}
