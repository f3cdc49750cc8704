/**
 * The pool of GPU nodes: who is there, how busy, and who fails. Small, disposable state that heartbeats rebuild within seconds; what
 * must not be lost about a node is in D1. An itty-durable object by decision (docs/adr/0004-itty-durable-node-pool.md): it answers any
 * method to whoever can send it a request, so only `workers/ai-models/pool.ts` may. Arguments arrive as JSON texts (`ascii-json.ts`).
 */
import { createDurable } from "itty-durable";
import * as z from "zod";
import { useNonce, type SeenNonces } from "../../workers/ai-models/domain/nonces.ts";
import {
  candidatesFor,
  drain,
  fail,
  hasLapsed,
  hear,
  recover,
  settle,
  type Candidates,
  type PoolNodes,
} from "../../workers/ai-models/domain/pool.ts";
import {
  answeredSchema,
  nodeFactsSchema,
  reportSchema,
  servedSchema,
  type NodeFacts,
  type Report,
} from "../../workers/ai-models/domain/pooled-node.ts";

/** Load reports are stored at most this often: after a restart the pool is there at once, at one write per five seconds. */
const storeEveryMs = 5_000;

const callSchema = answeredSchema.omit({ count: true });

export class NodePool extends createDurable() {
  nodes: PoolNodes = {};
  nonces: Record<string, SeenNonces> = {};
  storedAt = 0;

  /** The library copies every binding it is given onto its own state, so it is given none. */
  constructor(state: DurableObjectState) {
    super(state, {});
  }

  async joined(facts: string, report: string): Promise<{ changed: boolean }> {
    return this.#hear(read(nodeFactsSchema, facts), read(reportSchema, report));
  }

  /**
   * `fresh` is false when the nonce was used before, `lapsed` true when the lease had run out: then nothing changes, and the node has to join
   * again.
   */
  async heartbeat(facts: string, report: string, nonce: string): Promise<{ fresh: boolean; lapsed: boolean; changed: boolean }> {
    const from = read(nodeFactsSchema, facts);
    const now = Date.now();
    const { seen, fresh } = useNonce(this.nonces[from.id] ?? {}, read(z.string(), nonce), now);
    const known = Object.entries(this.nonces).filter(([id]) => Object.hasOwn(this.nodes, id));
    this.nonces = { ...Object.fromEntries(known), [from.id]: seen };
    const lapsed = hasLapsed(this.nodes, from, now);
    return { fresh, lapsed, changed: fresh && !lapsed && (await this.#hear(from, read(reportSchema, report))).changed };
  }

  /** Who can take a call; `answered`: what the caller has not reported yet of calls that went well. */
  async candidates(wanted: string, answered: string): Promise<Candidates> {
    const now = Date.now();
    const settled = settle(this.nodes, read(z.array(answeredSchema), answered), now);
    const { nodes, candidates } = candidatesFor(settled, read(servedSchema, wanted), now);
    this.nodes = nodes;
    return candidates;
  }

  /** `slow`: another node answered first. */
  async failed(call: string, slow: string): Promise<{ done: true }> {
    this.nodes = fail(this.nodes, read(callSchema, call), Date.now(), read(z.boolean(), slow));
    return { done: true };
  }

  async recovered(call: string): Promise<{ done: true }> {
    this.nodes = recover(this.nodes, read(callSchema, call), Date.now());
    return { done: true };
  }

  async drained(id: string, drained: string): Promise<{ done: true }> {
    this.nodes = drain(this.nodes, read(z.string(), id), read(z.boolean(), drained));
    await this.persist();
    return { done: true };
  }

  /** The node is a member no more. */
  async revoked(id: string): Promise<{ done: true }> {
    const { [read(z.string(), id)]: _, ...others } = this.nodes;
    this.nodes = others;
    await this.persist();
    return { done: true };
  }

  async list(): Promise<PoolNodes> {
    return this.nodes;
  }

  async #hear(facts: NodeFacts, report: Report): Promise<{ changed: boolean }> {
    const now = Date.now();
    const { nodes, changed } = hear(this.nodes, facts, report, now);
    this.nodes = nodes;
    if (changed || now - this.storedAt >= storeEveryMs) {
      this.storedAt = now;
      await this.persist();
    }
    return { changed };
  }
}

function read<T>(schema: z.ZodType<T>, json: string): T {
  return schema.parse(JSON.parse(json));
}
