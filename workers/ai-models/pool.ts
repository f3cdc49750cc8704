/**
 * The only way to the node pool. The actor is an itty-durable object: a call is a request whose arguments are JSON in a header, its
 * answer is JSON, and any method can be called by whoever can send a request. So no outside request is ever forwarded to it, every
 * answer is parsed, and arguments go as ASCII.
 */
import { proxyDurable } from "itty-durable";
import * as z from "zod";
import { asciiJson, type AsciiJson } from "./domain/ascii-json.ts";
import { type CallTo, type Candidates, type PoolNodes } from "./domain/pool.ts";
import { candidateSchema, pooledNodeSchema, type Answered, type NodeFacts, type Report } from "./domain/pooled-node.ts";

const candidatesSchema = z.object({ nodes: z.array(candidateSchema), trialInMs: z.number().optional() });
const changeSchema = z.object({ changed: z.boolean() });
const heartbeatSchema = z.object({ fresh: z.boolean(), lapsed: z.boolean(), changed: z.boolean() });
const doneSchema = z.object({ done: z.literal(true) });

export interface Pool {
  joined(facts: NodeFacts, report: Report): Promise<{ changed: boolean }>;
  heartbeat(facts: NodeFacts, report: Report, nonce: string): Promise<z.infer<typeof heartbeatSchema>>;
  candidates(wanted: { name: string; version: string }, answered: readonly Answered[]): Promise<Candidates>;
  failed(call: CallTo, slow: boolean): Promise<unknown>;
  recovered(call: CallTo): Promise<unknown>;
  drained(id: string, drained: boolean): Promise<unknown>;
  revoked(id: string): Promise<unknown>;
  list(): Promise<PoolNodes>;
}

/** The one pool of the installation. Its methods throw when the actor cannot be reached, like any call to an actor. */
export function nodePool(namespace: DurableObjectNamespace): Pool {
  const actor: Record<keyof Pool, (...args: AsciiJson[]) => Promise<unknown>> = proxyDurable(namespace, { parse: true }).get("pool");
  return {
    joined: async (facts, report) => changeSchema.parse(await actor.joined(asciiJson(facts), asciiJson(report))),
    heartbeat: async (facts, report, nonce) =>
      heartbeatSchema.parse(await actor.heartbeat(asciiJson(facts), asciiJson(report), asciiJson(nonce))),
    candidates: async (wanted, answered) => candidatesSchema.parse(await actor.candidates(asciiJson(wanted), asciiJson(answered))),
    failed: async (call, slow) => doneSchema.parse(await actor.failed(asciiJson(call), asciiJson(slow))),
    recovered: async (call) => doneSchema.parse(await actor.recovered(asciiJson(call))),
    drained: async (id, drained) => doneSchema.parse(await actor.drained(asciiJson(id), asciiJson(drained))),
    revoked: async (id) => doneSchema.parse(await actor.revoked(asciiJson(id))),
    list: async () => z.record(z.string(), pooledNodeSchema).parse(await actor.list()),
  };
}
