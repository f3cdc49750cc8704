/** Which process dies when: drawn from the seed alone. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** `workerd`: the runtime, which wrangler starts again; `edge`: wrangler with all it started; `node`: the GPU node. */
export const targets = ["workerd", "edge", "node"] as const;
export type Target = (typeof targets)[number];

export interface Kill {
  target: Target;
  /** Milliseconds after the system was seen working again, or after the start of the work. */
  afterMs: number;
}

/** Long enough to reach into every kind of work, short enough that the work is not over. */
const longestPauseMs = 1_500;

/** `count` kills. The first three (and every three after them) hit each target once, in random order, so that few kills miss none. */
export function killsOf(count: number, seed: number): Kill[] {
  const random = xoroshiro128plus(seed);
  const kills: Kill[] = [];
  while (kills.length < count) {
    const left: Target[] = [...targets];
    while (left.length > 0 && kills.length < count) {
      const [target = "workerd"] = left.splice(uniformInt(random, 0, left.length - 1), 1);
      kills.push({ target, afterMs: uniformInt(random, 0, longestPauseMs) });
    }
  }
  return kills;
}
