/** Finds texts that are copies of one another, so that one voice repeated is not taken for many. */
import { sha256 } from "../import/sha256.ts";
import { blocksOf, type TextFacts, type TextSource } from "../texts.ts";
import { chooseBanding, type ErrorWeights } from "./banding.ts";
import { Bands } from "./bands.ts";
import { signatureSize } from "./minhash.ts";
import { jaccard, plainText, shinglesOf } from "./shingles.ts";

/** Texts that share this much of their shingles are copies of one another. */
export const nearThreshold = 0.8;

/** A pair that is proposed in vain costs one comparison; one that is missed counts a voice twice. */
export const missesWeighMore: ErrorWeights = { inVain: 0.02, missed: 0.98 };

const banding = chooseBanding(signatureSize, nearThreshold, missesWeighMore);

/** What a text is a copy of: row of the original, and whether word for word, nearly, or the same because somebody says so. */
export interface Copy {
  row: number;
  original: number;
  kind: "exact" | "near" | "same";
}

/**
 * The copies among texts, by row: of texts alike, the earliest is the original (without dates, the lowest id). Exact copies are equal
 * after NFKC, lower case and single spaces; near ones share at least `nearThreshold` of the original's word shingles (Jaccard, counted
 * exactly; MinHash only proposes the pairs, and misses one in fifty of those at the threshold and hardly any above). A copy belongs to an
 * original, never to another copy, so likeness does not chain. Depends on the set of texts, never on their order. Memory: some 200 bytes a text.
 */
export async function copiesAmong(
  facts: readonly Pick<TextFacts, "id" | "date">[],
  texts: TextSource,
  pause: () => Promise<void> = async () => {},
): Promise<Copy[]> {
  const inOrder = [...facts.keys()].toSorted((a, b) => compare(keyOf(facts[a]), keyOf(facts[b])));
  const bands = new Bands(banding, inOrder.length);
  const firstWith = new Map<string, number>();
  /** Of every place in the order, the first place with the same text, or none. */
  const same = new Int32Array(inOrder.length).fill(-1);
  for (const places of blocksOf([...inOrder.keys()])) {
    for (const [i, text] of texts.read(places.map((place) => inOrder[place] ?? 0)).entries()) {
      const place = places[i] ?? 0;
      const plain = plainText(text);
      const digest = sha256(plain).slice(0, 32);
      const first = firstWith.get(digest);
      if (first === undefined) {
        firstWith.set(digest, place);
        bands.add(place, shinglesOf(plain));
      } else same[place] = first;
    }
    await pause();
  }
  firstWith.clear();
  bands.link();

  const shinglesAt = (place: number) => shinglesOf(plainText(texts.read([inOrder[place] ?? 0])[0] ?? ""));
  const known = new Map<number, Uint32Array>();
  const remembered = (place: number): Uint32Array => {
    const shingles = known.get(place) ?? shinglesAt(place);
    if (known.size >= mostRemembered) known.clear();
    known.set(place, shingles);
    return shingles;
  };
  /** Of every place, that of its original; its own for an original. */
  const originals = new Int32Array(inOrder.length);
  const copies: Copy[] = [];
  for (const place of inOrder.keys()) {
    const twin = same[place] ?? -1;
    const original = twin >= 0 ? originals[twin] : nearest(place);
    originals[place] = original ?? place;
    if (original === undefined) continue;
    if (twin < 0) bands.leave(place);
    copies.push({ row: inOrder[place] ?? 0, original: inOrder[original] ?? 0, kind: twin >= 0 ? "exact" : "near" });
    if (copies.length % 500 === 0) await pause();
  }
  return copies;

  /** The most alike of the originals before that are alike enough, of equals the first. */
  function nearest(place: number): number | undefined {
    const candidates = bands.before(place);
    if (candidates.length === 0) return undefined;
    const shingles = shinglesAt(place);
    let found: { place: number; similarity: number } | undefined;
    for (const candidate of candidates) {
      const similarity = jaccard(shingles, remembered(candidate));
      if (similarity >= nearThreshold && similarity > (found?.similarity ?? 0)) found = { place: candidate, similarity };
    }
    return found?.place;
  }
}

/** Originals whose shingles are kept at hand: those of a text that is repeated are asked for again and again. */
const mostRemembered = 500;

/** The order in which texts count as originals: by date, then by id. */
export function keyOf(text: Pick<TextFacts, "id" | "date"> | undefined): string {
  // Texts without a date come after those with one.
  return `${text?.date ?? "~"}\n${text?.id ?? ""}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
