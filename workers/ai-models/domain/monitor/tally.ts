/** What is counted of calls: how many, how they failed, what they cost, how long they took. Tallies add up. */
import * as z from "zod";
import { Sketch, storedSketchSchema } from "./sketch.ts";

export interface Tally {
  requests: number;
  /** How many ended in each kind of error. */
  errors: Record<string, number>;
  tokens: number;
  /** Answered from the cache, without a node. */
  cacheHits: number;
  /** Sent to a second node because the first was slow. */
  hedges: number;
  /** Calls that came here because another version could not answer, by strategy of the policy: how many, and how many were answered. */
  fallbacks: Record<string, { asked: number; answered: number }>;
  /** Milliseconds that successful calls waited in a node's queue, of those that said so. */
  queue: Sketch;
  /** Milliseconds from the beginning to the answer, of successful calls. */
  latency: Sketch;
}

export const storedTallySchema = z.object({
  requests: z.number(),
  errors: z.record(z.string(), z.number()),
  tokens: z.number(),
  cacheHits: z.number(),
  hedges: z.number(),
  fallbacks: z.record(z.string(), z.object({ asked: z.number(), answered: z.number() })).default({}),
  queue: storedSketchSchema,
  latency: storedSketchSchema,
});
export type StoredTally = z.infer<typeof storedTallySchema>;

/** One finished call, or one attempt at a node. */
export interface Outcome {
  /** Kind of error; absent: it succeeded. */
  error?: string;
  latencyMs: number;
  queueMs?: number;
  tokens: number;
  cacheHit?: boolean;
  hedged?: boolean;
  /** The strategy by which the call came here. */
  fallback?: string;
}

export function emptyTally(): Tally {
  return { requests: 0, errors: {}, tokens: 0, cacheHits: 0, hedges: 0, fallbacks: {}, queue: new Sketch(), latency: new Sketch() };
}

/** How long a failure took says nothing about the model: a refused call is quick, a lost one takes its deadline. */
export function count(tally: Tally, outcome: Outcome): void {
  const { error, latencyMs, queueMs, tokens, cacheHit = false, hedged = false, fallback } = outcome;
  tally.requests++;
  tally.tokens += tokens;
  if (cacheHit) tally.cacheHits++;
  if (hedged) tally.hedges++;
  // It is a success once there is an answer, not when somebody was found to ask.
  if (fallback !== undefined) addFallback(tally, fallback, { asked: 1, answered: error === undefined ? 1 : 0 });
  if (error !== undefined) {
    tally.errors[error] = (tally.errors[error] ?? 0) + 1;
    return;
  }
  tally.latency.add(latencyMs);
  if (queueMs !== undefined) tally.queue.add(queueMs);
}

/** Adds `other` to `tally`. */
export function addTally(tally: Tally, other: Tally): void {
  tally.requests += other.requests;
  tally.tokens += other.tokens;
  tally.cacheHits += other.cacheHits;
  tally.hedges += other.hedges;
  for (const [kind, n] of Object.entries(other.errors)) tally.errors[kind] = (tally.errors[kind] ?? 0) + n;
  for (const [strategy, counted] of Object.entries(other.fallbacks)) addFallback(tally, strategy, counted);
  tally.queue.merge(other.queue);
  tally.latency.merge(other.latency);
}

function addFallback({ fallbacks }: Tally, strategy: string, { asked, answered }: { asked: number; answered: number }): void {
  const before = fallbacks[strategy] ?? { asked: 0, answered: 0 };
  fallbacks[strategy] = { asked: before.asked + asked, answered: before.answered + answered };
}

export function sumOf(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

export function failures({ errors }: Tally): number {
  return Object.values(errors).reduce((sum, n) => sum + n, 0);
}

export function storedTally({ queue, latency, ...counts }: Tally): StoredTally {
  return { ...counts, errors: { ...counts.errors }, fallbacks: { ...counts.fallbacks }, queue: queue.stored(), latency: latency.stored() };
}

export function readTally({ queue, latency, ...counts }: StoredTally): Tally {
  return { ...counts, queue: Sketch.read(queue), latency: Sketch.read(latency) };
}
