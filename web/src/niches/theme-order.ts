/** Which themes can be drawn over time, and in which order. */
import type { Demand, DemandClass, DemandTrend, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";

export interface DatedTheme {
  id: string;
  label: string;
  demand: Demand;
  trend: DemandTrend;
  from: string;
}

const order: readonly DemandClass[] = ["rising", "falling", "no-trend", "too-short", "too-few"];

/** Those with a trend that was tested: rising ones first, then falling ones, the fastest first; the rest in the order given. */
export function datedThemes(themes: readonly ThemeSummary[]): DatedTheme[] {
  return themes
    .flatMap(({ id, label, demand }): DatedTheme[] => {
      const { trend, from } = demand ?? {};
      return demand && trend && from !== undefined ? [{ id, label, demand, trend, from }] : [];
    })
    .toSorted((a, b) => order.indexOf(a.demand.class) - order.indexOf(b.demand.class) || speedOf(b) - speedOf(a));
}

/** Of what is no trend, none is faster than another. */
function speedOf({ demand, trend }: DatedTheme): number {
  return demand.class === "no-trend" ? 0 : Math.abs(trend.yearly.value);
}
