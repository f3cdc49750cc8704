/** The assessment of an opportunity in a word. */
import type { OpportunityBand, Standing } from "../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { title, words } from "../interface/formats.ts";

const tones: Record<OpportunityBand, Tone> = { excellent: "good", very_good: "good", good: "accent", fair: "warn", limited: "plain" };

/** `band` null: too much is unknown for one; `standing` says what. */
export function Band({ band, standing }: { band: OpportunityBand | null; standing?: Standing | undefined }) {
  if (band !== null) return <Badge tone={tones[band]}>{title(band)}</Badge>;
  // Monetization follows from the others: there is nothing to find out about it by itself.
  const unsettled = (standing?.unknown ?? []).filter(({ factor, open }) => open === true || factor !== "monetization_potential");
  const names = (which: boolean) => unsettled.filter(({ open = false }) => open === which).map(({ factor }) => words(factor));
  const [unknown, open] = [names(false), names(true)];
  return (
    <>
      <Badge tone="warn">Not settled</Badge>
      {unknown.length > 0 && <span className="mt-0.5 block text-xs text-muted">unknown: {unknown.join(", ")}</span>}
      {open.length > 0 && <span className="mt-0.5 block text-xs text-muted">open: {open.join(", ")}</span>}
    </>
  );
}
