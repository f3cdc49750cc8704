/** How well the terms of a label go together: whether texts that have one of them have the others. */
import type { Coherence } from "../../../../contracts/services/niche-themes.ts";
import { chances, type Chance } from "../../../kit/statistics/chance.ts";
import { quantile } from "../intervals/bootstrap.ts";
import { blocksOf } from "../texts.ts";
import { functionWords } from "../words/stop-words.ts";
import { termsOf } from "../words/terms.ts";

const samples = 200;
/** Patterns of presence are kept in the bits of a number. */
const mostTerms = 30;

export const coherenceMethod = `mean normalised pointwise mutual information of all pairs of the label's terms, counted once a text (Bouma 2009; Roeder, Both & Hinneburg 2015), -1 for a pair that never meets; 95 % by a Poisson bootstrap over the texts, ${samples} resamples`;

/**
 * NPMI(x, y) = log(p(x, y) ÷ (p(x) p(y))) ÷ −log p(x, y), p being shares of all `texts`: 1 where two terms always stand together, 0 where they do so
 * as often as chance has it, −1 where never. One answer for each list of keys of terms (as `termsOf` has them), `undefined` below two terms.
 * `pause` is awaited every few hundred texts.
 */
export async function coherences(
  texts: readonly string[],
  labels: readonly (readonly string[])[],
  { seed, pause }: { seed: number; pause: () => Promise<void> },
): Promise<(Coherence | undefined)[]> {
  const lists = labels.map((keys) => keys.slice(0, mostTerms));
  const patterns = await patternsIn(texts, lists, pause);
  const { process } = chances(seed);
  const found: (Coherence | undefined)[] = [];
  for (const [label, { length: terms }] of lists.entries()) {
    await pause();
    found.push(terms < 2 ? undefined : coherenceOf(patterns[label] ?? new Map(), terms, texts.length, process));
  }
  return found;
}

function coherenceOf(seen: ReadonlyMap<number, number>, terms: number, texts: number, chance: Chance): Coherence {
  const value = meanNpmi(seen, terms, texts);
  const drawn = Array.from({ length: samples }, () => resampled(seen, terms, texts, chance)).toSorted((a, b) => a - b);
  return {
    value,
    low: Math.min(value, quantile(drawn, 0.025)),
    high: Math.max(value, quantile(drawn, 0.975)),
    n: texts,
    pairs: (terms * (terms - 1)) / 2,
    method: coherenceMethod,
  };
}

/** Of each label, how many texts have which of its terms: the i-th bit of a pattern stands for the i-th term. Texts without any are left out. */
async function patternsIn(
  texts: readonly string[],
  labels: readonly (readonly string[])[],
  pause: () => Promise<void>,
): Promise<Map<number, number>[]> {
  const places = new Map<string, { label: number; bit: number }[]>();
  labels.forEach((keys, label) =>
    keys.forEach((key, i) => {
      const known = places.get(key) ?? [];
      known.push({ label, bit: 1 << i });
      places.set(key, known);
    }),
  );
  const patterns = labels.map(() => new Map<number, number>());
  for (const block of blocksOf(texts)) {
    for (const text of block) {
      const here = new Map<number, number>();
      for (const key of termsOf(text, functionWords).keys())
        for (const { label, bit } of places.get(key) ?? []) here.set(label, (here.get(label) ?? 0) | bit);
      for (const [label, pattern] of here) {
        const seen = patterns[label];
        seen?.set(pattern, (seen.get(pattern) ?? 0) + 1);
      }
    }
    await pause();
  }
  return patterns;
}

/** As other texts of the same kind would have it: every text counts as often as a Poisson of mean 1 says. */
function resampled(seen: ReadonlyMap<number, number>, terms: number, texts: number, chance: Chance): number {
  let rest = texts;
  let drawn = 0;
  const counts = new Map<number, number>();
  for (const [pattern, count] of seen) {
    const times = chance.poisson(count);
    counts.set(pattern, times);
    rest -= count;
    drawn += times;
  }
  return meanNpmi(counts, terms, drawn + chance.poisson(rest));
}

function meanNpmi(seen: ReadonlyMap<number, number>, terms: number, texts: number): number {
  const single = new Float64Array(terms);
  const both = new Float64Array(terms * terms);
  for (const [pattern, count] of seen) {
    for (let i = 0; i < terms; i++) {
      if ((pattern & (1 << i)) === 0) continue;
      single[i] = (single[i] ?? 0) + count;
      for (let j = 0; j < i; j++) if ((pattern & (1 << j)) !== 0) both[i * terms + j] = (both[i * terms + j] ?? 0) + count;
    }
  }
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < terms; i++) {
    for (let j = 0; j < i; j++) {
      sum += npmi(single[i] ?? 0, single[j] ?? 0, both[i * terms + j] ?? 0, texts);
      pairs += 1;
    }
  }
  return sum / pairs;
}

/** Of `x` and `y` texts, `both` of them the same ones, of `texts` in all. */
function npmi(x: number, y: number, both: number, texts: number): number {
  if (both === 0) return -1;
  if (both === texts) return 1;
  return Math.max(-1, Math.min(1, Math.log((both * texts) / (x * y)) / -Math.log(both / texts)));
}
