/** Class-based TF-IDF: which terms tell one class of texts from the others (Grootendorst 2022, BERTopic, equation 4). */

export interface CtfidfOptions {
  /** Weigh rarity as BM25 does: log(1 + (A − f + 0.5) ÷ (f + 0.5)). Default false: log(1 + A ÷ f). */
  bm25?: boolean;
  /** Take the square root of the term's share of its class, which lowers very frequent terms. Default false. */
  reduceFrequent?: boolean;
}

/**
 * `counts[c]` says how often each term occurs in class c. Weight of x in c = tf(x, c) ÷ Σ tf(·, c) × log(1 + A ÷ f(x)), with f(x) the
 * occurrences of x in all classes and A the mean number of terms per class, cut to a whole number as BERTopic does. One map a class.
 */
export function ctfidf(counts: readonly ReadonlyMap<string, number>[], options: CtfidfOptions = {}): Map<string, number>[] {
  const sizes = counts.map((terms) => sum(terms.values()));
  const mean = Math.trunc(sum(sizes) / Math.max(1, counts.length));
  const overall = new Map<string, number>();
  for (const terms of counts) for (const [term, count] of terms) overall.set(term, (overall.get(term) ?? 0) + count);
  return counts.map((terms, c) => {
    const weigh = ([term, count]: [string, number]): [string, number] => {
      const frequency = overall.get(term) ?? count;
      const share = count / (sizes[c] ?? 1);
      const rarity = options.bm25 ? Math.log(1 + (mean - frequency + 0.5) / (frequency + 0.5)) : Math.log(1 + mean / frequency);
      return [term, (options.reduceFrequent ? Math.sqrt(share) : share) * rarity];
    };
    return new Map([...terms].map(weigh));
  });
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
