import { expect, test } from "vitest";
import { toneOf } from "./tone.ts";

test("each habit is counted in its own unit", () => {
  // Five sentences, twenty words.
  const tone = toneOf("Do you pay for it? It was built by us. Hurry now! Maybe your team could wait. We like it.");
  expect(tone).toEqual({
    questionShare: 1 / 5,
    exclamationShare: 1 / 5,
    passiveShare: 1 / 5,
    secondPersonRate: (100 * 2) / 20,
    firstPersonRate: (100 * 2) / 20,
    hedgeRate: (100 * 2) / 20,
    urgencyRate: (100 * 2) / 20,
  });
});

test("a passive is found behind an adverb and not in an active sentence", () => {
  expect(toneOf("The file was silently deleted.").passiveShare).toBe(1);
  expect(toneOf("She deleted the file.").passiveShare).toBe(0);
});

test("an empty text has no tone", () => {
  expect(Object.values(toneOf("")).every((value) => value === 0)).toBe(true);
});
