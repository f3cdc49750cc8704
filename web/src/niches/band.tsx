/** The assessment of an opportunity in a word. */
import type { OpportunityBand } from "../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { title } from "../interface/formats.ts";

const tones: Record<OpportunityBand, Tone> = { excellent: "good", very_good: "good", good: "accent", fair: "warn", limited: "plain" };

export function Band({ band }: { band: OpportunityBand }) {
  return <Badge tone={tones[band]}>{title(band)}</Badge>;
}
