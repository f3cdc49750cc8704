/** Texts that may say the same in other words: pairs of nearest neighbours whose embeddings point the same way. */
import type { Alike } from "../../../../contracts/services/niche-themes.ts";
import type { KeptOverride } from "../../../../contracts/services/niche-overrides.ts";
import { nearest, type Neighbours } from "./neighbours.ts";
import { cosineOf, rowOf, vectorTable, type VectorSource } from "./vectors.ts";

/** Cosine of the embeddings from which on two texts are suggested as one. */
export const alikeThreshold = 0.95;
/** Pairs suggested at most, the most alike. */
const mostPairs = 100;
/** Neighbours of a text that are looked at, and pairs whose embeddings are compared in full. */
const neighboursEach = 10;
const mostCompared = 2_000;

/** Rows of two texts, the lower first. */
export interface AlikePair {
  rows: [number, number];
  similarity: number;
}

export interface AlikeFound {
  texts: number;
  /** Pairs at or above the threshold among those compared. */
  found: number;
  pairs: AlikePair[];
}

/**
 * Among the neighbours that theme finding has computed anyway, the pairs that are nearest there are compared by their embeddings as they are: those
 * are centred, and of many rows only the first components. `rows[i]` is the row of `vectors` that `neighbours` calls i. Two texts that
 * are not among each other's ten nearest are not compared.
 */
export function alikePairs(neighbours: Neighbours, vectors: VectorSource, rows: readonly number[], threshold = alikeThreshold): AlikeFound {
  const near = nearest(neighbours, neighboursEach);
  const candidates: { a: number; b: number; cosine: number }[] = [];
  const lists = (row: number, other: number) => near.rows.subarray(row * near.each, (row + 1) * near.each).includes(other);
  for (let row = 0; row < near.count; row++) {
    for (let i = row * near.each; i < (row + 1) * near.each; i++) {
      const other = near.rows[i] ?? -1;
      if (other < 0 || (other < row && lists(other, row))) continue;
      candidates.push({ a: Math.min(row, other), b: Math.max(row, other), cosine: near.cosines[i] ?? 0 });
    }
  }
  const compared = candidates.toSorted((x, y) => y.cosine - x.cosine || x.a - y.a || x.b - y.b).slice(0, mostCompared);
  const needed = [...new Set(compared.flatMap(({ a, b }) => [a, b]))].toSorted((x, y) => x - y);
  const table = vectorTable(vectors.read(needed.map((place) => rows[place] ?? 0)), vectors.dimensions);
  const at = new Map(needed.map((place, i) => [place, rowOf(table, i)]));
  const alike = compared
    .map(({ a, b }) => ({ a, b, similarity: directionsOf(at.get(a), at.get(b)) }))
    .filter(({ similarity }) => similarity >= threshold)
    .toSorted((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b);
  return {
    texts: near.count,
    found: alike.length,
    pairs: alike.slice(0, mostPairs).map(({ a, b, similarity }) => ({ rows: [rows[a] ?? 0, rows[b] ?? 0], similarity })),
  };
}

/** The pairs by the ids of their texts. */
export function namedPairs({ texts, found, pairs }: AlikeFound, idAt: (row: number) => string): Alike {
  return {
    threshold: alikeThreshold,
    texts,
    found,
    pairs: pairs.map(({ rows: [one, other], similarity }) => ({ evidenceIds: [idAt(one), idAt(other)], similarity })),
    method: `cosine of the embeddings of each text and its ${neighboursEach} nearest, copies apart`,
  };
}

/** With what people decided on each pair; the last decision counts. */
export function decidedPairs(alike: Alike, overrides: readonly KeptOverride[]): Alike {
  const decisions = new Map(
    overrides.flatMap(({ override }) =>
      override.kind === "same" || override.kind === "distinct" ? [[keyOf(override.evidenceIds), override.kind] as const] : [],
    ),
  );
  return {
    ...alike,
    pairs: alike.pairs.map(({ evidenceIds, similarity }) => {
      const decision = decisions.get(keyOf(evidenceIds));
      return { evidenceIds, similarity, ...(decision && { decision }) };
    }),
  };
}

function keyOf(ids: readonly string[]): string {
  return ids.toSorted().join(" ");
}

/** Cosine, at most 1; 0 where one has no direction. */
function directionsOf(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  const lengths = Math.sqrt(cosineOf(a, a) * cosineOf(b, b));
  return lengths === 0 ? 0 : Math.min(1, cosineOf(a, b) / lengths);
}
