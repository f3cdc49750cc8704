/** Seeded choice among wordings: the same niche always gets the same text, two niches seldom the same wording. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface Chooser {
  /** One of `options`, all equally likely over seeds. */
  <T>(options: readonly [T, ...T[]]): T;
}

export function chooserOf(seed: string): Chooser {
  const random = xoroshiro128plus(hashOf(seed));
  return (options) => {
    const index = (random.next() >>> 0) % options.length;
    return options[index] ?? options[0];
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
