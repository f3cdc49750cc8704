import { describe, expect, it } from "vitest";
import type { KeptOverride } from "../../../../contracts/services/niche-overrides.ts";
import { alikePairs, decidedPairs, namedPairs } from "./alike.ts";
import { nearestNeighbours } from "./neighbours.ts";
import { inMemory, vectorTable } from "./vectors.ts";

/** Directions in a plane, in degrees. */
async function among(degrees: readonly number[], rows = degrees.map((_, i) => i)) {
  const values = Float32Array.from(
    rows.flatMap((row) => [degrees[row] ?? 0].flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)])),
  );
  const all = Float32Array.from(degrees.flatMap((d) => [3 * Math.cos((d * Math.PI) / 180), 3 * Math.sin((d * Math.PI) / 180)]));
  const neighbours = await nearestNeighbours(vectorTable(values, 2), Math.min(4, rows.length), async () => {});
  return alikePairs(neighbours, inMemory(all, 2), rows);
}

describe("pairs that may say the same", () => {
  it("are those whose embeddings have a cosine of 0.95 and more, the most alike first, each once, whatever their length", async () => {
    // cos 18° = 0.951, cos 19° = 0.946.
    const { pairs, found, texts } = await among([0, 18, 90, 95, 180, 199]);
    expect(pairs).toEqual([
      { rows: [2, 3], similarity: expect.closeTo(Math.cos((5 * Math.PI) / 180), 6) },
      { rows: [0, 1], similarity: expect.closeTo(Math.cos((18 * Math.PI) / 180), 6) },
    ]);
    expect([found, texts]).toEqual([2, 6]);
  });

  it("are told by the rows of the source, of which a sample may have been compared", async () => {
    expect((await among([0, 90, 91, 200, 300], [0, 2, 1])).pairs.map(({ rows }) => rows)).toEqual([[2, 1]]);
  });

  it("are a hundred at most, and their number is told", async () => {
    const { pairs, found } = await among(Array.from({ length: 360 }, (_, i) => i));
    expect(pairs).toHaveLength(100);
    expect(found).toBeGreaterThan(360);
  });

  it("bear the latest decision of a person, in whichever order the texts are named", async () => {
    const alike = namedPairs(await among([0, 1, 90, 91, 180, 181]), (row) => `evd_${row}`);
    const decide = (kind: "same" | "distinct", ...evidenceIds: string[]): KeptOverride => ({ id: kind, override: { kind, evidenceIds } });
    const decided = decidedPairs(alike, [
      decide("same", "evd_1", "evd_0"),
      decide("same", "evd_2", "evd_3"),
      decide("distinct", "evd_2", "evd_3"),
    ]);
    const decisions = Object.fromEntries(decided.pairs.map(({ evidenceIds, decision }) => [evidenceIds.join(), decision]));
    expect(decisions).toEqual({ "evd_0,evd_1": "same", "evd_2,evd_3": "distinct", "evd_4,evd_5": undefined });
    // Taken back, nothing is left of it.
    expect(decidedPairs(decided, [])).toEqual(alike);
  });
});
