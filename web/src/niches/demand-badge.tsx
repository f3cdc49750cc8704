/** The class of a demand at a glance. */
import type { DemandClass } from "../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { demandTitles } from "./demand-words.ts";

const tones: Record<DemandClass, Tone> = { rising: "good", falling: "bad", "no-trend": "plain", "too-short": "warn", "too-few": "warn" };

export function DemandBadge({ kind }: { kind: DemandClass }) {
  return <Badge tone={tones[kind]}>{demandTitles[kind]}</Badge>;
}
