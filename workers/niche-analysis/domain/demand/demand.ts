/** The demand for a theme or a whole niche, from when people wrote of it. */
import type { Demand, DemandTrend, DemandVelocity } from "../../../../contracts/services/niche-demand.ts";
import { stl, strengths } from "./decomposition/stl.ts";
import { countsIn, monthName, outsideOf, textsIn, undatedOf, type Dated, type MonthWindow } from "./months.ts";
import { forecastOf, outlookOf, withAdjusted } from "./outlook.ts";
import { velocityOf } from "./rates/velocity.ts";
import { hamedRao } from "./trend/hamed-rao.ts";
import { holm } from "./trend/holm.ts";
import { fewestForTrend, mannKendall, withVariance, type TrendTest } from "./trend/mann-kendall.ts";
import { correlatedSeasonal, fewestCorrelatedCycles, seasonalMannKendall } from "./trend/seasonal-trend.ts";
import { mean } from "./trend/series.ts";
import { seasonalSlope, sensSlope } from "./trend/theil-sen.ts";

/** Fewer counted than this cannot carry a trend. */
export const fewestCounted = 20;

/** From this strength of the season (0 to 1) and three years on, months are compared with the same months of other years only. */
const strongSeason = 0.6;
const fewestSeasonalMonths = 36;
const significance = 0.05;

const demandAssumptions = [
  "what is written and imported stands for demand",
  "texts without a date are spread over the months like those that have one",
];

/** Demand of one set of texts, tested alone. `window` as `windowOf` gives it for the whole source. */
export function demandOf(texts: Iterable<Dated>, window: MonthWindow | undefined, unit: Demand["unit"]): Demand {
  const counts = window ? countsIn(texts, window, unit) : [];
  const n = counts.reduce((sum, count) => sum + count, 0);
  const trend = counts.length < fewestForTrend || n < fewestCounted ? undefined : trendOf(counts);
  const from = window && monthName(window.from);
  const rule =
    n < fewestCounted
      ? `It takes ${fewestCounted} counted in whole months; there are ${n}.`
      : `It takes ${fewestForTrend} whole months; there are ${counts.length}.`;
  const velocity = velocityBlock(counts);
  return {
    class: trend ? classOf(trend) : n < fewestCounted ? "too-few" : "too-short",
    unit,
    n,
    undated: undatedOf(texts),
    outside: outsideOf(texts, window),
    ...(from !== undefined && { from }),
    counts,
    ...(window ? textsIn(texts, window) : { texts: 0, evidence: [] }),
    assumptions: [...demandAssumptions],
    ...(trend && { trend }),
    ...(velocity && { velocity }),
    ...outlookOf(counts, from, { enough: trend !== undefined, rule }),
  };
}

/** Demand of all texts together, with a forecast of its counts, whose futures `seed` draws. `pause` is awaited some dozens of times. */
export async function nicheDemand(
  texts: Iterable<Dated>,
  window: MonthWindow | undefined,
  unit: Demand["unit"],
  { seed, pause }: { seed: number; pause: () => Promise<void> },
): Promise<Demand> {
  const { absent = [], ...demand } = demandOf(texts, window, unit);
  const [few] = demand.trend ? [] : absent;
  const found = few ? { rule: few.rule } : await forecastOf(demand.counts, demand.from, { seed, pause });
  if ("forecast" in found) return { ...demand, forecast: found.forecast, absent };
  return { ...demand, absent: [...absent, { figure: "forecast", rule: found.rule }] };
}

/**
 * Demand of every theme. Where many themes are tested, some seem to rise by chance: the class follows Holm's p (1979), which keeps the
 * chance of any false rise or fall among them at 5 %; changes of level likewise.
 */
export function themeDemands(themes: readonly Iterable<Dated>[], window: MonthWindow | undefined, unit: Demand["unit"]): Demand[] {
  const demands = themes.map((texts) => demandOf(texts, window, unit));
  const tested = demands.flatMap(({ trend }, i) => (trend ? [{ i, trend }] : []));
  const adjusted = new Map(holm(tested.map(({ trend }) => trend.p)).map((p, place) => [tested[place]?.i, p]));
  const changes = demands.flatMap(({ changePoint }, i) => (changePoint ? [{ i, changePoint }] : []));
  const adjustedChanges = new Map(holm(changes.map(({ changePoint }) => changePoint.p)).map((p, place) => [changes[place]?.i, p]));
  return demands.map((demand, i) => {
    const adjustedP = adjusted.get(i);
    if (!demand.trend || adjustedP === undefined) return demand;
    const trend = { ...demand.trend, adjustedP };
    const changePoint = demand.changePoint && withAdjusted(demand.changePoint, adjustedChanges.get(i) ?? 1);
    return { ...demand, class: classOf(trend), trend, ...(changePoint && { changePoint }) };
  });
}

/** What a trend is called, by its p, or Holm's where several were tested together. */
export function classOf({ slope, low, p, adjustedP = p }: DemandTrend): Demand["class"] {
  if (adjustedP >= significance) return "no-trend";
  // Where most pairs of months are equal the slope is 0, and its interval lies on the side of the trend.
  return slope > 0 || (slope === 0 && low >= 0) ? "rising" : "falling";
}

/** At least eight months. From `seasonalFrom` months on, where their season is strong, months are compared with the same months of other years only. */
export function trendOf(counts: readonly number[], seasonalFrom = fewestSeasonalMonths): DemandTrend {
  const parts = counts.length >= seasonalFrom ? stl(counts, 12) : undefined;
  const seasonal = parts !== undefined && strengths(parts).season >= strongSeason;
  const test = seasonal ? cautiousBySeason(counts) : cautious(counts);
  const ofYear = seasonal ? seasonalSlope(counts, 12) : sensSlope(counts, 0.95, test.variance);
  const months = seasonal ? 12 : 1;
  const [slope, low, high] = [ofYear.slope / months, ofYear.low / months, ofYear.high / months];
  const yearly = (perMonth: number) => perMonth / mean(counts);
  return {
    slope,
    low,
    high,
    start: ofYear.intercept,
    yearly: { value: 12 * yearly(slope), low: 12 * yearly(low), high: 12 * yearly(high) },
    p: test.p,
    method: seasonal
      ? `Mann-Kendall by month of the year (Hirsch 1982)${counts.length >= 12 * fewestCorrelatedCycles ? ", its variance widened where months resemble each other (Hirsch & Slack 1984)" : ""}, Sen's slope between equal months`
      : "Mann-Kendall, its variance widened for autocorrelation at lags 1 to 3 (Hamed & Rao 1998), Sen's slope",
  };
}

/** Only the doubt that autocorrelation adds is taken: months that alternate would otherwise make a trend out of very little. */
function cautious(counts: readonly number[]): TrendTest {
  const [plain, corrected] = [mannKendall(counts), hamedRao(counts)];
  return corrected.variance > plain.variance ? corrected : plain;
}

/** From ten years on the same of months that resemble the months around them. */
function cautiousBySeason(counts: readonly number[]): TrendTest {
  const plain = seasonalMannKendall(counts, 12);
  if (counts.length < 12 * fewestCorrelatedCycles) return plain;
  const { variance } = correlatedSeasonal(counts, 12);
  return variance > plain.variance ? withVariance(plain, variance) : plain;
}

function velocityBlock(counts: readonly number[]): DemandVelocity | undefined {
  const velocity = velocityOf(counts);
  if (!velocity) return undefined;
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const { widened, ratio, high, dispersion, ...figures } = velocity;
  return {
    ...figures,
    ratio: finite(ratio),
    high: finite(high),
    dispersion: finite(dispersion),
    method: widened
      ? "Rate ratio of negative binomial counts, last 3 months to the 12 before, 95 % by Student's t (Breslow 1984): the months vary more than independent texts would"
      : "Exact conditional rate ratio, last 3 months to the 12 before, 95 % (Przyborowski & Wilenski 1940)",
  };
}
