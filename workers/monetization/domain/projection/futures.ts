/** Simulated futures: uncertain parameters drawn once a path, and the luck of single users drawn every month. */
import { chances } from "../../../kit/statistics/chance.ts";
import { drawRates, type ProjectionParameters } from "./parameters.ts";

export interface FuturesQuestion {
  parameters: ProjectionParameters;
  /** Average monthly revenue per paying user, minor units. */
  averageRevenue: number;
  months: number;
  paths: number;
  seed: number;
}

/** Minor units, unrounded, month-major: the value of path `p` in month `m` (from 0) is at `m × paths + p`. */
export interface Futures {
  months: number;
  paths: number;
  mrr: Float64Array;
  cumulative: Float64Array;
}

/**
 * Runs `paths` futures of the user model. Arrivals are Poisson, conversions and departures binomial, so their means are those
 * of the model with fractions; the mix of tiers is held fixed. Same seed and inputs: same bytes.
 */
export function simulateFutures({ parameters, averageRevenue, months, paths, seed }: FuturesQuestion): Futures {
  const { parameters: drawing, process } = chances(seed);
  const mrr = new Float64Array(months * paths);
  const cumulative = new Float64Array(months * paths);
  for (let path = 0; path < paths; path++) {
    const rates = drawRates(parameters, drawing);
    // A free user either converts, or leaves, or stays: leaving is drawn among those who did not convert.
    const leavingFree = rates.conversion >= 1 ? 0 : Math.min(1, rates.churn / (1 - rates.conversion));
    let free = rates.initialUsers;
    let paid = 0;
    let arrivals = rates.acquisition;
    let earned = 0;
    for (let month = 0; month < months; month++) {
      const converted = process.binomial(free, rates.conversion);
      const freeLost = process.binomial(free - converted, leavingFree);
      const paidLost = process.binomial(paid, rates.churn);
      free += process.poisson(arrivals) - converted - freeLost;
      paid += converted - paidLost;
      const revenue = paid * averageRevenue;
      earned += revenue;
      mrr[month * paths + path] = revenue;
      cumulative[month * paths + path] = earned;
      arrivals *= 1 + rates.acquisitionGrowth;
    }
  }
  return { months, paths, mrr, cumulative };
}
