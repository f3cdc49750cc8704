/** What monthly counts say beyond their trend: growth, a change of level, season, and how they may go on. Each one, or the rule why it is not given. */
import type { Demand, Growth } from "../../../../contracts/services/niche-demand.ts";
import { stl, strengths } from "./decomposition/stl.ts";
import { fewestUnseasonal, patientForecast, testedForecast, type ForecastOptions, type TestedForecast } from "./forecast/back-test.ts";
import { monthAt } from "./months.ts";
import { logLinearGrowth } from "./trend/growth.ts";
import { pettitt, type ChangePoint } from "./trend/pettitt.ts";
import { mean } from "./trend/series.ts";

const significance = 0.05;
const monthsOfYear = 12;
const level = 0.95;
/** Moments of the past at which the methods are asked. */
const origins = 6;
/** Months ahead, the longest that the past allows to be tested first. */
const horizons = [12, 6, 3];

type Outlook = Pick<Demand, "growth" | "changePoint" | "season" | "absent">;
type Forecast = NonNullable<Demand["forecast"]>;

/** Where the months are too few, the rule says how many it takes. `tested` as a trend is: enough months and enough counted in them. */
export function outlookOf(counts: readonly number[], from: string | undefined, tested: { enough: boolean; rule: string }): Outlook {
  const absent: NonNullable<Demand["absent"]> = [];
  const growth = tested.enough ? growthOf(counts) : undefined;
  if (!growth) absent.push({ figure: "growth", rule: tested.rule });
  const change = tested.enough && from !== undefined ? changePointOf(counts) : undefined;
  if (!change) absent.push({ figure: "change-point", rule: tested.rule });
  const parts = tested.enough && counts.length >= 2 * monthsOfYear ? stl(counts, monthsOfYear) : undefined;
  if (!parts) absent.push({ figure: "season", rule: tested.enough ? atLeast(2 * monthsOfYear, counts.length) : tested.rule });
  const strength = parts && strengths(parts);
  return {
    ...(growth && { growth }),
    ...(change && from !== undefined && { changePoint: placed(change, counts, from) }),
    ...(strength && {
      season: {
        strength: strength.season,
        trendStrength: strength.trend,
        n: counts.length,
        method: "STL with a season that repeats (Cleveland et al. 1990), strengths of Wang, Smith & Hyndman 2006",
      },
    }),
    absent,
  };
}

/** A change of level with Holm's p, where several series were tested together. */
export function withAdjusted(changePoint: NonNullable<Demand["changePoint"]>, adjustedP: number): NonNullable<Demand["changePoint"]> {
  return { ...changePoint, adjustedP, changed: adjustedP < significance };
}

/** How the counts go on, by the method that did best on their own past, or the rule by which nothing is said. */
export async function forecastOf(
  counts: readonly number[],
  from: string | undefined,
  { seed, pause }: { seed: number; pause: () => Promise<void> },
): Promise<{ forecast: Forecast } | { rule: string }> {
  const options = forecastOptions(counts.length, seed);
  if (!options || from === undefined) return { rule: atLeast(shortest, counts.length) };
  return told(await patientForecast(counts, options, pause), from, counts.length, options);
}

/** The same at once. */
export function forecastAtOnce(counts: readonly number[], from: string, seed: number): { forecast: Forecast } | { rule: string } {
  const options = forecastOptions(counts.length, seed);
  if (!options) return { rule: atLeast(shortest, counts.length) };
  return told(testedForecast(counts, options), from, counts.length, options);
}

function told(
  found: TestedForecast | undefined,
  from: string,
  n: number,
  { period, seed }: ForecastOptions,
): { forecast: Forecast } | { rule: string } {
  if (!found) return { rule: "No method could be tested on its past: the counts never change." };
  const { forecast, test } = found;
  return {
    forecast: {
      ...forecast,
      mean: atLeastZero(forecast.mean),
      low: atLeastZero(forecast.low),
      high: atLeastZero(forecast.high),
      inner: { ...forecast.inner, low: atLeastZero(forecast.inner.low), high: atLeastZero(forecast.inner.high) },
      from: monthAt(from, n),
      period,
      n,
      seed,
      test,
    },
  };
}

/** With a season where two years and two months come before the first moment of the back-test, else without; `undefined` below twenty months. */
export function forecastOptions(months: number, seed: number): ForecastOptions | undefined {
  const seasonal = 2 * monthsOfYear + 2 + origins - 1;
  const horizon = horizons.find((ahead) => seasonal + ahead <= months);
  if (horizon !== undefined) return { period: monthsOfYear, horizon, seed };
  return months >= shortest ? { period: 1, horizon: 3, seed } : undefined;
}

const shortest = fewestUnseasonal + origins - 1 + 3;

/** Growth a period, by a line through the logarithms. */
export function growthOf(counts: readonly number[]): Growth | undefined {
  const growth = logLinearGrowth(counts, level);
  if (!growth) return undefined;
  const { rate, rateLow, rateHigh, r2, offset, n } = growth;
  const added = offset === 0 ? "" : `, ${offset} added to every count since some are 0`;
  return {
    rate,
    low: rateLow,
    high: Number.isFinite(rateHigh) ? rateHigh : null,
    level,
    r2,
    offset,
    n,
    method: `Least squares through the logarithms, Student's t${added}`,
  };
}

export function changePointOf(counts: readonly number[]): (ChangePoint & { n: number; method: string }) | undefined {
  const found = pettitt(counts);
  return found && { ...found, n: counts.length, method: "Pettitt 1979, two-sided, approximate p" };
}

function placed(change: ChangePoint & { n: number; method: string }, counts: readonly number[], from: string) {
  const next = change.last + 1;
  return {
    ...change,
    month: monthAt(from, next),
    before: mean(counts.slice(0, next)),
    after: mean(counts.slice(next)),
    changed: change.p < significance,
  };
}

function atLeast(needed: number, months: number): string {
  return `It takes ${needed} whole months; there are ${months}.`;
}

function atLeastZero(values: readonly number[]): number[] {
  return values.map((value) => Math.max(0, value));
}
