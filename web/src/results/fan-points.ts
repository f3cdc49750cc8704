/** A projection as the fan chart takes it: monthly recurring revenue in minor units. */
import type { RevenueProjection } from "../../../contracts/services/projections.ts";
import type { FanPoint } from "../interface/charts/fan.ts";

export function fanPoints({ fan, deterministic }: Pick<RevenueProjection, "fan" | "deterministic">): FanPoint[] {
  const planned = new Map(deterministic.map(({ month, mrr }) => [month, mrr]));
  return fan.map(({ month, mrr: { p5, p25, p50, p75, p95 } }) => ({
    month,
    p5,
    p25,
    p50,
    p75,
    p95,
    deterministic: planned.get(month) ?? p50,
  }));
}
