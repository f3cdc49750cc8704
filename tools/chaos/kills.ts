/** Which process dies when: drawn from the seed alone. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** `workerd`: the runtime, which wrangler starts again; `edge`: wrangler with all it started; `node`: the GPU node. */
export const targets = ["workerd", "edge", "node"] as const;
export type Target = (typeof targets)[number];

const moments = ["recovery", "call", "webhook"] as const;

export interface Kill {
  target: Target;
  /**
   * `recovery`: the system was seen working again (or the work was begun); `call`: after that, the next call that changes something
   * was sent, so that the kill falls before its commit, between commit and answer, or on the way of its events; `webhook`: after that, the
   * next webhook arrived at its receiver, so that the kill falls before the answer, or between the answer and the note of it.
   */
  from: (typeof moments)[number];
  /** Milliseconds between that and the kill. */
  afterMs: number;
}

const longestPauseMs = {
  /** Long enough to reach into every kind of work, short enough that the work is not over. */
  recovery: 1_500,
  /** A call that changes something is answered within this time, mostly. */
  call: 120,
  /** The receiver answers within 20 ms; the rest is for the answer's way and the note of it. */
  webhook: 60,
};

/** `count` kills. The first three (and every three after them) hit each target once, in random order, so that few kills miss none. */
export function killsOf(count: number, seed: number): Kill[] {
  const random = xoroshiro128plus(seed);
  const kills: Kill[] = [];
  while (kills.length < count) {
    const left: Target[] = [...targets];
    while (left.length > 0 && kills.length < count) {
      const [target = "workerd"] = left.splice(uniformInt(random, 0, left.length - 1), 1);
      const from = moments[uniformInt(random, 0, moments.length - 1)] ?? "recovery";
      kills.push({ target, from, afterMs: uniformInt(random, 0, longestPauseMs[from]) });
    }
  }
  return kills;
}
