import { expect, test } from "vitest";
import { copiesInWords, drawnInWords, writtenOften } from "./evidence-words.ts";

test("a text says how often it was written, and by how many people", () => {
  expect(writtenOften({ count: 10, people: 9 })).toBe("first of 10 times that 9 people wrote this, word for word");
  expect(writtenOften({ count: 2, people: 1 })).toBe("first of 2 times that one person wrote this, word for word");
});

test("an analysis says what repeats an earlier text, and nothing where nothing does", () => {
  expect(copiesInWords({ exact: 1, near: 3 })).toBe(
    "1 copy word for word, 3 nearly so: they count in the theme of what they repeat without shaping it. ",
  );
  expect(copiesInWords({ exact: 2, near: 0 })).toContain("2 copies word for word: they count");
  expect([copiesInWords(undefined), copiesInWords({ exact: 0, near: 0 })]).toEqual(["", ""]);
});

test("an analysis says what its interval draws", () => {
  expect(drawnInWords({ threads: 812, authors: 1, texts: 0 })).toBe("The interval of the severity draws 812 conversations, 1 author. ");
  expect([drawnInWords(undefined), drawnInWords({ threads: 0, authors: 0, texts: 0 })]).toEqual(["", ""]);
});
