/** Whether searches grow beyond their season, by the methods that tell the demand of a niche. */
import type { KeywordFigures } from "../../../../contracts/services/niche-market-figures.ts";
import { classOf, fewestCounted, trendOf } from "../demand/demand.ts";
import { forecastAtOnce, outlookOf } from "../demand/outlook.ts";

type SearchDemand = NonNullable<NonNullable<KeywordFigures["months"]>["demand"]>;

/** Of what is searched for in seasons, one year cannot tell growth from the way to its best month. */
export const fewestSearchMonths = 24;

/** `counts`: searches by month from `from` (`2024-05`) on. */
export function searchDemand(counts: readonly number[], from: string, seed: number): SearchDemand {
  const n = Math.round(counts.reduce((sum, count) => sum + count, 0));
  const [short, few] = [counts.length < fewestSearchMonths, n < fewestCounted];
  const rule = few
    ? `It takes ${fewestCounted} searches; there are ${n}.`
    : `It takes ${fewestSearchMonths} months of searches to tell growth from a season; there are ${counts.length}.`;
  const trend = short || few ? undefined : trendOf(counts, fewestSearchMonths);
  const { growth: _, absent: left = [], ...outlook } = outlookOf(counts, from, { enough: trend !== undefined, rule });
  const absent = left.filter(({ figure }) => figure !== "growth");
  const found = trend ? forecastAtOnce(counts, from, seed) : { rule };
  return {
    class: trend ? classOf(trend) : few ? "too-few" : "too-short",
    n,
    assumptions: ["what is searched for stands for demand"],
    ...(trend && { trend }),
    ...outlook,
    ...("forecast" in found && { forecast: found.forecast }),
    absent: "rule" in found ? [...absent, { figure: "forecast", rule: found.rule }] : absent,
  };
}
