/** Demand: months, trend, the latest quarter, growth, change of level, season, and the months ahead with how well they were foreseen in the past. */
import { maxDemandTexts, type Demand } from "../../../../../contracts/services/niche-demand.ts";
import { monthAt, spreadOver } from "../../demand/months.ts";
import { plural } from "../figures.ts";
import { ours, proportion, type Figure, type Subject } from "./figure.ts";

export function demandRows(demand: Demand, about: Subject): Figure[] {
  const { n, unit, from, counts, undated, outside, texts, evidence, assumptions = ["what is written stands for demand"] } = demand;
  const written = [...assumptions, `${plural(undated, "text")} without a date and ${outside} outside of the months are not counted`];
  const behind = texts === undefined ? {} : { texts: { ids: spreadOver(demand, maxDemandTexts), total: texts } };
  const inMonth = new Map(evidence?.map((one) => [one.month, { ids: one.evidenceIds, total: one.texts }]));
  return [
    ...monthsRows(demand, "demand", { ...about, n, unit, ...behind }, written),
    ...(from === undefined
      ? []
      : counts.map((count, month): Figure => ({
          ...about,
          figure: `demand in ${monthAt(from, month)}`,
          value: count,
          level: "none: a count",
          n: count,
          unit,
          method: "counted by month, UTC",
          source: ours,
          assumptions: written,
          ...(evidence && { texts: inMonth.get(monthAt(from, month)) ?? { ids: [], total: 0 } }),
        }))),
  ];
}

type Read = Pick<Demand, "class" | "trend" | "velocity" | "growth" | "changePoint" | "season" | "forecast" | "absent">;

/** What months say of what was counted in them: `named` in the rows, taking `written` for granted. */
export function monthsRows(
  { class: kind, trend, velocity, growth, changePoint, season, forecast, absent = [] }: Read,
  named: string,
  common: Pick<Figure, keyof Subject | "n" | "unit" | "texts" | "rows">,
  written: readonly string[],
): Figure[] {
  const { unit } = common;
  const months = "Mann 1945; Kendall 1975; Hamed & Rao 1998";
  return [
    {
      ...common,
      figure: named,
      value: kind,
      level: "none: a class",
      method: trend ? `${trend.method}, p ${trend.adjustedP ?? trend.p}` : "counted by month",
      source: trend ? months : ours,
      assumptions: written,
    },
    ...(trend
      ? [
          {
            ...common,
            figure: `${named}, change a month`,
            value: trend.slope,
            low: trend.low,
            high: trend.high,
            level: 0.95,
            unit: `${unit} a month`,
            method: trend.method,
            source: "Theil 1950; Sen 1968",
            assumptions: written,
          },
          {
            ...common,
            figure: `${named}, change a year`,
            ...trend.yearly,
            level: 0.95,
            unit: "share of the mean month",
            method: trend.method,
            source: "Theil 1950; Sen 1968",
            assumptions: written,
          },
        ]
      : []),
    ...(velocity
      ? [
          {
            ...common,
            figure: `${named}, latest quarter`,
            value: velocity.ratio ?? "none before",
            low: velocity.low,
            high: velocity.high ?? undefined,
            level: 0.95,
            n: velocity.recent.count + velocity.before.count,
            unit: "times the rate of the year before",
            method: velocity.method,
            source: "Przyborowski & Wilenski 1940",
            assumptions: [...written, "texts are independent of each other"],
          },
        ]
      : []),
    ...(growth
      ? [
          {
            ...common,
            figure: `${named}, growth a month`,
            value: growth.rate,
            low: growth.low,
            high: growth.high ?? undefined,
            level: growth.level,
            n: growth.n,
            unit: "share",
            method: growth.method,
            source: "least squares; Student 1908",
            assumptions: [...written, "growth is steady, and months deviate from it independently of each other"],
          },
        ]
      : []),
    ...(changePoint
      ? (["before", "after"] as const).map((side): Figure => ({
          ...common,
          figure: `${named}, level ${side} ${changePoint.month}`,
          value: changePoint[side],
          level: "none: a mean on one side of the likeliest change",
          n: changePoint.n,
          unit: `${unit} a month`,
          basis: changePoint.changed ? "changed" : "no change that could be told from chance",
          method: `${changePoint.method}, p ${changePoint.adjustedP ?? changePoint.p}`,
          source: "Pettitt 1979",
          assumptions: [...written, "one change at most; a steady trend shows as one too"],
        }))
      : []),
    ...(season
      ? [["season", season.strength] as const, ["trend", season.trendStrength] as const].map(([part, strength]): Figure => ({
          ...common,
          figure: `${named}, strength of the ${part}`,
          value: strength,
          level: "none: a share of the variation of these months",
          n: season.n,
          unit: "0 to 1",
          method: season.method,
          source: "Cleveland et al. 1990; Wang, Smith & Hyndman 2006",
          assumptions: [...written, "the season repeats"],
        }))
      : []),
    ...(forecast ? forecastRows(forecast, named, common, written) : []),
    ...absent.map(({ figure, rule }): Figure => ({
      ...common,
      figure: `${named}, ${figure}`,
      value: "not given",
      level: `none: ${rule}`,
      method: rule,
      source: ours,
      assumptions: [],
    })),
  ];
}

function forecastRows(
  forecast: NonNullable<Demand["forecast"]>,
  named: string,
  about: Pick<Figure, keyof Subject | "unit">,
  written: readonly string[],
): Figure[] {
  const { from, mean, low, high, level, inner, method, n, seed, test } = forecast;
  const ahead = [...written, "the parameters are as they were fitted, and the future is like the past", `seed ${seed}`];
  const common = { ...about, n, method, source: "Hyndman et al. 2008", assumptions: ahead };
  return [
    ...mean.flatMap((value, month): Figure[] => {
      const figure = `${named} expected in ${monthAt(from, month)}`;
      return [
        { ...common, figure, value, low: low[month], high: high[month], level },
        { ...common, figure, value, low: inner.low[month], high: inner.high[month], level: inner.level },
      ];
    }),
    ...test.methods.flatMap((tested): Figure[] => [
      {
        ...common,
        figure: `error on its own past, ${tested.method}`,
        value: tested.mase,
        low: tested.maseInterval?.low,
        high: tested.maseInterval?.high,
        level: tested.maseInterval ? "95 % of the moments, which overlap" : "none: tested before it was kept",
        n: test.origins,
        unit: "MASE: below 1 beats the naive method",
        method: `rolling origin, ${test.origins} moments, ${test.horizon} months ahead`,
        source: "Hyndman & Koehler 2006; Tashman 2000",
      },
      {
        ...common,
        figure: `95 % limits that held, ${tested.method}`,
        ...proportion(tested.coverage),
        unit: "months",
        assumptions: [...ahead, "months of neighbouring tests count as if they were independent"],
      },
      {
        ...common,
        figure: `80 % limits that held, ${tested.method}`,
        ...proportion(tested.innerCoverage),
        unit: "months",
        assumptions: [...ahead, "months of neighbouring tests count as if they were independent"],
      },
    ]),
  ];
}
