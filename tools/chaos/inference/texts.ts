/** Texts to embed and how to tell a right answer: each text has one vector, whoever computes it. */
import * as z from "zod";
import { bundledEvidence } from "../../demo/bundled-evidence.ts";

export const model = "default-embedding";

const answerSchema = z.object({ data: z.array(z.object({ embedding: z.string() })) });

/** Largest difference of a number to the reference: what neighbours in a batch may change (docs/reference/gpu-node.md has 6e-8). */
const tolerance = 1e-4;

/** The first `count` bundled sentences. */
export function someTexts(count: number): string[] {
  const lines = new TextDecoder().decode(bundledEvidence()).split("\n").slice(0, count);
  return lines.map((line) => z.object({ text: z.string() }).parse(JSON.parse(line)).text);
}

export function bodyOf(input: readonly string[]): string {
  return JSON.stringify({ model, input, encoding_format: "base64" });
}

/** The vectors of an answer in base64; throws when it is none. */
export function vectorsOf(answer: unknown): Float32Array[] {
  return answerSchema.parse(answer).data.map(({ embedding }) => new Float32Array(Uint8Array.from(Buffer.from(embedding, "base64")).buffer));
}

/** Largest difference of any number; infinite when the sizes differ. */
export function largestDifference(given: readonly Float32Array[], expected: readonly Float32Array[]): number {
  if (given.length !== expected.length) return Infinity;
  return given.reduce((most, vector, row) => {
    const other = expected[row];
    if (!other || other.length !== vector.length) return Infinity;
    return vector.reduce((sofar, value, i) => Math.max(sofar, Math.abs(value - (other[i] ?? NaN))), most);
  }, 0);
}

export function isRight(given: readonly Float32Array[], expected: readonly Float32Array[]): boolean {
  return largestDifference(given, expected) <= tolerance;
}
