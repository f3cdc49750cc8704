/**
 * When a call has taken too long, and whether the load of a second one is allowed (Dean and Barroso, "The Tail at Scale", CACM 56(2), 2013): a
 * hedge goes out after the 95th percentile of calls like this one, and hedges may cost a twentieth of what is sent.
 */
import { Sketch } from "./monitor/sketch.ts";

/** With fewer answers than this nobody knows what is slow. */
export const answersToJudge = 20;
/** Answers are remembered for one to two of these. */
const windowMs = 60_000;
/** A percentile is computed again after so many further answers. */
const refreshEvery = 16;
const maxKinds = 500;

interface Paced {
  since: number;
  current: Sketch;
  before: Sketch;
  /** The percentile as last computed, and of how many answers. */
  slow: number | undefined;
  judged: number;
}

/** How long answers take, by kind of call: the version that is asked, and how much it is asked to read, in powers of two. */
export class Pace {
  readonly #kinds = new Map<string, Paced>();

  note(version: string, tokens: number, tookMs: number, now: number): void {
    this.#paced(version, tokens, now).current.add(tookMs);
  }

  /** Milliseconds after which 95 % of such calls were answered; undefined while too few were. */
  slowAfterMs(version: string, tokens: number, now: number): number | undefined {
    const paced = this.#paced(version, tokens, now);
    const answers = paced.current.count + paced.before.count;
    if (answers < answersToJudge) return undefined;
    if (paced.slow === undefined || answers - paced.judged >= refreshEvery) {
      const all = new Sketch();
      all.merge(paced.current);
      all.merge(paced.before);
      paced.slow = all.quantile(0.95);
      paced.judged = answers;
    }
    return paced.slow;
  }

  #paced(version: string, tokens: number, now: number): Paced {
    const kind = `${version} ${Math.floor(Math.log2(Math.max(1, tokens)))}`;
    const known = this.#kinds.get(kind);
    const age = known === undefined ? 0 : now - known.since;
    if (known && age < windowMs) return known;
    const before = known && age < 2 * windowMs ? known.current : new Sketch();
    const fresh = { since: now, current: new Sketch(), before, slow: undefined, judged: 0 };
    if (this.#kinds.size >= maxKinds) this.#kinds.clear();
    this.#kinds.set(kind, fresh);
    return fresh;
  }
}

/** Hedges cost at most this share of what is sent. */
export const hedgeShare = 0.05;
/** Credit that a quiet time leaves, tokens: one call of moderate size, so that the first slow call need not wait for a thousand others. */
export const hedgeCredit = 8_192;

/** What hedges may still cost, in tokens. Over any time they cost a twentieth of what was sent in it, and `hedgeCredit` at most besides. */
export class HedgeBudget {
  #credit = 0;

  /** A call was sent for the first time. */
  sent(tokens: number): void {
    this.#credit = Math.min(hedgeCredit, this.#credit + tokens * hedgeShare);
  }

  /** Takes what the hedge costs; false when there is not that much. */
  spend(tokens: number): boolean {
    if (this.#credit < tokens) return false;
    this.#credit -= tokens;
    return true;
  }
}
