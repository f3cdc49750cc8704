/** The outlook for a revenue target: how likely, and when. */
import { money, type Currency } from "../../../../contracts/money.ts";
import type { TargetOutlook } from "../../../../contracts/services/projections.ts";
import type { Futures } from "./futures.ts";

/** `target` in minor units of MRR. A future counts as having reached it from its first month at or above it on, even if it falls back. */
export function targetOutlook({ months, paths, mrr }: Futures, target: number, currency: Currency): TargetOutlook {
  const reached = new Uint8Array(paths);
  const probability: number[] = [];
  let everReached = 0;
  let medianMonth: number | null = null;
  for (let month = 0; month < months; month++) {
    let above = 0;
    for (let path = 0; path < paths; path++) {
      if ((mrr[month * paths + path] ?? 0) < target) continue;
      above += 1;
      if (reached[path] === 0) everReached += 1;
      reached[path] = 1;
    }
    probability.push(above / paths);
    if (medianMonth === null && everReached * 2 >= paths) medianMonth = month + 1;
  }
  const probabilityAtEnd = probability.at(-1) ?? 0;
  return {
    mrr: money(target, currency),
    probability,
    probabilityAtEnd,
    standardError: Math.sqrt((probabilityAtEnd * (1 - probabilityAtEnd)) / paths),
    everReached: everReached / paths,
    medianMonth,
  };
}
