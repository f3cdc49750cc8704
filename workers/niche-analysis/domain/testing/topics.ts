/** Texts and vectors with a known structure, for tests: each topic is a direction, each text a noisy step along it. */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import { evidenceId } from "../import/evidence-reader.ts";

export interface Topic {
  texts: readonly string[];
  /** Topics of one area share half of their direction. Default: an area of its own. */
  area?: string;
}

export interface Material {
  evidence: Evidence[];
  /** Row-major. */
  vectors: Float32Array;
  dimensions: number;
  /** Topic of each row. */
  truth: number[];
}

const dimensions = 48;

/** One row a text; `noise` 0.6 leaves topics clearly apart, 2 mixes them. Vectors have length 1 and a common part, as sentence vectors do. */
export function material(topics: readonly Topic[], { noise = 0.6, seed = 5 }: { noise?: number; seed?: number } = {}): Material {
  const random = xoroshiro128plus(seed);
  const direction = () => unit(Array.from({ length: dimensions }, () => uniformFloat64(random) * 2 - 1));
  const common = direction();
  const areas = new Map<string, number[]>();
  const rows: { evidence: Evidence; vector: number[]; truth: number }[] = [];
  topics.forEach(({ texts: own, area = `of its own: ${rows.length}` }, truth) => {
    const shared = areas.get(area) ?? direction();
    areas.set(area, shared);
    const ownDirection = direction();
    for (const text of own) {
      const jitter = direction();
      const vector = unit(common.map((value, d) => value + (shared[d] ?? 0) + (ownDirection[d] ?? 0) + noise * (jitter[d] ?? 0)));
      rows.push({ evidence: { id: evidenceId(text), text, source: "made", row: rows.length + 1, provenance: "made" }, vector, truth });
    }
  });
  return {
    evidence: rows.map(({ evidence }) => evidence),
    vectors: Float32Array.from(rows.flatMap(({ vector }) => vector)),
    dimensions,
    truth: rows.map(({ truth }) => truth),
  };
}

/** The same material in another order. */
export function reordered({ evidence, vectors, dimensions: width, truth }: Material, order: readonly number[]): Material {
  const moved = new Float32Array(order.length * width);
  order.forEach((from, to) => moved.set(vectors.subarray(from * width, (from + 1) * width), to * width));
  return {
    evidence: order.flatMap((from) => evidence[from] ?? []),
    vectors: moved,
    dimensions: width,
    truth: order.map((from) => truth[from] ?? -1),
  };
}

/** `count` texts: the patterns in turn, `#` replaced by the number. */
export function texts(count: number, ...patterns: string[]): string[] {
  return Array.from({ length: count }, (_, i) => (patterns[i % patterns.length] ?? "").replace("#", String(i)));
}

function unit(values: number[]): number[] {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
