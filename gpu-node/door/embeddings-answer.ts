/** Vectors on their way out: OpenAI's list with floats or base64, or the bare numbers. */
import { setImmediate as nextTurn } from "node:timers/promises";

export type Encoding = "float" | "base64" | "binary";

export interface EmbeddingsAnswer {
  /** Row-major `rows × dimensions`. */
  vectors: Float32Array<ArrayBuffer>;
  dimensions: number;
  model: string;
  tokens: number;
}

/** Rows written before the event loop may do something else: 64 rows of 384 floats take about 4 ms. */
const rowsPerTurn = 64;

/** The answer's body in pieces. JSON is made piece by piece, because a full answer of floats is 15 MB of text. */
export async function* encodeAnswer(
  { vectors, dimensions, model, tokens }: EmbeddingsAnswer,
  encoding: Encoding,
): AsyncGenerator<string | Uint8Array> {
  if (encoding === "binary") {
    yield bytesOf(vectors);
    return;
  }
  yield '{"object":"list","data":[';
  const rows = vectors.length / dimensions;
  for (let start = 0; start < rows; start += rowsPerTurn) {
    if (start > 0) await nextTurn();
    const piece: string[] = [];
    for (let index = start; index < Math.min(rows, start + rowsPerTurn); index++) {
      const row = vectors.subarray(index * dimensions, (index + 1) * dimensions);
      const embedding = encoding === "base64" ? `"${Buffer.from(bytesOf(row)).toString("base64")}"` : `[${row.join(",")}]`;
      piece.push(`${index > 0 ? "," : ""}{"object":"embedding","index":${index},"embedding":${embedding}}`);
    }
    yield piece.join("");
  }
  yield `],"model":${JSON.stringify(model)},"usage":{"prompt_tokens":${tokens},"total_tokens":${tokens}}}`;
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
function bytesOf(values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
