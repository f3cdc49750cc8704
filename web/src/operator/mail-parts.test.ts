import { expect, test } from "vitest";
import { mailParts } from "./mail-parts.ts";

test("links to this installation can be followed, and links elsewhere stay words", () => {
  const text = "Confirm it:\n\nhttp://localhost:8787/confirm-sign-up#tok_en-1\n\nNot https://evil.example/confirm-sign-up#x";
  expect(mailParts(text, "http://localhost:8787")).toEqual([
    { text: "Confirm it:\n\n" },
    { text: "http://localhost:8787/confirm-sign-up#tok_en-1", to: "/confirm-sign-up#tok_en-1" },
    { text: "\n\nNot " },
    { text: "https://evil.example/confirm-sign-up#x" },
  ]);
});

test.each(["", "no link", "http://", "javascript:alert(1)", "http://localhost:87870/x"])("%j has no link", (text) => {
  expect(mailParts(text, "http://localhost:8787").some(({ to }) => to !== undefined)).toBe(false);
});
