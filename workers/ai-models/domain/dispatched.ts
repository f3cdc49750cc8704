/** Tokens of calls on their way, per node: a node's report lags, and without these a burst would all go to the same node. */

import { leaseMs } from "./pooled-node.ts";

interface Call {
  tokens: number;
  sentAt: number;
}

/** One per isolate; every call is added when sent and removed when answered. */
export class Dispatched {
  readonly #calls = new Map<string, Set<Call>>();

  /** Returns what to call when the answer is there. */
  add(nodeId: string, tokens: number, sentAt: number): () => void {
    const call: Call = { tokens, sentAt };
    const calls = this.#calls.get(nodeId) ?? new Set();
    // A call whose client went away may never be reported as answered. Nobody asks further back than a lease.
    for (const old of calls) if (old.sentAt < sentAt - leaseMs) calls.delete(old);
    this.#calls.set(nodeId, calls.add(call));
    return () => {
      calls.delete(call);
      if (calls.size === 0 && this.#calls.get(nodeId) === calls) this.#calls.delete(nodeId);
    };
  }

  /** Tokens on their way that were sent at or after `since`: earlier ones are in the node's own report already. */
  tokensSince(nodeId: string, since: number): number {
    let sum = 0;
    for (const call of this.#calls.get(nodeId) ?? []) if (call.sentAt >= since) sum += call.tokens;
    return sum;
  }
}

/** Tokens that a tokeniser will probably make of these texts: one for four characters of English, and two that frame each text. */
export function estimateTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Math.ceil(text.length / 4) + 2, 0);
}
