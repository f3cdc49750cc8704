/** Silhouette widths (Rousseeuw 1987) for cosine distance, without looking at pairs. */
import { cosineOf, rowOf, type VectorTable } from "./vectors.ts";

/**
 * One width a row, −1 to 1: (b − a) ÷ max(a, b), with a the mean distance to the rest of its own cluster and b the mean distance to the
 * nearest other cluster. Rows must have length 1: then the mean distance to a cluster is one minus the scalar product with the mean of its
 * rows, so no pair is looked at. `labels` are 0…k−1; rows labelled −1 belong to none, get 0 and count for nothing. A cluster of one row has
 * width 0.
 */
export function cosineSilhouetteWidths(table: VectorTable, labels: Int32Array): Float64Array {
  const { dimensions } = table;
  const clusters = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const sizes = new Float64Array(clusters);
  const sums: Float32Array[] = Array.from({ length: clusters }, () => new Float32Array(dimensions));
  labels.forEach((label, i) => {
    const sum = sums[label];
    if (!sum) return;
    sizes[label] = (sizes[label] ?? 0) + 1;
    const row = rowOf(table, i);
    for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] ?? 0) + (row[d] ?? 0);
  });
  return Float64Array.from(labels, (own, i) => {
    if (own < 0 || sizes[own] === 1 || clusters < 2) return 0;
    const row = rowOf(table, i);
    let [inside, outside] = [0, Infinity];
    for (let cluster = 0; cluster < clusters; cluster++) {
      const size = sizes[cluster] ?? 1;
      const shared = cosineOf(row, sums[cluster] ?? row);
      if (cluster === own) inside = Math.max(0, (size - shared) / (size - 1));
      else if (size > 0) outside = Math.min(outside, 1 - shared / size);
    }
    return outside === inside ? 0 : (outside - inside) / Math.max(outside, inside);
  });
}

/** Mean width of the rows that belong to a cluster; 0 when none does. */
export function meanCosineSilhouette(table: VectorTable, labels: Int32Array): number {
  const widths = cosineSilhouetteWidths(table, labels).filter((_, i) => (labels[i] ?? -1) >= 0);
  return widths.length === 0 ? 0 : widths.reduce((sum, width) => sum + width, 0) / widths.length;
}
