/** Which sets agree in all numbers of a band of their signatures, in 4 bytes a band and set. */
import type { Banding } from "./banding.ts";
import { signatureOf } from "./minhash.ts";
import { mixed } from "./shingles.ts";

/** Sets have places 0…count−1. First all are added, then linked; then places are asked for in ascending order. */
export class Bands {
  readonly #banding: Banding;
  readonly #count: number;
  /** Hash of every band of every place, band after band … */
  readonly #hashes: Uint32Array;
  /** … and in the same memory, once linked, the place before it with the same hash, or −1. */
  readonly #before: Int32Array;
  /** 1 where a set stands that may be proposed. */
  readonly #standing: Uint8Array;

  constructor(banding: Banding, count: number) {
    this.#banding = banding;
    this.#count = count;
    this.#hashes = new Uint32Array(banding.bands * count);
    this.#before = new Int32Array(this.#hashes.buffer);
    this.#standing = new Uint8Array(count);
  }

  /** An empty set resembles nothing and is left out. */
  add(place: number, set: Uint32Array): void {
    if (set.length === 0) return;
    this.#standing[place] = 1;
    const signature = signatureOf(set);
    const { bands, rows } = this.#banding;
    for (let band = 0; band < bands; band++) {
      let hash = 0;
      for (let i = band * rows; i < (band + 1) * rows; i++) hash = mixed(Math.imul(hash, 31) ^ (signature[i] ?? 0));
      this.#hashes[band * this.#count + place] = hash;
    }
  }

  link(): void {
    for (let band = 0; band < this.#banding.bands; band++) {
      const from = band * this.#count;
      const places = Int32Array.from(this.#standing.keys()).filter((place) => this.#standing[place] === 1);
      // Hash and place in one number below 2^53, so that numbers are sorted and no function is called for each pair.
      const keys = Float64Array.from(places, (place) => (this.#hashes[from + place] ?? 0) * this.#count + place).sort();
      this.#before.fill(-1, from, from + this.#count);
      for (let i = 1; i < keys.length; i++) {
        const [last = 0, next = 0] = [keys[i - 1], keys[i]];
        if (Math.floor(last / this.#count) === Math.floor(next / this.#count))
          this.#before[from + (next % this.#count)] = last % this.#count;
      }
    }
  }

  /** Takes a place out of those that are proposed. */
  leave(place: number): void {
    this.#standing[place] = 0;
  }

  /** Places before this one that share a band with it, ascending. */
  before(place: number): number[] {
    const found = new Set<number>();
    for (let band = 0; band < this.#banding.bands; band++) {
      const from = band * this.#count;
      let at = this.#standingBefore(from, place);
      while (at >= 0) {
        found.add(at);
        at = this.#standingBefore(from, at);
      }
    }
    return [...found].toSorted((a, b) => a - b);
  }

  /** The nearest one before that stands; those that have left are passed over once and never met again. */
  #standingBefore(from: number, place: number): number {
    let at = this.#before[from + place] ?? -1;
    while (at >= 0 && this.#standing[at] !== 1) at = this.#before[from + at] ?? -1;
    this.#before[from + place] = at;
    return at;
  }
}
