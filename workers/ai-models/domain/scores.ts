/** Rows of numbers as labels with probabilities, or as documents by relevance. */
import type { LabelScore, RankedDocument } from "../../../contracts/services/ai-models.ts";

/** `values` is row-major, one number a label. Each row's likeliest label comes first; equals stay in the order of the labels. */
export function labelled(values: Float32Array, labels: readonly string[]): LabelScore[][] {
  const width = labels.length;
  return Array.from({ length: values.length / width }, (_, row) =>
    labels.map((label, i) => ({ label, score: values[row * width + i] ?? 0 })).toSorted((a, b) => b.score - a.score),
  );
}

/** One number a document; the most relevant `topN` first, all unless given. Equals stay in the order of the documents. */
export function ranked(values: Float32Array, topN?: number): RankedDocument[] {
  return Array.from(values, (score, index) => ({ index, score }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, topN);
}
