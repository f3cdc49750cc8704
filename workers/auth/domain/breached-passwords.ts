/**
 * Whether a password stands in a published list of breached ones (ASVS 6.2.12), without asking anybody. The list is kept as a Bloom filter
 * (B. H. Bloom, 1970): it knows every password that was put in, and takes one in two thousand others for one of them. Pure.
 */
import { breachedBits } from "./breached-bits.ts";

/** Bits set for each password: with sixteen bits of room for each, the number that errs least (ln 2 · 16). */
const probes = 11;

let bits: Uint8Array | undefined;

/** @param password in the form in which passwords are compared; capitals do not matter */
export function isBreached(password: string): boolean {
  bits ??= Uint8Array.from(atob(breachedBits), (character) => character.charCodeAt(0));
  return placesOf(password, bits.length * 8).every((place) => ((bits?.[place >> 3] ?? 0) >> (place & 7)) & 1);
}

/** Where a password's bits are: two hashes, from which the others follow (A. Kirsch and M. Mitzenmacher, 2006). */
export function placesOf(password: string, size: number): number[] {
  const text = password.toLowerCase();
  const [first, step] = [hash(text, 0x811c9dc5), hash(text, 0x9e3779b9) | 1];
  return Array.from({ length: probes }, (_, index) => ((first + Math.imul(index, step)) >>> 0) % size);
}

/** FNV-1a over UTF-16, then the finish of MurmurHash3, so that every character moves every bit. */
function hash(text: string, seed: number): number {
  let state = seed;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
