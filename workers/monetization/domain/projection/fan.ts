/** The fan of a projection: quantiles of the simulated futures, with what more futures would still change. */
import type { Band, FanMonth } from "../../../../contracts/services/projections.ts";
import { quantile } from "../interval.ts";
import type { Futures } from "./futures.ts";

export function fanOf(futures: Futures): FanMonth[] {
  return Array.from({ length: futures.months }, (_, index) => ({
    month: index + 1,
    mrr: bandOf(slice(futures, futures.mrr, index)),
    cumulative: bandOf(slice(futures, futures.cumulative, index)),
  }));
}

function slice({ paths }: Futures, values: Float64Array, month: number): Float64Array {
  return values.slice(month * paths, (month + 1) * paths);
}

/**
 * Quantiles of `values` (at least one), whole minor units. The error of the mean is s/√N. The error of the
 * median is half the distance between the order statistics one standard error √(N/4) of the rank to either side, which
 * equals √(p(1−p)/N)/f(q) without estimating the density f.
 */
export function bandOf(values: Float64Array): Band {
  const ascending = values.toSorted();
  const at = (probability: number) => Math.round(quantile(ascending, probability));
  const mean = ascending.reduce((sum, value) => sum + value, 0) / ascending.length;
  const variance = ascending.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, ascending.length - 1);
  const step = 0.5 / Math.sqrt(ascending.length);
  return {
    mean: Math.round(mean),
    meanError: Math.ceil(Math.sqrt(variance / ascending.length)),
    p5: at(0.05),
    p10: at(0.1),
    p25: at(0.25),
    p50: at(0.5),
    p50Error: Math.ceil((quantile(ascending, Math.min(1, 0.5 + step)) - quantile(ascending, Math.max(0, 0.5 - step))) / 2),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
  };
}
