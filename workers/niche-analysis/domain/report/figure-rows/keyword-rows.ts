/** What is searched for: how much, whether it grows, what it may bring, and how hard it is to be found. */
import type { KeywordFigures, MarketEstimate, SearchReach } from "../../../../../contracts/services/niche-market-figures.ts";
import { monthsRows } from "./demand-rows.ts";
import { ours, type Figure, type Subject } from "./figure.ts";

export function keywordRows(figures: KeywordFigures, niche: Pick<Subject, "id" | "label">): Figure[] {
  const { tableId, volume, reach, months, difficulty, difficultyBy, calibration, difficultyMethod, top } = figures;
  const about = { about: "market", ...niche };
  const estimate = (
    figure: string,
    unit: string,
    source: string,
    level: number | string,
    { value, low, high, n, method, assumptions, rows, rowCount }: MarketEstimate,
  ): Figure => ({
    ...about,
    figure,
    value,
    low,
    high: high ?? undefined,
    level,
    n,
    unit,
    method,
    source,
    assumptions,
    rows: { tableId, rows, total: rowCount },
  });
  return [
    ...(volume
      ? [estimate("searches a month", "searches", "the export", "the ranges of the export; equal where it gives none", volume)]
      : []),
    ...(reach ? reachRows(reach, tableId, about) : []),
    ...(months?.growth ? [estimate("growth of the searches a month", "share", "least squares; Student 1908", 0.95, months.growth)] : []),
    ...(months?.demand
      ? monthsRows(
          months.demand,
          "searches by month",
          { ...about, n: months.demand.n, unit: "searches", rows: { tableId, rows: months.growth?.rows ?? [], total: months.keywords } },
          [`${months.method}: what is searched for stands for demand`],
        )
      : []),
    ...(months
      ? months.counts.map((count, month): Figure => ({
          ...about,
          figure: `searches in month ${month + 1} from ${months.from}`,
          value: count,
          level: "none: a count, as the export rounds it",
          n: months.keywords,
          unit: "searches",
          method: months.method,
          source: "the export",
          assumptions: [],
          ...(months.growth && { rows: { tableId, rows: months.growth.rows, total: months.growth.rowCount } }),
        }))
      : []),
    ...(difficulty
      ? [
          {
            ...estimate("difficulty of the middle keyword", "0 to 100", "Efron 1979", 0.95, difficulty),
            basis: `${difficultyBy.export} from the export, ${difficultyBy.proxy} by proxy, ${difficultyBy.unknown} unknown`,
          },
        ]
      : []),
    ...(calibration
      ? [
          {
            ...about,
            figure: "rank correlation of the proxy with the export",
            value: calibration.rho,
            low: calibration.low,
            high: calibration.high,
            level: 0.95,
            n: calibration.n,
            unit: "-1 to 1",
            method: difficultyMethod,
            source: "Spearman 1904; Fieller, Hartley & Pearson 1957",
            assumptions: ["keywords that have both figures are like the others"],
            rows: { tableId, rows: [], total: calibration.n },
          },
        ]
      : []),
    ...top.flatMap(({ row, keyword, volume: own, difficulty: hard, basis }): Figure[] => {
      const common = { about: "market", id: keyword, label: keyword, n: 1, assumptions: [], rows: { tableId, rows: [row], total: 1 } };
      return [
        ...(own === undefined
          ? []
          : [
              {
                ...common,
                figure: "searches a month",
                value: own,
                level: "none: stated",
                unit: "searches",
                method: "as the export states it",
                source: "the export",
              },
            ]),
        ...(hard === undefined
          ? []
          : [
              {
                ...common,
                figure: "difficulty",
                value: hard,
                level: basis === "export" ? "none: stated" : "none: a proxy",
                unit: "0 to 100",
                basis,
                method: difficultyMethod,
                source: basis === "export" ? "the export" : ours,
              },
            ]),
      ];
    }),
  ];
}

function reachRows(
  { visits, customers, assumed, n, method, assumptions, rows, rowCount }: SearchReach,
  tableId: string,
  about: Subject,
): Figure[] {
  const common = {
    ...about,
    n,
    basis: "assumption",
    rows: { tableId, rows, total: rowCount },
    method,
    source: "Monte Carlo; PERT: Malcolm et al. 1959",
    assumptions: [
      ...assumed.map(({ name, low, likely, high, source }) => `${name}: ${low} to ${high}, likeliest ${likely} (${source})`),
      ...assumptions,
    ],
  };
  return [
    { ...common, figure: "visits a month that the searches may bring, median", ...visits, level: 0.9, unit: "visits" },
    { ...common, figure: "customers a month that the searches may bring, median", ...customers, level: 0.9, unit: "customers" },
  ];
}
