/** Finds texts that are copies of one another, so that one voice repeated is not taken for many. */
import { chooseBanding, type ErrorWeights } from "./banding.ts";
import { signatureOf, signatureSize } from "./minhash.ts";
import { jaccard, plainText, shinglesOf } from "./shingles.ts";

/** Texts that share this much of their shingles are copies of one another. */
export const nearThreshold = 0.8;

/** A pair that is proposed in vain costs one comparison; one that is missed counts a voice twice. */
export const missesWeighMore: ErrorWeights = { inVain: 0.02, missed: 0.98 };

const { bands, rows } = chooseBanding(signatureSize, nearThreshold, missesWeighMore);

export interface DatedText {
  id: string;
  text: string;
  /** ISO 8601. */
  date?: string | undefined;
}

/** What a text is a copy of: row of the original, and whether word for word. */
export interface Copy {
  row: number;
  original: number;
  kind: "exact" | "near";
}

/**
 * The copies among `texts`, by row: of texts alike, the earliest is the original (without dates, the lowest id). Exact copies are equal
 * after NFKC, lower case and single spaces; near ones share at least `nearThreshold` of the original's word shingles (Jaccard, counted
 * exactly; MinHash only proposes the pairs, and misses one in fifty of those at the threshold and hardly any above). A copy belongs to an
 * original, never to another copy, so likeness does not chain. Depends on the set of texts, never on their order.
 */
export function copiesAmong(texts: readonly DatedText[]): Copy[] {
  const inOrder = [...texts.keys()].toSorted((a, b) => compare(keyOf(texts[a]), keyOf(texts[b])));
  const byText = new Map<string, number>();
  const originals = new Originals();
  const copies: Copy[] = [];
  for (const row of inOrder) {
    const plain = plainText(texts[row]?.text ?? "");
    const same = byText.get(plain);
    if (same !== undefined) {
      copies.push({ row, original: same, kind: "exact" });
      continue;
    }
    const original = originals.nearestOrAdd(row, shinglesOf(plain));
    byText.set(plain, original ?? row);
    if (original !== undefined) copies.push({ row, original, kind: "near" });
  }
  return copies;
}

/** Originals so far, in buckets: two that agree in all numbers of a band lie in the same one. */
class Originals {
  readonly #buckets = new Map<string, number[]>();
  readonly #shingles = new Map<number, Uint32Array>();

  /** The most alike of the originals that are alike enough, the first of equals; without one, `row` is an original from now on. */
  nearestOrAdd(row: number, shingles: Uint32Array): number | undefined {
    if (shingles.length === 0) return undefined;
    const keys = bandKeys(signatureOf(shingles));
    let nearest: { row: number; similarity: number } | undefined;
    for (const candidate of new Set(keys.flatMap((key) => this.#buckets.get(key) ?? []))) {
      const similarity = jaccard(shingles, this.#shingles.get(candidate) ?? new Uint32Array());
      if (similarity >= nearThreshold && similarity > (nearest?.similarity ?? 0)) nearest = { row: candidate, similarity };
    }
    if (nearest) return nearest.row;
    this.#shingles.set(row, shingles);
    for (const key of keys) this.#buckets.set(key, [...(this.#buckets.get(key) ?? []), row]);
    return undefined;
  }
}

function bandKeys(signature: Uint32Array): string[] {
  return Array.from({ length: bands }, (_, band) => `${band}:${signature.subarray(band * rows, (band + 1) * rows).join(",")}`);
}

function keyOf(text: DatedText | undefined): string {
  // Texts without a date come after those with one.
  return `${text?.date ?? "~"}\n${text?.id ?? ""}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
