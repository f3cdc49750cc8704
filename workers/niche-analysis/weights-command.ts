/** Setting an organisation's weights: decided once, committed with its event, refused when somebody was faster. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { OpportunityWeights, SetWeightsRequest } from "../../contracts/services/niche-weights.ts";
import { runOnce } from "../kit/commands.ts";
import { chooseWeights } from "./domain/opportunity/own-weights.ts";
import { weightsSet } from "./weights-events.ts";
import { readWeights, writeWeights } from "./weights-store.ts";

/** `precondition_failed` when the weights are not at the expected version, before or while this was written. */
export async function setWeights(
  db: DrizzleD1Database,
  principal: Principal,
  { commandId, change, expectedVersion }: SetWeightsRequest,
): Promise<Result<OpportunityWeights>> {
  const { organisation } = principal;
  const call = { db, principal, commandId, method: "setWeights", input: { change, expectedVersion }, now: Date.now() };
  let before: number | undefined;
  const decide = async () => {
    const { version } = await readWeights(db, organisation);
    if (expectedVersion !== undefined && expectedVersion !== version) return changedSince(version);
    const chosen = chooseWeights(change);
    if (!chosen.ok) return chosen;
    before = version;
    const next: OpportunityWeights = {
      id: "opportunity-weights",
      version: version + 1,
      ...chosen.value,
      setBy: principal.id,
      setAt: new Date(call.now).toISOString(),
    };
    return ok({
      value: next,
      statements: [writeWeights(db, organisation, next)],
      events: [weightsSet(next, { organisation, commandId, now: call.now })],
    });
  };
  try {
    return await runOnce<OpportunityWeights>(call, decide);
  } catch (cause) {
    const { version } = await readWeights(db, organisation);
    if (before === undefined || version === before) throw cause;
    return changedSince(version);
  }
}

function changedSince(version: number) {
  return err("precondition_failed", `The weights are at version ${version} now. Read them again before changing them.`);
}
