import { expect, test } from "vitest";
import type { ListedOverride } from "../../../contracts/services/niche-analysis.ts";
import { openPairs } from "./alike-pairs.ts";

test("a pair waits until somebody has decided, also while the themes do not show it yet", () => {
  const pair = (...evidenceIds: string[]) => ({ evidenceIds, similarity: 0.97 });
  const pairs = [pair("a", "b"), { ...pair("c", "d"), decision: "distinct" as const }, pair("e", "f")];
  const alike = { threshold: 0.95, texts: 9, found: 3, pairs, method: "test" };
  const change: ListedOverride = { id: "override-1", override: { kind: "same", evidenceIds: ["b", "a"] }, status: "pending" };
  expect(openPairs(alike, [])).toEqual([pairs[0], pairs[2]]);
  expect(openPairs(alike, [change])).toEqual([pairs[2]]);
});
