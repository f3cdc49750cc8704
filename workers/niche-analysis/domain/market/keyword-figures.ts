/** What a table of keywords says: how much is searched, month by month, and how hard it is to be found. */
import {
  marketFiguresQuerySchema,
  type KeywordFigures,
  type MarketEstimate,
  type MarketFiguresQuery,
} from "../../../../contracts/services/niche-market-figures.ts";
import type { KeywordRow, MarketTable } from "../../../../contracts/services/niche-market-tables.ts";
import { keywordDifficulties } from "../competition/keyword-difficulty.ts";
import { logLinearGrowth } from "../demand/trend/growth.ts";
import { searchDemand } from "./search-demand.ts";
import { searchReach } from "./search-reach.ts";
import { bootstrapInterval } from "../intervals/bootstrap.ts";
import { plural } from "../report/figures.ts";

const shown = 100;
/** Rows named with a figure at most. */
const named = 100;
/** Months below which a change of the level says nothing. */
const fewestMonths = 8;

export function keywordFigures(
  { id, months }: Pick<MarketTable, "id" | "months">,
  rows: readonly KeywordRow[],
  seed: number,
  assumed: MarketFiguresQuery = marketFiguresQuerySchema.parse({}),
): KeywordFigures {
  const { keywords, calibration, method } = keywordDifficulties(
    rows.map(({ keyword, difficulty, referringDomains }) => ({
      keyword,
      ...(difficulty !== undefined && { difficulty }),
      ...(referringDomains !== undefined && { referringDomains: [referringDomains] }),
    })),
    assumed.maxDomains,
  );
  const rated = keywords.flatMap(({ difficulty }, at) => (difficulty === undefined ? [] : [{ difficulty, row: rows[at]?.row ?? 0 }]));
  const difficultyBy = { export: 0, proxy: 0, unknown: 0 };
  for (const { basis } of keywords) difficultyBy[basis] += 1;
  const volume = volumeOf(rows);
  const monthly = months && monthsOf(months.from, rows, seed);
  const order = [...rows.keys()].toSorted((a, b) => (rows[b]?.volume ?? -1) - (rows[a]?.volume ?? -1) || a - b);
  return {
    tableId: id,
    n: rows.length,
    ...(volume && { volume, reach: searchReach(volume, assumed, seed) }),
    ...(monthly && { months: monthly }),
    ...(rated.length > 0 && {
      difficulty: {
        ...medianOf(
          rated.map(({ difficulty }) => difficulty),
          seed,
        ),
        assumptions: [
          "the keywords are a sample of those that matter, each as important as the others",
          ...(difficultyBy.proxy > 0
            ? [`${plural(difficultyBy.proxy, "is", "are")} no export's figure but a proxy from linking domains`]
            : []),
          ...(difficultyBy.unknown > 0
            ? [`${plural(difficultyBy.unknown, "keyword has none and is", "keywords have none and are")} left out`]
            : []),
        ],
        ...behind(rated.map(({ row }) => row)),
      },
    }),
    difficultyBy,
    ...(calibration && { calibration }),
    difficultyMethod: method,
    top: order.slice(0, shown).flatMap((at) => {
      const row = rows[at];
      if (!row) return [];
      const { difficulty, basis = "unknown" } = keywords[at] ?? {};
      return {
        row: row.row,
        keyword: row.keyword,
        ...(row.volume !== undefined && { volume: row.volume }),
        ...(difficulty !== undefined && { difficulty }),
        basis,
        ...(row.months && { months: row.months }),
        ...(row.interest && { interest: row.interest }),
      };
    }),
  };
}

/** The sum of absolute figures; relative ones are never part of it. */
function volumeOf(rows: readonly KeywordRow[]): KeywordFigures["volume"] {
  const stated = rows.filter(({ volume }) => volume !== undefined);
  if (stated.length === 0) return undefined;
  const sum = (of: (row: KeywordRow) => number) => stated.reduce((total, row) => total + of(row), 0);
  const ranged = stated.filter(({ volumeRange }) => volumeRange).length;
  return {
    value: sum(({ volume = 0 }) => volume),
    low: sum(({ volume = 0, volumeRange }) => volumeRange?.low ?? volume),
    high: sum(({ volume = 0, volumeRange }) => volumeRange?.high ?? volume),
    n: stated.length,
    method: "sum of the average searches a month as the export states them; limits: the ranges where it gives ranges",
    assumptions: [
      "counts searches, not people: who searches twice, or for two of the keywords, counts twice",
      "tools give close variants the figure of their group, so variants in one table count their searches more than once",
      ...(ranged > 0
        ? [`${plural(ranged, "keyword comes as a range", "keywords come as ranges")}: each counts with the geometric mean of its ends`]
        : []),
      ...(stated.length < rows.length
        ? [`${plural(rows.length - stated.length, "keyword states no volume and counts", "keywords state no volume and count")} nothing`]
        : []),
    ],
    ...behind(stated.map(({ row }) => row)),
  };
}

function behind(rows: readonly number[]): { rows: number[]; rowCount: number } {
  return { rows: rows.slice(0, named), rowCount: rows.length };
}

/** Only keywords with every month count: a sum over others would move when figures come and go. */
function monthsOf(from: string, rows: readonly KeywordRow[], seed: number): KeywordFigures["months"] {
  const complete = rows.filter(({ months }) => months && !months.includes(null));
  const whole = complete.map(({ months = [] }) => months.map((value) => value ?? 0));
  const [first] = whole;
  if (!first) return undefined;
  const counts = first.map((_, month) => whole.reduce((sum, months) => sum + (months[month] ?? 0), 0));
  const growth = counts.length < fewestMonths ? undefined : logLinearGrowth(counts);
  const limits = growth && [growth.rate, growth.rateLow];
  return {
    from,
    counts,
    keywords: whole.length,
    ...(growth &&
      limits?.every(Number.isFinite) && {
        growth: {
          value: growth.rate,
          low: growth.rateLow,
          high: Number.isFinite(growth.rateHigh) ? growth.rateHigh : null,
          n: growth.n,
          method: "change a month: least squares on the logarithms, 95 % by Student's t; seasons are not taken out",
          assumptions: [
            "growth is steady, and months deviate from it independently of each other",
            ...(growth.offset === 0 ? [] : [`${growth.offset} was added to every month since some are 0`]),
            ...(complete.length < rows.length
              ? [
                  `${plural(rows.length - complete.length, "keyword", "keywords")} without a figure for every month ${rows.length - complete.length === 1 ? "is" : "are"} left out`,
                ]
              : []),
          ],
          ...behind(complete.map(({ row }) => row)),
        },
      }),
    demand: searchDemand(counts, from, seed),
    method: "sum over the keywords that have a figure for every month; absolute searches, as the export rounds them",
  };
}

/** The middle value with a percentile bootstrap over keywords, read off sorted values so that it stays quick. */
function medianOf(values: readonly number[], seed: number): Omit<MarketEstimate, "assumptions" | "rows" | "rowCount"> {
  const ascending = Float64Array.from(values).sort();
  const middle = (times: (place: number) => number, n: number) => {
    let before = 0;
    for (let place = 0; place < ascending.length; place++) {
      before += times(place);
      if (before * 2 >= n) return ascending[place] ?? Number.NaN;
    }
    return Number.NaN;
  };
  const units = Array.from(ascending, (_, place) => [place]);
  const { low, high } = bootstrapInterval(units, ascending.length, (drawn) => middle((place) => drawn[place] ?? 0, ascending.length), {
    seed,
  });
  return {
    value: middle(() => 1, ascending.length),
    low,
    high,
    n: ascending.length,
    method: "middle keyword (lower of two), 95 % percentile bootstrap over keywords",
  };
}
