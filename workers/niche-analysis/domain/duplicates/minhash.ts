/** MinHash (Broder 1997): short signatures whose agreement estimates how much two sets have in common. */
import { mixed } from "./shingles.ts";

/** Numbers of a signature. The standard error of an estimate is √(J(1−J)/128): 0.035 at J = 0.8. */
export const signatureSize = 128;

/** Spread over 32 bits by the golden ratio, so that no two of the hash functions are alike. */
const seeds = Uint32Array.from({ length: signatureSize }, (_, i) => mixed(Math.imul(i + 1, 0x9e3779b9)));

/** For each of the hash functions the smallest hash of any member of the set. Of an empty set all are the largest number. */
export function signatureOf(set: Uint32Array): Uint32Array {
  const signature = new Uint32Array(signatureSize).fill(0xffffffff);
  for (const member of set) {
    for (let i = 0; i < signatureSize; i++) {
      const hash = mixed(member ^ (seeds[i] ?? 0));
      if (hash < (signature[i] ?? 0)) signature[i] = hash;
    }
  }
  return signature;
}

/** The share of places in which two signatures agree: an unbiased estimate of the Jaccard similarity of their sets. */
export function estimatedJaccard(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (let i = 0; i < signatureSize; i++) if (a[i] === b[i]) equal += 1;
  return equal / signatureSize;
}
