/** A text as the set of its word shingles: what two texts have in common word by word. */

const shingleWords = 3;

/** NFKC, lower case, single spaces: two texts that are equal like this are the same text written down twice. */
export function plainText(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
}

/**
 * 32-bit hashes of every run of three words, each once; a shorter text is one run by itself. Punctuation does not count, so a copy with
 * other commas is a copy. Texts without letters and digits have no shingles and resemble nothing.
 */
export function shinglesOf(plain: string): Uint32Array {
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return new Uint32Array();
  const runs = Math.max(1, words.length - shingleWords + 1);
  const hashes = new Set<number>();
  for (let i = 0; i < runs; i++) hashes.add(hashOf(words.slice(i, i + shingleWords).join(" ")));
  return Uint32Array.from(hashes).sort();
}

/** Jaccard similarity |A ∩ B| / |A ∪ B| of two ascending sets; 0 when both are empty. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left = 0, right = 0] = [a[i], b[j]];
    if (left === right) common += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const union = a.length + b.length - common;
  return union === 0 ? 0 : common / union;
}

/** FNV-1a over UTF-16 units, 32 bits (Fowler, Noll, Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/** The last step of MurmurHash3 (Appleby): every bit in depends on every bit out, which FNV alone lacks. */
export function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
