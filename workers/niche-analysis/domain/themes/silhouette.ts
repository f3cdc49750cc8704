/** How well rows sit in their clusters: silhouette widths (Rousseeuw 1987). */

/**
 * One width a row, −1 to 1: (b − a) ÷ max(a, b), with a the mean distance to the rest of its own cluster and b the mean distance to the
 * nearest other cluster. `labels` are 0…k−1; rows labelled −1 belong to none, get 0 and count for nothing. A cluster of one row has width 0.
 */
export function silhouetteWidths(distances: Float32Array, labels: Int32Array): Float64Array {
  const count = labels.length;
  const clusters = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const sizes = new Float64Array(clusters);
  for (const label of labels) if (label >= 0) sizes[label] = (sizes[label] ?? 0) + 1;
  const sums = new Float64Array(clusters);
  return Float64Array.from(labels, (own, i) => {
    if (own < 0 || sizes[own] === 1 || clusters < 2) return 0;
    sums.fill(0);
    for (let j = 0; j < count; j++) {
      const label = labels[j] ?? -1;
      if (label >= 0) sums[label] = (sums[label] ?? 0) + (distances[i * count + j] ?? 0);
    }
    const inside = (sums[own] ?? 0) / ((sizes[own] ?? 2) - 1);
    let outside = Infinity;
    for (let c = 0; c < clusters; c++) if (c !== own) outside = Math.min(outside, (sums[c] ?? 0) / (sizes[c] ?? 1));
    return outside === inside ? 0 : (outside - inside) / Math.max(outside, inside);
  });
}

/** Mean width of the rows that belong to a cluster; 0 when none does. */
export function meanSilhouette(distances: Float32Array, labels: Int32Array): number {
  const widths = silhouetteWidths(distances, labels).filter((_, i) => (labels[i] ?? -1) >= 0);
  return widths.length === 0 ? 0 : widths.reduce((sum, width) => sum + width, 0) / widths.length;
}
