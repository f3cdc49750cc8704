/** Maximal marginal relevance (Carbonell & Goldstein 1998): the best few that do not say the same thing. */

/**
 * Picks up to `count` of `candidates`, each time the one with the largest λ·relevance − (1 − λ)·(largest similarity with one picked before).
 * Relevance and similarity are from 0 to 1. Equals keep the order of `candidates`.
 */
export function mostRelevant<Item>(
  candidates: readonly Item[],
  relevance: (item: Item) => number,
  similarity: (a: Item, b: Item) => number,
  { count, lambda = 0.7 }: { count: number; lambda?: number },
): Item[] {
  const picked: Item[] = [];
  const left = [...candidates];
  while (picked.length < count && left.length > 0) {
    let best = 0;
    let most = -Infinity;
    left.forEach((item, i) => {
      const worth = lambda * relevance(item) - (1 - lambda) * Math.max(0, ...picked.map((other) => similarity(item, other)));
      if (worth > most) [best, most] = [i, worth];
    });
    picked.push(...left.splice(best, 1));
  }
  return picked;
}
