/** Which process dies when: drawn from the seed alone. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** `workerd`: the runtime, which wrangler starts again; `edge`: wrangler with all it started; `node`: the GPU node. */
export const targets = ["workerd", "edge", "node"] as const;
export type Target = (typeof targets)[number];

export interface Kill {
  target: Target;
  /**
   * `recovery`: the system was seen working again (or the work was begun); `call`: after that, the next call that changes something
   * was sent, so that the kill falls before its commit, between commit and answer, or on the way of its events.
   */
  from: "recovery" | "call";
  /** Milliseconds between that and the kill. */
  afterMs: number;
}

/** Long enough to reach into every kind of work, short enough that the work is not over. */
const longestPauseMs = 1_500;
/** A call that changes something is answered within this time, mostly. */
const longestCallMs = 120;

/** `count` kills. The first three (and every three after them) hit each target once, in random order, so that few kills miss none. */
export function killsOf(count: number, seed: number): Kill[] {
  const random = xoroshiro128plus(seed);
  const kills: Kill[] = [];
  while (kills.length < count) {
    const left: Target[] = [...targets];
    while (left.length > 0 && kills.length < count) {
      const [target = "workerd"] = left.splice(uniformInt(random, 0, left.length - 1), 1);
      const from = uniformInt(random, 0, 1) === 0 ? "recovery" : "call";
      kills.push({ target, from, afterMs: uniformInt(random, 0, from === "call" ? longestCallMs : longestPauseMs) });
    }
  }
  return kills;
}
