/** A table of competitors' prices, read as one estimate: the median with the quartiles as its range. */
import type * as z from "zod";
import type { Estimate } from "../../../../contracts/services/estimate.ts";
import type { competitorPriceSchema } from "../../../../contracts/services/pricing.ts";
import { quantile } from "../interval.ts";

/** Basis is evidence when any of the prices names its evidence. Prices in minor units; at least one. */
export function competitorEstimate(prices: readonly z.infer<typeof competitorPriceSchema>[]): Estimate {
  const ascending = prices.map(({ minor }) => minor).toSorted((a, b) => a - b);
  const evidenceIds = prices.flatMap(({ evidenceId }) => (evidenceId === undefined ? [] : [evidenceId]));
  return {
    value: quantile(ascending, 0.5),
    low: quantile(ascending, 0.25),
    high: quantile(ascending, 0.75),
    basis: evidenceIds.length > 0 ? "evidence" : "assumption",
    evidenceIds,
  };
}
