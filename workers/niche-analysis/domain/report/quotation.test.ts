import { expect, test } from "vitest";
import { quotation, readForQuotation } from "./quotation.ts";

test("a text in one line is quoted whole", () => {
  expect(quotation("It died\n\n  at once. ")).toBe("It died at once.");
  expect(quotation("")).toBe("");
});

test("a longer one is cut at a word, at two hundred characters, and says so", () => {
  const quoted = quotation("battery ".repeat(60));
  expect(quoted).toMatch(/^(battery )+battery…$/);
  expect(quoted.length).toBeLessThanOrEqual(200);
  expect(quotation("x".repeat(300))).toBe(`${"x".repeat(199)}…`);
});

test("one that was read in part says so, however much of it is space", () =>
  expect(quotation(`It died.${" ".repeat(readForQuotation - 8)}`)).toBe("It died.…"));

test("no sign is cut in two", () => expect(quotation("😀".repeat(300))).toBe(`${"😀".repeat(199)}…`));
