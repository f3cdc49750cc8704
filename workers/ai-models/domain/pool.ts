/** The pool's state and what happens to it: pure, so that the actor is nothing but storage and a clock. */
import {
  afterAnswer,
  afterAnswers,
  afterFailure,
  afterSlow,
  closedBreaker,
  duringTrial,
  isQuiet,
  stateOf,
  type Breaker,
} from "./breaker.ts";
import { writeModelReference } from "./model-reference.ts";
import { fenceAfterMs, leaseMs, type Answered, type Candidate, type NodeFacts, type PooledNode, type Report } from "./pooled-node.ts";

export type PoolNodes = Readonly<Record<string, PooledNode>>;

/** A node not heard of for this long is dropped; D1 still knows it. */
const forgetAfterMs = 3_600_000;

/**
 * A report of a node. `changed` is true when its membership did (new here, another epoch, status or models), not merely its load;
 * a new epoch is a new process, so its failures are forgotten.
 */
export function hear(nodes: PoolNodes, facts: NodeFacts, report: Report, now: number): { nodes: PoolNodes; changed: boolean } {
  const before = nodes[facts.id];
  const sameProcess = before !== undefined && before.epoch === facts.epoch;
  const breakers = sameProcess && before.breakers ? { breakers: before.breakers } : {};
  const node: PooledNode = { ...facts, ...report, lastHeartbeat: now, ...breakers };
  const changed = !sameProcess || membership(before) !== membership(node);
  return { nodes: { ...remembered(nodes, now), [facts.id]: node }, changed };
}

/** Who can take a call for `model@version`, and when to ask again if nobody can. */
export interface Candidates {
  nodes: Candidate[];
  /** Milliseconds until a breaker lets a trial through; absent when there is none to wait for. */
  trialInMs?: number;
}

/**
 * True when the node's lease of this epoch ran out and it stayed away for as long again: whatever wakes up after that must join again before it
 * counts. A node that the pool has never heard of is none of those: the pool may have been lost.
 */
export function hasLapsed(nodes: PoolNodes, { id, epoch }: { id: string; epoch: number }, now: number): boolean {
  const node = nodes[id];
  return node !== undefined && node.epoch === epoch && now - node.lastHeartbeat >= fenceAfterMs;
}

export function breakerOf({ breakers }: PooledNode, model: string): Breaker {
  return breakers?.[model] ?? closedBreaker;
}

/**
 * Nodes within their lease that are ready and serve the version. A node whose breaker is half-open is offered to one caller only, as
 * a trial; the state returned remembers that.
 */
export function candidatesFor(
  nodes: PoolNodes,
  wanted: { name: string; version: string },
  now: number,
): { nodes: PoolNodes; candidates: Candidates } {
  const model = writeModelReference(wanted);
  const serving = Object.values(nodes).filter((node) => isServing(node, wanted, now));
  const breaker = (node: PooledNode) => breakerOf(node, model);
  const trials = serving.filter((node) => stateOf(breaker(node), now) === "half-open");
  const waits = serving.filter((node) => stateOf(breaker(node), now) === "open").map((node) => breaker(node).openUntil - now);
  const candidates: Candidates = {
    nodes: serving
      .filter((node) => stateOf(breaker(node), now) !== "open")
      .map((node) => candidateOf(node, wanted.name, breaker(node).failures, trials.includes(node))),
    ...(waits.length > 0 ? { trialInMs: Math.min(...waits) } : {}),
  };
  const onTrial = trials.map((node) => [node.id, withBreaker(node, model, duringTrial(breaker(node), now))] as const);
  return { nodes: { ...nodes, ...Object.fromEntries(onTrial) }, candidates };
}

/** A call of a version to a node, under the epoch in which it was sent: what becomes of it says nothing about a later process. */
export interface CallTo {
  id: string;
  epoch: number;
  /** `name@version`. */
  model: string;
}

/** An operator keeps new calls away from the node, or lets them come again. */
export function drain(nodes: PoolNodes, id: string, drained: boolean): PoolNodes {
  const node = nodes[id];
  return node ? { ...nodes, [id]: { ...node, drained } } : nodes;
}

/** The node failed the call; `slow`: another one answered first, so nobody waited for it. */
export function fail(nodes: PoolNodes, call: CallTo, now: number, slow = false): PoolNodes {
  return withChange(nodes, call, (breaker) => (slow ? afterSlow(breaker, now) : afterFailure(breaker, now)));
}

/** The node answered: its failures in a row are over. */
export function recover(nodes: PoolNodes, call: CallTo, now: number): PoolNodes {
  return withChange(nodes, call, (breaker) => afterAnswer(breaker, now));
}

/** Nodes answered so many calls in the last seconds. */
export function settle(nodes: PoolNodes, answered: readonly Answered[], now: number): PoolNodes {
  return answered.reduce((before, { count, ...call }) => withChange(before, call, (breaker) => afterAnswers(breaker, count, now)), nodes);
}

function withChange(nodes: PoolNodes, { id, epoch, model }: CallTo, change: (breaker: Breaker) => Breaker): PoolNodes {
  const node = nodes[id];
  if (!node || node.epoch !== epoch) return nodes;
  return { ...nodes, [id]: withBreaker(node, model, change(breakerOf(node, model))) };
}

/** The counts of answers alone are kept too: by them a share of failures is known. Those of versions that the node does not serve are dropped. */
function withBreaker(node: PooledNode, model: string, breaker: Breaker): PooledNode {
  const served = new Set(node.models.map(writeModelReference));
  const others = Object.entries(node.breakers ?? {}).filter(([name, one]) => name !== model && served.has(name) && !isForgotten(one));
  return { ...node, breakers: { ...Object.fromEntries(others), [model]: breaker } };
}

function isForgotten(breaker: Breaker): boolean {
  return isQuiet(breaker) && breaker.answered < 0.01;
}

export function isWithinLease(node: PooledNode, now: number): boolean {
  return now - node.lastHeartbeat < leaseMs;
}

/** It is ready and not drained, within its lease, and serves the version; its breaker is another matter. */
export function isServing(node: PooledNode, wanted: { name: string; version: string }, now: number): boolean {
  const serves = node.models.some(({ name, version }) => name === wanted.name && version === wanted.version);
  return serves && node.status === "ready" && !node.drained && isWithinLease(node, now);
}

function candidateOf(
  { id, url, epoch, load, loaded, lastHeartbeat }: PooledNode,
  model: string,
  failures: number,
  trial: boolean,
): Candidate {
  const cold = loaded !== undefined && !loaded.includes(model);
  return { id, url, epoch, load, lastHeartbeat, failures, trial, ...(cold ? { cold } : {}) };
}

function membership({ epoch, url, status, drained, models }: PooledNode): string {
  return JSON.stringify([epoch, url, status, drained ?? false, models]);
}

function remembered(nodes: PoolNodes, now: number): PoolNodes {
  return Object.fromEntries(Object.entries(nodes).filter(([, node]) => now - node.lastHeartbeat < forgetAfterMs));
}
