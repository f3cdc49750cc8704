/** The event that tells others of changed weights. */
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { OpportunityWeightsSet } from "../../contracts/events/opportunity-weights.ts";
import type { OpportunityWeights } from "../../contracts/services/niche-weights.ts";

/** One of each version. */
export function weightsSet(
  { version, source, weights, consistency, setBy = "" }: OpportunityWeights,
  { organisation, commandId, now }: { organisation: string; commandId: string; now: number },
): EventEnvelope {
  const data: OpportunityWeightsSet = {
    version,
    source,
    weights,
    ...(consistency && { consistencyRatio: consistency.ratio }),
    setBy,
  };
  return envelope({
    source: "/niche-analysis",
    type: "opportunity-weights.set",
    dataversion: 1,
    subject: `opportunity-weights/${organisation}/weights`,
    sequence: version,
    organisation,
    time: now,
    causationid: commandId,
    data,
  });
}
