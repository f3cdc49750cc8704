/** The pool's state and what happens to it: pure, so that the actor is nothing but storage and a clock. */
import { afterFailure, closedBreaker, duringTrial, stateOf } from "./breaker.ts";
import { leaseMs, type Candidate, type NodeFacts, type PooledNode, type Report } from "./pooled-node.ts";

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
  const node: PooledNode = { ...facts, ...report, lastHeartbeat: now, breaker: sameProcess ? before.breaker : closedBreaker };
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
 * Nodes within their lease that are ready and serve the version. A node whose breaker is half-open is offered to one caller only, as
 * a trial; the state returned remembers that.
 */
export function candidatesFor(
  nodes: PoolNodes,
  wanted: { name: string; version: string },
  now: number,
): { nodes: PoolNodes; candidates: Candidates } {
  const serving = Object.values(nodes).filter((node) => isServing(node, wanted, now));
  const trials = serving.filter((node) => stateOf(node.breaker, now) === "half-open");
  const waits = serving.filter((node) => stateOf(node.breaker, now) === "open").map((node) => node.breaker.openUntil - now);
  const candidates: Candidates = {
    nodes: serving
      .filter((node) => stateOf(node.breaker, now) !== "open")
      .map((node) => candidateOf(node, wanted.name, trials.includes(node))),
    ...(waits.length > 0 ? { trialInMs: Math.min(...waits) } : {}),
  };
  const onTrial = trials.map((node) => [node.id, { ...node, breaker: duringTrial(node.breaker, now) }] as const);
  return { nodes: { ...nodes, ...Object.fromEntries(onTrial) }, candidates };
}

/** The node failed a call that was sent to it under `epoch`; a call to an earlier process says nothing about this one. */
export function fail(nodes: PoolNodes, id: string, epoch: number, now: number): PoolNodes {
  const node = nodes[id];
  if (!node || node.epoch !== epoch) return nodes;
  return { ...nodes, [id]: { ...node, breaker: afterFailure(node.breaker, now) } };
}

/** The node answered: its failures in a row are over. */
export function recover(nodes: PoolNodes, id: string, epoch: number): PoolNodes {
  const node = nodes[id];
  if (!node || node.epoch !== epoch) return nodes;
  return { ...nodes, [id]: { ...node, breaker: closedBreaker } };
}

export function isWithinLease(node: PooledNode, now: number): boolean {
  return now - node.lastHeartbeat < leaseMs;
}

/** It is ready, within its lease, and serves the version; its breaker is another matter. */
export function isServing(node: PooledNode, wanted: { name: string; version: string }, now: number): boolean {
  const serves = node.models.some(({ name, version }) => name === wanted.name && version === wanted.version);
  return serves && node.status === "ready" && isWithinLease(node, now);
}

function candidateOf({ id, url, epoch, load, loaded, lastHeartbeat, breaker }: PooledNode, model: string, trial: boolean): Candidate {
  const cold = loaded !== undefined && !loaded.includes(model);
  return { id, url, epoch, load, lastHeartbeat, failures: breaker.failures, trial, ...(cold ? { cold } : {}) };
}

function membership({ epoch, url, status, models }: PooledNode): string {
  return JSON.stringify([epoch, url, status, models]);
}

function remembered(nodes: PoolNodes, now: number): PoolNodes {
  return Object.fromEntries(Object.entries(nodes).filter(([, node]) => now - node.lastHeartbeat < forgetAfterMs));
}
