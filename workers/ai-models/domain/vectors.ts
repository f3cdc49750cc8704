/** Rows of vectors: cutting them to fewer numbers, and writing them as OpenAI's clients read them. */

/**
 * The first `to` numbers of every row, scaled to length 1 again (what OpenAI's `dimensions` means; the vectors stay useful only if the
 * model was trained for it). `vectors` is row-major, `from` numbers a row. A row that is zero after the cut stays zero.
 */
export function cutRows(vectors: Float32Array, from: number, to: number): Float32Array {
  if (to >= from) return vectors;
  const rows = vectors.length / from;
  const cut = new Float32Array(rows * to);
  for (let row = 0; row < rows; row++) {
    const kept = vectors.subarray(row * from, row * from + to);
    const length = Math.sqrt(kept.reduce((sum, value) => sum + value * value, 0));
    const scale = length > 0 ? 1 / length : 0;
    for (let i = 0; i < to; i++) cut[row * to + i] = (kept[i] ?? 0) * scale;
  }
  return cut;
}

/** Row `index` of row-major `vectors`, a view. */
export function rowOf(vectors: Float32Array, dimensions: number, index: number): Float32Array {
  return vectors.subarray(index * dimensions, (index + 1) * dimensions);
}

// Both functions below read and write memory as it lies: every platform that workerd and Node run on is little-endian.

/** Little-endian float32, base64: a quarter of the size of JSON numbers. */
export function base64OfRow(row: Float32Array): string {
  const bytes = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
  let binary = "";
  // A call takes a bounded number of arguments.
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

/** Little-endian float32, as a view; undefined when `bytes` is not a whole number of them. */
export function readFloats(bytes: ArrayBuffer): Float32Array | undefined {
  return bytes.byteLength % 4 === 0 ? new Float32Array(bytes) : undefined;
}
