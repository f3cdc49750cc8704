/** Seeded choice among wordings: the same evidence always gets the same text, two niches seldom the same wording. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface Chooser {
  /** One of `options`. Of one and the same array, every option comes once before any comes again. */
  <T>(options: readonly [T, ...T[]]): T;
}

export function chooserOf(seed: string): Chooser {
  const random = xoroshiro128plus(hashOf(seed));
  const decks = new Map<readonly unknown[], number[]>();
  return (options) => {
    const deck = decks.get(options) ?? [];
    if (deck.length === 0) deck.push(...options.keys());
    decks.set(options, deck);
    const [place = 0] = deck.splice((random.next() >>> 0) % deck.length, 1);
    return options[place] ?? options[0];
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
