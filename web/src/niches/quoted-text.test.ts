import { expect, test } from "vitest";
import { piecesOf } from "./quoted-text.ts";

const text = "It broke. Twice. Never again.";
const quote = (start: number, end: number) => ({ text: text.slice(start, end), start, end });
const shown = (...quotes: { text: string; start: number; end: number }[]) =>
  piecesOf(text, quotes)
    .map((piece) => (piece.quoted ? `[${piece.text}]` : piece.text))
    .join("");

test("marks a quote where it stands", () => {
  expect(shown(quote(10, 16))).toBe("It broke. [Twice.] Never again.");
});

test("marks quotes in the order of the text, at both ends too", () => {
  expect(shown(quote(17, 29), quote(0, 9))).toBe("[It broke.] Twice. [Never again.]");
});

test("makes one of overlapping quotes without repeating a letter", () => {
  expect(shown(quote(0, 12), quote(10, 16)).replaceAll("][", "")).toBe("[It broke. Twice.] Never again.");
});

test("marks a quote within a quote once", () => {
  expect(piecesOf(text, [quote(0, 16), quote(3, 9)])).toEqual([
    { text: "It broke. Twice.", quoted: true },
    { text: " Never again.", quoted: false },
  ]);
});

test("marks nothing when the words are not where the quote says", () => {
  expect(shown({ text: "Twice.", start: 11, end: 17 })).toBe(text);
});

test("keeps a text without quotes whole", () => {
  expect(piecesOf(text, [])).toEqual([{ text, quoted: false }]);
});
