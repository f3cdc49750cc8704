/** One call sent to one node, and to a second one when the first is slow or has fallen silent. */
import { expectedWaitSeconds } from "../domain/choice.ts";
import { nodeCall } from "../domain/node-call.ts";
import { failurePolicy, type NodeFailure } from "../domain/node-failure.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import type { Candidate } from "../domain/pooled-node.ts";
import { costOf } from "../domain/splitting.ts";
import type { NodeAnswer } from "../transport/node-transport.ts";
import type { RoutedCall, RouterParts } from "./router-parts.ts";
import { untilSilent } from "./silence.ts";

/** What became of an attempt: who answered, or who failed and how. */
export interface Attempt {
  winner?: { node: Candidate; answer: Extract<NodeAnswer, { ok: true }> };
  failures: { node: Candidate; failure: NodeFailure }[];
  hedged: boolean;
}

interface Outcome {
  node: Candidate;
  answer: NodeAnswer;
}

/** The nodes that the call may still go to. */
export interface Others {
  left(): boolean;
  /** Takes one out. */
  next(): Candidate | undefined;
}

interface Sent {
  node: Candidate;
  outcome: Promise<Outcome>;
}

/**
 * Sends the call to `node`. When no answer has come after the time in which 95 % of such calls have one, and the budget allows, or when the node
 * has stopped reporting, the call goes to another one too; the first good answer counts, and the other node is told to stop.
 */
export async function attempt(parts: RouterParts, call: RoutedCall, node: Candidate, others: Others): Promise<Attempt> {
  const tokens = costOf(call.work);
  parts.budget.sent(tokens);
  const stop = new AbortController();
  const ask = (to: Candidate, hedge: boolean): Promise<Outcome> =>
    send(parts, call, to, { tokens, hedge, signal: signalOf(call, stop), othersLeft: others.left() }).then((answer) => ({
      node: to,
      answer,
    }));
  const first = ask(node, false);
  const hedge = await hedgeAfter(parts, call, tokens, { node, outcome: first }, others);
  if (!hedge) return settled(parts, call, [await first], false);
  const other = ask(hedge, true);
  const early = await Promise.race([first, other]);
  if (!early.answer.ok) return settled(parts, call, [early, await (early.node === node ? other : first)], true);
  stop.abort();
  const slower = early.node === node ? hedge : node;
  // A first node that was overtaken may hang; a second one that was cancelled had hardly begun.
  if (slower === node) await parts.pool.failed(callTo(call, node), true);
  return settled(parts, call, [early], true);
}

/** The node to ask besides, once it is time; undefined when the first answered by then, or there is none. */
async function hedgeAfter(
  parts: RouterParts,
  call: RoutedCall,
  tokens: number,
  sent: Sent,
  others: Others,
): Promise<Candidate | undefined> {
  const over = new AbortController();
  const answered = sent.outcome.then(() => "answered" as const);
  const silent = untilSilent(parts, sent.node, over.signal).then(() => "silent" as const);
  try {
    const early = await Promise.race([answered, silent, slow(parts, call, tokens, over.signal)]);
    if (call.signal?.aborted || early === "answered" || !others.left()) return undefined;
    // That a call is slow pays for a second one only within the budget; that its node has fallen silent does anyhow.
    if (early === "silent" || parts.budget.spend(tokens)) return others.next();
    return (await Promise.race([answered, silent])) === "silent" && !call.signal?.aborted ? others.next() : undefined;
  } finally {
    over.abort();
  }
}

/** Resolves after the time in which 95 % of such calls were answered; never where too few were to know it. */
async function slow(parts: RouterParts, { version }: RoutedCall, tokens: number, over: AbortSignal): Promise<"slow"> {
  const slowAfterMs = parts.pace.slowAfterMs(writeModelReference(version), tokens, parts.now());
  await (slowAfterMs === undefined ? new Promise(() => undefined) : parts.wait(slowAfterMs, over));
  return "slow";
}

/** Tells the pool of failures and answers, and the pace how long it took. */
async function settled(parts: RouterParts, call: RoutedCall, outcomes: readonly Outcome[], hedged: boolean): Promise<Attempt> {
  const failures: Attempt["failures"] = [];
  for (const { node, answer } of outcomes) {
    const to = callTo(call, node);
    if (answer.ok) {
      if (node.failures > 0 || node.trial) await parts.pool.recovered(to);
      else parts.settled.add(to);
      return { winner: { node, answer }, failures, hedged };
    }
    if (failurePolicy[answer.failure.kind].blame) await parts.pool.failed(to, false);
    failures.push({ node, failure: answer.failure });
  }
  return { failures, hedged };
}

function callTo({ version }: RoutedCall, { id, epoch }: Candidate) {
  return { id, epoch, model: writeModelReference(version) };
}

function signalOf({ signal }: RoutedCall, stop: AbortController): AbortSignal {
  return signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
}

interface Sending {
  tokens: number;
  hedge: boolean;
  signal: AbortSignal;
  othersLeft: boolean;
}

/** Counts the call for the node before anything is awaited: of calls made at once, the next one must see it. */
async function send(parts: RouterParts, call: RoutedCall, node: Candidate, sending: Sending): Promise<NodeAnswer> {
  const { tokens, hedge, signal } = sending;
  const ahead = parts.dispatched.tokensSince(node.id, node.lastHeartbeat);
  const begun = parts.now();
  const answered = parts.dispatched.add(node.id, tokens, begun);
  try {
    const key = await parts.keyOf(node.id, node.epoch);
    if (key === undefined) return { ok: false, failure: { kind: "absent", detail: "it has joined anew since" } };
    const now = parts.now();
    const timeoutMs = attemptTimeoutMs(node, ahead + tokens, call.deadline - now, sending.othersLeft || call.hasStandIn === true);
    const model = writeModelReference(call.version);
    const asked = nodeCall(call.work, model, { priority: call.priority, deadline: now + timeoutMs });
    const answer = asAsked(
      await parts.transport.call({ ...node, key }, asked, timeoutMs, { signal, hedge, traceparent: call.traceparent }),
      model,
      call.width,
    );
    if (answer.ok) parts.pace.note(model, tokens, parts.now() - begun, parts.now());
    return answer;
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
