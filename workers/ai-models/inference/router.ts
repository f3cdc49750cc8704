/** Sends one call to a node that can take it, and to another one when that fails: candidates → choice → attempt → verdict. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { chooseNode, freshOf } from "../domain/choice.ts";
import { failurePolicy, faultOf, type NodeFailure } from "../domain/node-failure.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import type { Candidates } from "../domain/pool.ts";
import { heartbeatMs, type Candidate } from "../domain/pooled-node.ts";
import { attempt } from "./attempt.ts";
import type { Routed, RoutedCall, RouterParts } from "./router-parts.ts";

/** Nodes that one call is sent to at most, a hedge included. */
export const maxAttempts = 3;
/** While every node is given a pause, the pool is asked again so often: another node may have joined. */
const lookEveryMs = 1_000;

/**
 * At most three nodes are tried, none twice. Only failures that another node may not have are repeated; inference changes nothing, so
 * repeating it is safe even when the first answer was lost on its way. When all that serve the version are given a pause, the call waits for the
 * first to be tried again, if that is before its deadline. Faults: `unavailable` when no node serves the version, `overloaded` when those that do
 * are full, `deadline_exceeded`, or `invalid_input` when the node refuses the call itself.
 */
export async function route(parts: RouterParts, call: RoutedCall): Promise<Result<Routed>> {
  const { nodes, trialInMs } = await candidates(parts, call);
  const left = new Set(nodes);
  const failures: NodeFailure[] = [];
  let [asked, hedged] = [0, false];
  const draw = (): Candidate | undefined => {
    if (asked >= maxAttempts) return undefined;
    const sentSince = ({ id, lastHeartbeat }: Candidate) => parts.dispatched.tokensSince(id, lastHeartbeat);
    const node = chooseNode(freshOf([...left], parts.now()), sentSince, parts.random);
    if (node) asked += left.delete(node) ? 1 : 0;
    return node;
  };
  for (;;) {
    if (call.signal?.aborted) return err("deadline_exceeded", "Nobody waited for the answer any more.");
    if (parts.now() >= call.deadline) return err("deadline_exceeded", "The deadline passed before a node answered.");
    const node = draw();
    if (!node) break;
    const tried = await attempt(parts, call, node, { next: draw, left: () => left.size > 0 && asked < maxAttempts });
    hedged ||= tried.hedged;
    const { winner } = tried;
    if (winner) return ok({ ...winner.answer.value, nodeId: winner.node.id, ...(hedged ? { hedged } : {}) });
    failures.push(...tried.failures.map(named));
    if (tried.failures.some(({ failure }) => !failurePolicy[failure.kind].elsewhere)) break;
  }
  return failures.length === 0 ? nobodyThere(call.version, trialInMs) : faultOf(failures);
}

/** Those who can take the call, after waiting for a trial where there is nobody else. */
async function candidates(parts: RouterParts, call: RoutedCall): Promise<Candidates> {
  for (;;) {
    const found = await parts.pool.candidates(call.version, parts.settled.take());
    const { nodes, trialInMs } = found;
    const patience = call.deadline - parts.now();
    if (nodes.length > 0 || trialInMs === undefined || trialInMs >= patience || call.hasStandIn || call.signal?.aborted) return found;
    // Not all at the same moment: one of them gets the trial.
    await parts.wait(Math.min(trialInMs, lookEveryMs) + parts.random() * 20, call.signal);
  }
}

function named({ node, failure }: { node: Candidate; failure: NodeFailure }): NodeFailure {
  return failure.kind === "request" ? failure : { ...failure, detail: `node ${node.id}: ${failure.detail}` };
}

function nobodyThere(version: { name: string; version: string }, trialInMs: number | undefined): Result<never> {
  const model = writeModelReference(version);
  if (trialInMs !== undefined) {
    return err("unavailable", `The nodes that serve ${model} failed lately and are given a pause.`, {
      retryAfter: Math.max(1, Math.ceil(trialInMs / 1_000)),
    });
  }
  return err("unavailable", `No node serves ${model} now. Start one, or wait until it has joined.`, { retryAfter: heartbeatMs / 1_000 });
}
