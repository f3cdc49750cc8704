/** A node as the pool knows it, what it says of itself, and a node that can take a call. */
import * as z from "zod";
import { nodeLoadSchema } from "../../../contracts/node-protocol.ts";
import { breakerSchema } from "./breaker.ts";

/** How often a node reports, and how long it counts as there after a report. */
export const heartbeatMs = 2_000;
export const leaseMs = 10_000;

/**
 * A node that was silent for so long must join again before it counts. Twice the lease: an edge that is short of time reads heartbeats late, and
 * breaking off every node then would make it worse.
 */
export const fenceAfterMs = 2 * leaseMs;

/** How often D1 learns that a node is still there; the pool knows better, until it is lost. */
export const noteEveryMs = 60_000;

/** What D1 knows of a node, as the pool needs it. */
export const nodeFactsSchema = z.object({
  id: z.string(),
  /** Where the edge reaches it. */
  url: z.string(),
  epoch: z.int(),
  /** True: an operator keeps new calls away from it. */
  drained: z.boolean().optional(),
});
export type NodeFacts = z.infer<typeof nodeFactsSchema>;

export const servedSchema = z.object({ name: z.string(), version: z.string() });

export const reportSchema = z.object({
  status: z.enum(["ready", "draining", "left"]),
  models: z.array(servedSchema),
  /** Names of those in memory; absent: all. */
  loaded: z.array(z.string()).optional(),
  load: nodeLoadSchema,
});
export type Report = z.infer<typeof reportSchema>;

export const pooledNodeSchema = nodeFactsSchema.extend(reportSchema.shape).extend({
  /** Epoch milliseconds. */
  lastHeartbeat: z.number(),
  /** Of its versions that failed lately, by `name@version`; all others are closed. */
  breakers: z.record(z.string(), breakerSchema).optional(),
});
export type PooledNode = z.infer<typeof pooledNodeSchema>;

/** A node that serves the wanted model, is within its lease and may be called. */
export const candidateSchema = nodeFactsSchema.extend({
  load: nodeLoadSchema,
  lastHeartbeat: z.number(),
  /** Failed calls in a row so far; a success is worth reporting at once when there are any. */
  failures: z.int(),
  /** True: its breaker is half-open and this call is the trial. */
  trial: z.boolean(),
  /** True: it would have to load the model first. */
  cold: z.boolean().optional(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** Answers of a node that nobody reported yet. */
export const answeredSchema = z.object({ id: z.string(), epoch: z.int(), model: z.string(), count: z.int().min(1) });
export type Answered = z.infer<typeof answeredSchema>;
