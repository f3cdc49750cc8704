/** The nearest neighbours of every row, exactly, by comparing all pairs. */
import type { VectorTable } from "./vectors.ts";

export interface Neighbours {
  count: number;
  /** Neighbours a row. */
  each: number;
  /** `count × each` row numbers, nearest first; −1 where there are fewer. */
  rows: Int32Array;
  /** Their cosines. */
  cosines: Float32Array;
}

/** Rows whose numbers stay in the processor's cache while others pass by. */
const blockRows = 64;

/**
 * The `each` rows with the largest cosine to every row; of equals the smaller number. Rows must have length 1. Time is count² × dimensions:
 * three seconds for 10,000 rows of 64 numbers. Between blocks of rows `pause` is awaited.
 */
export async function nearestNeighbours(table: VectorTable, each: number, pause: () => Promise<void>): Promise<Neighbours> {
  const { count } = table;
  const found: Neighbours = {
    count,
    each,
    rows: new Int32Array(count * each).fill(-1),
    cosines: new Float32Array(count * each).fill(-2),
  };
  const cosines = new Float64Array(4);
  for (let from = 0; from < count; from += blockRows) {
    const end = Math.min(count, from + blockRows);
    for (let other = 0; other < end; other++) {
      const first = Math.max(from, other + 1);
      for (let row = first; row < end; row += 4) {
        cosinesAt(table, row, Math.min(4, end - row), other, cosines);
        for (let i = 0; i < 4 && row + i < end; i++) {
          const cosine = cosines[i] ?? 0;
          offer(found, row + i, other, cosine);
          offer(found, other, row + i, cosine);
        }
      }
    }
    if (from % (blockRows * 8) === 0) await pause();
  }
  return found;
}

/** The `each` nearest of those found. */
export function nearest(found: Neighbours, each: number): Neighbours {
  if (each >= found.each) return found;
  const take = <Values extends Int32Array | Float32Array>(from: Values, to: Values): Values => {
    for (let row = 0; row < found.count; row++) to.set(from.subarray(row * found.each, row * found.each + each), row * each);
    return to;
  };
  const { count } = found;
  return {
    count,
    each,
    rows: take(found.rows, new Int32Array(count * each)),
    cosines: take(found.cosines, new Float32Array(count * each)),
  };
}

/** Others come in ascending order, so a later one with the same cosine stands behind. */
function offer({ each, rows, cosines }: Neighbours, row: number, other: number, cosine: number): void {
  const first = row * each;
  let place = first + each - 1;
  if (cosine <= (cosines[place] ?? 0)) return;
  for (; place > first && cosine > (cosines[place - 1] ?? 0); place--) {
    cosines[place] = cosines[place - 1] ?? 0;
    rows[place] = rows[place - 1] ?? -1;
  }
  cosines[place] = cosine;
  rows[place] = other;
}

/** Cosines of up to four rows, from `row` on, with `other`, into `into`: what is read of `other` serves all four. */
function cosinesAt({ values, dimensions }: VectorTable, row: number, rows: number, other: number, into: Float64Array): void {
  let [s, t, u, v] = [0, 0, 0, 0];
  const a = row * dimensions;
  const b = rows > 1 ? a + dimensions : a;
  const c = rows > 2 ? b + dimensions : a;
  const d = rows > 3 ? c + dimensions : a;
  const from = other * dimensions;
  for (let i = 0; i < dimensions; i++) {
    const value = values[from + i] ?? 0;
    s += (values[a + i] ?? 0) * value;
    t += (values[b + i] ?? 0) * value;
    u += (values[c + i] ?? 0) * value;
    v += (values[d + i] ?? 0) * value;
  }
  into[0] = s;
  into[1] = t;
  into[2] = u;
  into[3] = v;
}
