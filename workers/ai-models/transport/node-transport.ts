/** A node to call, and what comes of it. */
import type { PhaseTimes } from "../../../contracts/services/ai-models.ts";
import type { NodeCall } from "../domain/node-call.ts";
import type { NodeFailure } from "../domain/node-failure.ts";

export interface NodeTarget {
  id: string;
  epoch: number;
  /** Base address, without a slash at the end; or `dial-out:`. */
  url: string;
  /** Hexadecimal HMAC key of the node's current epoch. */
  key: string;
}

export interface NodeRows {
  /** `name@version` that computed them. */
  model: string;
  /** Numbers a row. */
  dimensions: number;
  /** Row-major float32: a vector a text, a number a label of a text, or one a document. */
  values: Float32Array;
  tokens: number;
  truncated: number;
  times: PhaseTimes;
}

export type NodeAnswer = { ok: true; value: NodeRows } | { ok: false; failure: NodeFailure };

export interface Circumstances {
  /** Aborted when nobody waits any more: the node is told and stops. */
  signal?: AbortSignal;
  /** Another node was asked before and is slow. */
  hedge?: boolean;
  /** The caller's trace; each call to a node is a span of its own in it. Absent: a trace begins. */
  traceparent?: string | undefined;
}

export interface NodeTransport {
  /** Never throws: whatever goes wrong, the timeout included, is a failure. */
  call(target: NodeTarget, call: NodeCall, timeoutMs: number, more?: Circumstances): Promise<NodeAnswer>;
}
