/** Tells the monitor of every attempt at a node, whatever carries it. */
import { readModelReference } from "../domain/model-reference.ts";
import type { NodeCall } from "../domain/node-call.ts";
import type { Observed } from "../monitor/observation.ts";
import type { Circumstances, NodeAnswer, NodeTarget, NodeTransport } from "./node-transport.ts";

export class ObservedTransport implements NodeTransport {
  readonly #inner: NodeTransport;
  readonly #observe: (node: string, observed: Observed) => void;

  constructor(inner: NodeTransport, observe: (node: string, observed: Observed) => void) {
    this.#inner = inner;
    this.#observe = observe;
  }

  async call(target: NodeTarget, call: NodeCall, timeoutMs: number, more: Circumstances = {}): Promise<NodeAnswer> {
    const begun = Date.now();
    const answer = await this.#inner.call(target, call, timeoutMs, more);
    const hedged = more.hedge ? { hedged: true } : {};
    const { name: model, version = "" } = readModelReference(call.body.model);
    const latencyMs = Date.now() - begun;
    if (answer.ok) {
      const {
        tokens,
        times: { queueMs },
      } = answer.value;
      this.#observe(target.id, { model, version, latencyMs, tokens, ...(queueMs === undefined ? {} : { queueMs }), ...hedged });
    } else {
      this.#observe(target.id, { model, version, latencyMs, tokens: 0, error: answer.failure.kind, ...hedged });
    }
    return answer;
  }
}
