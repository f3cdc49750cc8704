import { expect, test } from "vitest";
import { placementScore, slugOf } from "./keyword-placement.ts";

const page = {
  title: "Meal planning for two",
  meta: "Plan the week with meal planning that fits.",
  firstParagraph: "Most meal planning apps count for four.",
  headings: ["Why meal planning fails", "Price"],
  slug: "plans-for-two",
  alts: [],
};

test("C05: keyword in title, description, first paragraph and headings, not in address and alternative texts", () => {
  expect(placementScore("Meal Planning", page)).toBeCloseTo(80.952381, 6);
});

test("a keyword is found as whole words, whatever the punctuation between them", () => {
  expect(placementScore("plan", page)).toBeCloseTo((100 * 2) / 10.5, 10);
  expect(placementScore("two", { ...page, slug: "meal-planning-two" })).toBeCloseTo((100 * (3 + 1)) / 10.5, 10);
  expect(placementScore("…", page)).toBe(0);
});

test("a slug keeps words whole and drops what an address cannot hold", () => {
  expect(slugOf("Crème brûlée: it's <b>done</b>!")).toBe("creme-brulee-its-b-done-b");
  expect(slugOf("one two three four", 9)).toBe("one-two");
  expect(slugOf("日本")).toBe("");
});
