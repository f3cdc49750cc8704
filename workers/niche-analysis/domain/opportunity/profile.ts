/** What is known of one niche, as a comparison shows it beside others. */
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { NicheProfile } from "../../../../contracts/services/niche-comparison.ts";
import type { Factor, Standing } from "../../../../contracts/services/niche-opportunity.ts";

/** Themes that are shown. */
export const shownThemes = 5;

export function profileOf(niche: NicheDetail, { factors, standing }: { factors: Factor[]; standing: Standing }): NicheProfile {
  const { finding, demand } = niche;
  const slope = demand?.trend && { value: demand.trend.slope, low: demand.trend.low, high: demand.trend.high, method: demand.trend.method };
  return {
    nicheId: niche.id,
    name: niche.name,
    evidenceCount: niche.evidenceCount,
    ...(finding && {
      people: { count: finding.unit === "authors" ? finding.distinctAuthors : finding.texts, unit: finding.unit },
      complaint: finding.complaint,
    }),
    themes: niche.themes.slice(0, shownThemes).map(({ id, label, share, complaint }) => ({ id, label, share, complaint })),
    themeCount: niche.themeCount,
    ...(demand && { demand: { class: demand.class, n: demand.n, unit: demand.unit, ...(slope && { slope }) } }),
    market: niche.market,
    factors,
    standing,
  };
}
