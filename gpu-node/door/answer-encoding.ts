/** Rows of numbers on their way out, piece by piece, so that an answer of megabytes leaves the event loop free in between. */
import { setImmediate as nextTurn } from "node:timers/promises";

/** Rows written before the event loop may do something else: 64 rows of 384 floats take about 4 ms. */
const rowsPerTurn = 64;

/** `head`, then the JSON of every row with commas between them, then `tail`. */
export async function* encodeRows(head: string, rows: number, row: (index: number) => string, tail: string): AsyncGenerator<string> {
  yield head;
  for (let start = 0; start < rows; start += rowsPerTurn) {
    if (start > 0) await nextTurn();
    const end = Math.min(rows, start + rowsPerTurn);
    const piece = Array.from({ length: end - start }, (_, i) => row(start + i)).join(",");
    yield start > 0 ? `,${piece}` : piece;
  }
  yield tail;
}

/** Keeps the first `dimensions` numbers of every row and brings each row back to length 1 (Kusupati et al. 2022, Matryoshka). */
export function cutDimensions(vectors: Float32Array<ArrayBuffer>, from: number, dimensions: number): Float32Array<ArrayBuffer> {
  if (dimensions >= from) return vectors;
  const rows = vectors.length / from;
  const cut = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row++) {
    const kept = vectors.subarray(row * from, row * from + dimensions);
    const length = Math.sqrt(kept.reduce((sum, value) => sum + value * value, 0));
    kept.forEach((value, i) => (cut[row * dimensions + i] = length > 0 ? value / length : 0));
  }
  return cut;
}

/** The numbers as they lie in memory: little-endian on every machine that ONNX Runtime runs on. */
export function bytesOf(values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
