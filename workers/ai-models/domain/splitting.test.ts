import { assert, array, boolean, integer, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Work } from "./node-call.ts";
import { costOf, partsOf, tokensWorthAPart } from "./splitting.ts";

const embed = (texts: string[], isolated = false): Work => ({ kind: "embed", texts, isolated });
const textsIn = (work: Work) => (work.kind === "rerank" ? work.documents : work.texts);

describe("a large call", () => {
  it("is cut into parts of about equal tokens, in order, one for each node", () => {
    const parts = partsOf(embed(Array.from({ length: 2_048 }, (_, i) => `${i} `.padEnd(200, "x"))), 3);
    expect(parts.flatMap(textsIn)).toHaveLength(2_048);
    expect(parts).toHaveLength(3);
    const costs = parts.map(costOf);
    expect(Math.max(...costs) / Math.min(...costs)).toBeLessThan(1.01);
  });

  it("stays whole when it is small, isolated, one text, or has one node", () => {
    const long = "x".repeat(40_000);
    for (const [work, nodes] of [
      [embed(["a", "b"]), 4],
      [embed([long, long], true), 4],
      [embed([long]), 4],
      [embed([long, long]), 1],
    ] as const)
      expect(partsOf(work, nodes)).toEqual([work]);
  });

  it("of documents keeps its query in each part", () => {
    const document = "x".repeat(4 * tokensWorthAPart);
    const parts = partsOf({ kind: "rerank", query: "q", documents: [document, document], isolated: false }, 2);
    expect(parts).toMatchObject([{ query: "q" }, { query: "q" }]);
  });

  it("loses no text, changes no order and makes no empty part, whatever the texts", () => {
    assert(
      property(
        array(
          string({ maxLength: 3 }).chain((text) => integer({ min: 1, max: 9_000 }).map((n) => text.padEnd(n, "y"))),
          { minLength: 1, maxLength: 30 },
        ),
        integer({ min: 0, max: 12 }),
        boolean(),
        (texts, nodes, isolated) => {
          const parts = partsOf(embed(texts, isolated), nodes);
          expect(parts.flatMap(textsIn)).toEqual(texts);
          expect(parts.every((part) => textsIn(part).length > 0)).toBe(true);
          expect(parts.length).toBeLessThanOrEqual(Math.max(1, Math.min(nodes, 8)));
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});
