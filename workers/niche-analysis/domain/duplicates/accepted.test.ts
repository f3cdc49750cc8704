import { expect, it } from "vitest";
import type { KeptOverride } from "../../../../contracts/services/niche-overrides.ts";
import { withAccepted } from "./accepted.ts";

const facts = ["a", "b", "c", "d", "e"].map((id, i) => ({ id, date: `2024-01-0${5 - i}T00:00:00.000Z` }));
const same = (...evidenceIds: string[]): KeptOverride => ({ id: evidenceIds.join(), override: { kind: "same", evidenceIds } });

it("makes the later text a copy of the earlier one, whichever is named first", () => {
  const copy = { row: 0, original: 1, kind: "same" };
  expect(withAccepted([], facts, [same("a", "b")])).toEqual([copy]);
  expect(withAccepted([], facts, [same("b", "a")])).toEqual([copy]);
});

it("never makes a copy of a copy: what belonged to the later text belongs to the earlier one too", () => {
  const found = [{ row: 0, original: 1, kind: "exact" as const }];
  // 0 copies 1; 1 says the same as 3, and 4, the earliest, the same as 0.
  expect(withAccepted(found, facts, [same("b", "d"), same("e", "a")])).toEqual([
    { row: 0, original: 4, kind: "exact" },
    { row: 1, original: 4, kind: "same" },
    { row: 3, original: 4, kind: "same" },
  ]);
});

it("changes nothing for a text that is not there, for copies already, and for what somebody holds apart", () => {
  const found = [{ row: 0, original: 1, kind: "near" as const }];
  const apart: KeptOverride = { id: "1", override: { kind: "distinct", evidenceIds: ["c", "d"] } };
  expect(withAccepted(found, facts, [same("a", "b"), same("a", "gone"), apart])).toEqual(found);
});
