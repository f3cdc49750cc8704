/**
 * What references to models meant a moment ago: every call names one, and a read of the database costs more than all else that the service does
 * for a short text. An isolate that changes something forgets at once; the others follow within `keptMs`.
 */
import { ok, type Result } from "../../../contracts/result.ts";
import type { Resolved } from "./resolving.ts";

export const keptMs = 1_000;
/** References that an isolate remembers; those that came first go first. */
const most = 1_000;

export class KeptReferences {
  readonly #kept = new Map<string, { resolved: Resolved; askedAt: number }>();
  readonly #now: () => number;
  /** Rises when something changes: what was asked before that is not kept. */
  #changes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What `reference` means to the organisation, asked at most `keptMs` ago. What means nothing is asked each time. */
  async resolved(reference: string, organisation: string, ask: () => Promise<Result<Resolved>>): Promise<Result<Resolved>> {
    const name = `${organisation}\n${reference}`;
    const askedAt = this.#now();
    const known = this.#kept.get(name);
    if (known && askedAt - known.askedAt < keptMs) return ok(known.resolved);
    const changes = this.#changes;
    const answer = await ask();
    this.#kept.delete(name);
    if (!answer.ok || changes !== this.#changes) return answer;
    if (this.#kept.size >= most) this.#kept.delete(this.#kept.keys().next().value ?? "");
    this.#kept.set(name, { resolved: answer.value, askedAt });
    return answer;
  }

  forget(): void {
    this.#changes += 1;
    this.#kept.clear();
  }
}

/** Of this isolate. */
export const keptReferences = new KeptReferences(Date.now);
