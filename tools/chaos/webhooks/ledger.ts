/** The receiver's book: every request that came, in order, and what was answered. Ids that were accepted stay accepted. */
import { refusalsOf, type Refusal } from "./answers.ts";

export interface Arrival {
  /** Number of the endpoint in the plan, from 0. */
  endpoint: number;
  /** The header `webhook-id`. */
  id: string;
  body: string;
  /** Whether the signature is that of the endpoint's secret. */
  genuine: boolean;
  answer: Refusal | "accepted";
}

export class Ledger {
  readonly arrivals: Arrival[] = [];
  readonly #seed: number;
  readonly #schedules = new Map<number, () => Refusal[]>();
  /** By endpoint and id: the refusals that are still to come. */
  readonly #left = new Map<string, Refusal[]>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Notes a request and says how it is to be answered. */
  take(request: Omit<Arrival, "answer">): Arrival["answer"] {
    const key = `${request.endpoint} ${request.id}`;
    const left = this.#left.get(key) ?? this.#schedule(request.endpoint)();
    this.#left.set(key, left);
    const answer = left.shift() ?? "accepted";
    this.arrivals.push({ ...request, answer });
    return answer;
  }

  #schedule(endpoint: number): () => Refusal[] {
    const schedule = this.#schedules.get(endpoint) ?? refusalsOf(this.#seed, endpoint);
    this.#schedules.set(endpoint, schedule);
    return schedule;
  }
}

/** Of the arrivals those that were accepted first under their id, in order: what a receiver acts upon that drops what it has seen. */
export function acceptedOf(arrivals: readonly Arrival[]): Arrival[] {
  const seen = new Set<string>();
  return arrivals.filter(({ endpoint, id, answer }) => {
    const key = `${endpoint} ${id}`;
    if (answer !== "accepted" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Arrivals of what was accepted before: attempts whose answer did not reach the sender. */
export function repeatsOf(arrivals: readonly Arrival[]): Arrival[] {
  const seen = new Set<string>();
  return arrivals.filter(({ endpoint, id, answer }) => {
    const key = `${endpoint} ${id}`;
    if (seen.has(key)) return true;
    if (answer === "accepted") seen.add(key);
    return false;
  });
}
