/** What the router works with, and what one call is. */
import type { Priority } from "../../../contracts/node-protocol.ts";
import type { Dispatched } from "../domain/dispatched.ts";
import type { HedgeBudget, Pace } from "../domain/hedging.ts";
import type { Work } from "../domain/node-call.ts";
import type { Settled } from "../domain/settled.ts";
import type { Pool } from "../pool.ts";
import type { NodeRows, NodeTransport } from "../transport/node-transport.ts";

/** What all calls of an isolate share. */
export interface Shared {
  dispatched: Dispatched;
  settled: Settled;
  pace: Pace;
  budget: HedgeBudget;
}

export interface RouterParts extends Shared {
  pool: Pick<Pool, "candidates" | "failed" | "recovered" | "list">;
  transport: NodeTransport;
  /** Key of the node in that epoch; undefined when it has joined anew since. */
  keyOf(id: string, epoch: number): Promise<string | undefined>;
  now(): number;
  /** Numbers in [0, 1). */
  random(): number;
  /** Resolves after so many milliseconds, or when the signal is aborted. Never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface RoutedCall {
  version: { name: string; version: string };
  work: Work;
  priority: Priority;
  /** Numbers that a row must have, when known. */
  width?: number;
  /** Epoch milliseconds. */
  deadline: number;
  /** The trace that it belongs to. */
  traceparent?: string | undefined;
  /** Aborted when nobody waits any more. */
  signal?: AbortSignal;
  /** Another version can be asked when this one fails: no node gets all the time, and nobody waits for a node that is given a pause. */
  hasStandIn?: boolean;
}

/** `hedged`: a second node was asked because the first was slow. */
export type Routed = NodeRows & { nodeId: string; hedged?: boolean };
