/** Sends one call to a node that can take it, and to another one when that fails: candidates → choice → transport → verdict. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { chooseNode, expectedWaitSeconds } from "../domain/choice.ts";
import { estimateTokens, type Dispatched } from "../domain/dispatched.ts";
import { nodeCall, textsOf, type Work } from "../domain/node-call.ts";
import { failurePolicy, faultOf, type NodeFailure } from "../domain/node-failure.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import { heartbeatMs, type Candidate } from "../domain/pooled-node.ts";
import type { Pool } from "../pool.ts";
import type { NodeAnswer, NodeRows, NodeTransport } from "../transport/node-transport.ts";

/** Nodes that one call is sent to at most. */
export const maxAttempts = 3;

export interface RouterParts {
  pool: Pick<Pool, "candidates" | "failed" | "recovered">;
  transport: NodeTransport;
  /** Key of the node in that epoch; undefined when it has joined anew since. */
  keyOf(id: string, epoch: number): Promise<string | undefined>;
  /** Shared by all calls of the isolate. */
  dispatched: Dispatched;
  now(): number;
  /** Numbers in [0, 1). */
  random(): number;
}

export interface RoutedCall {
  version: { name: string; version: string };
  work: Work;
  /** Numbers that a row must have, when known. */
  width?: number;
  /** Epoch milliseconds. */
  deadline: number;
}

export type Routed = NodeRows & { nodeId: string };

/**
 * At most three nodes are tried, none twice. Only failures that another node may not have are repeated; inference changes nothing, so
 * repeating it is safe even when the first answer was lost on its way. Faults: `unavailable` when no node serves the version,
 * `overloaded` when those that do are full, `deadline_exceeded`, or `invalid_input` when the node refuses the call itself.
 */
export async function route(parts: RouterParts, call: RoutedCall): Promise<Result<Routed>> {
  const { nodes, trialInMs } = await parts.pool.candidates(call.version);
  const left = new Set(nodes);
  const failures: NodeFailure[] = [];
  while (left.size > 0 && failures.length < maxAttempts) {
    if (parts.now() >= call.deadline) return err("deadline_exceeded", "The deadline passed before a node answered.");
    const sentSince = ({ id, lastHeartbeat }: Candidate) => parts.dispatched.tokensSince(id, lastHeartbeat);
    const node = chooseNode([...left], sentSince, parts.random);
    if (!node) break;
    left.delete(node);
    const answer = await send(parts, call, node, left.size > 0);
    if (answer.ok) {
      if (node.failures > 0) await parts.pool.recovered(node.id, node.epoch);
      return ok({ ...answer.value, nodeId: node.id });
    }
    const { failure } = answer;
    if (failurePolicy[failure.kind].blame) await parts.pool.failed(node.id, node.epoch);
    failures.push({ ...failure, detail: failure.kind === "request" ? failure.detail : `node ${node.id}: ${failure.detail}` });
    if (!failurePolicy[failure.kind].elsewhere) break;
  }
  if (failures.length === 0) return nobodyThere(call.version, trialInMs);
  return faultOf(failures);
}

/** Counts the call for the node before anything is awaited: of calls made at once, the next one must see it. */
async function send(parts: RouterParts, call: RoutedCall, node: Candidate, othersLeft: boolean): Promise<NodeAnswer> {
  const tokens = estimateTokens(textsOf(call.work));
  const ahead = parts.dispatched.tokensSince(node.id, node.lastHeartbeat);
  const answered = parts.dispatched.add(node.id, tokens, parts.now());
  try {
    const key = await parts.keyOf(node.id, node.epoch);
    if (key === undefined) return { ok: false, failure: { kind: "absent", detail: "it has joined anew since" } };
    const now = parts.now();
    const timeoutMs = attemptTimeoutMs(node, ahead + tokens, call.deadline - now, othersLeft);
    const model = writeModelReference(call.version);
    const asked = nodeCall(call.work, model, now + timeoutMs);
    return asAsked(await parts.transport.call({ ...node, key }, asked, timeoutMs), model, call.width);
  } finally {
    answered();
  }
}

/** A node that computed with another version than asked, or gave rows of another size, has given nothing that may be used. */
function asAsked(answer: NodeAnswer, model: string, width: number | undefined): NodeAnswer {
  if (!answer.ok) return answer;
  const { model: by, dimensions } = answer.value;
  if (by !== model) return { ok: false, failure: { kind: "broken", detail: `it computed with ${by} instead of ${model}` } };
  if (width === undefined || dimensions === width) return answer;
  return { ok: false, failure: { kind: "broken", detail: `it gave ${dimensions} numbers a row instead of ${width}` } };
}

/**
 * How long one node may take, whole milliseconds: all the time that is left when it is the last, else five seconds and four times what its load and this
 * call should take, so that a node that hangs leaves time for another.
 */
function attemptTimeoutMs(node: Candidate, tokens: number, remainingMs: number, othersLeft: boolean): number {
  const patience = othersLeft ? 5_000 + 4_000 * expectedWaitSeconds(node, tokens) : remainingMs;
  return Math.max(1, Math.ceil(Math.min(remainingMs, patience)));
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
