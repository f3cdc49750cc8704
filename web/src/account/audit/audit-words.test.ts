import { expect, test } from "vitest";
import { actionWords, detailWords } from "./audit-words.ts";

test("an action reads as what was done to what", () => {
  expect([actionWords("member.role-changed"), actionWords("recovery-codes.replaced")]).toEqual([
    "Member: role changed",
    "Recovery codes: replaced",
  ]);
});

test("details read as names and values, lists and nothing included", () => {
  expect(detailWords({ role: "editor", earlierRole: null, scopes: ["a", "b"], overlap: 5 })).toBe(
    "role: editor, earlier role: none, scopes: a b, overlap: 5",
  );
  expect(detailWords({})).toBe("–");
});
