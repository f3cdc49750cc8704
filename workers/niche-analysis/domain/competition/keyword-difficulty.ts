/** How hard it is to be found for a keyword: the export's own figure, or a proxy that says it is one. */
import { z95 } from "../../../kit/statistics/normal.ts";
import { median } from "../demand/trend/series.ts";
import { rankCorrelation } from "./rank-correlation.ts";

export interface KeywordRow {
  keyword: string;
  /** 0 to 100, as the exporting tool computed it. */
  difficulty?: number;
  /** Of each page in the first ten results: how many domains link to it. */
  referringDomains?: readonly number[];
}

export interface KeywordDifficulty {
  keyword: string;
  /** 0 to 100; absent where the row has nothing to go by, which is no zero. */
  difficulty?: number;
  basis: "export" | "proxy" | "unknown";
}

export interface KeywordDifficulties {
  keywords: KeywordDifficulty[];
  /** How well the proxy orders the keywords that have both; absent below four of them. */
  calibration?: { rho: number; low: number; high: number; n: number };
  method: string;
}

/** Linking domains at which the proxy is 100, unless stated. An assumption, shown in `method`. */
export const defaultMaxDomains = 10_000;

/**
 * The published difficulty figures have no public formula, so where the export lacks them the proxy 100 · ln(1 + median linking domains of the
 * first ten results) ÷ ln(1 + `maxDomains`) stands in, marked `proxy` and at most 100. Calibration: Spearman's rank correlation with
 * Fisher's interval (standard error 1.06/√(n − 3); Fieller, Hartley & Pearson 1957).
 */
export function keywordDifficulties(rows: readonly KeywordRow[], maxDomains = defaultMaxDomains): KeywordDifficulties {
  const proxyOf = ({ referringDomains = [] }: KeywordRow): number | undefined =>
    referringDomains.length === 0 ? undefined : Math.min(100, (100 * Math.log1p(median(referringDomains))) / Math.log1p(maxDomains));
  const keywords = rows.map((row): KeywordDifficulty => {
    const { keyword, difficulty } = row;
    if (difficulty !== undefined) return { keyword, difficulty, basis: "export" };
    const proxy = proxyOf(row);
    return proxy === undefined ? { keyword, basis: "unknown" } : { keyword, difficulty: proxy, basis: "proxy" };
  });
  const both = rows.flatMap((row) => {
    const proxy = proxyOf(row);
    return row.difficulty === undefined || proxy === undefined ? [] : [{ given: row.difficulty, proxy }];
  });
  const method = `the export's figure; else a proxy from linking domains of the first ten results, 100 at ${maxDomains}`;
  const rho = rankCorrelation(
    both.map(({ given }) => given),
    both.map(({ proxy }) => proxy),
  );
  if (both.length < 4 || Number.isNaN(rho)) return { keywords, method };
  const half = (z95 * 1.06) / Math.sqrt(both.length - 3);
  const limit = (sign: number) => Math.tanh(Math.atanh(Math.max(-1, Math.min(1, rho))) + sign * half);
  return { keywords, calibration: { rho, low: limit(-1), high: limit(1), n: both.length }, method };
}
