/**
 * Percentiles from a sketch that can be merged: DDSketch (Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable quantile sketch
 * with relative-error guarantees", VLDB 2019). Values are counted in bins whose bounds grow by a constant factor, so that a bin's middle
 * is never further from a value in it than `relativeError`. Two sketches are merged by adding their bins: what many isolates saw gives
 * exactly what one would have seen.
 */
import * as z from "zod";

/** How far a percentile may be from the exact one, as a share of it. */
export const relativeError = 0.01;

const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);
/** What is smaller counts as nothing, what is larger as this much; in milliseconds a microsecond and eleven days. With both there are at most 1,382 bins. */
const smallest = 1e-3;
const largest = 1e9;

/** As it is stored: how many values were about zero, then index and count of each bin, one after the other, by index. */
export const storedSketchSchema = z.object({ zeros: z.number().min(0), bins: z.array(z.number()) });
export type StoredSketch = z.infer<typeof storedSketchSchema>;

export class Sketch {
  #zeros = 0;
  #count = 0;
  readonly #bins = new Map<number, number>();

  /** How many values it has seen. */
  get count(): number {
    return this.#count;
  }

  /** Negative values and what is no number count as zero: a clock may step back. */
  add(value: number): void {
    this.#count++;
    if (!(value >= smallest)) this.#zeros++;
    else this.#put(Math.ceil(Math.log(Math.min(value, largest)) / logGamma), 1);
  }

  merge(other: Sketch): void {
    this.#count += other.#count;
    this.#zeros += other.#zeros;
    for (const [bin, count] of other.#bins) this.#put(bin, count);
  }

  /** The value below which the share `q` (0 to 1) lies, within `relativeError` of the lower one of its neighbours; undefined of nothing. */
  quantile(q: number): number | undefined {
    return this.#count === 0 ? undefined : this.atRank(Math.floor(q * (this.#count - 1)));
  }

  /** The value at a place in the order of all, 0 the smallest; places beyond the ends mean the ends. */
  atRank(rank: number): number {
    let left = Math.min(Math.max(0, rank), this.#count - 1) - this.#zeros;
    if (left < 0) return 0;
    const bins = this.#ordered();
    for (const [bin, count] of bins) {
      if (left < count) return valueOf(bin);
      left -= count;
    }
    return valueOf(bins.at(-1)?.[0] ?? 0);
  }

  stored(): StoredSketch {
    return { zeros: this.#zeros, bins: this.#ordered().flat() };
  }

  static read({ zeros, bins }: StoredSketch): Sketch {
    const sketch = new Sketch();
    sketch.#zeros = zeros;
    sketch.#count = zeros;
    for (let at = 0; at + 1 < bins.length; at += 2) {
      const [bin = 0, count = 0] = bins.slice(at, at + 2);
      sketch.#put(bin, count);
      sketch.#count += count;
    }
    return sketch;
  }

  #put(bin: number, count: number): void {
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + count);
  }

  #ordered(): [bin: number, count: number][] {
    return [...this.#bins].toSorted(([a], [b]) => a - b);
  }
}

/** The middle of the bin that holds (γ^(bin−1), γ^bin]: as far from either end, relatively. */
function valueOf(bin: number): number {
  return (2 * gamma ** bin) / (gamma + 1);
}
