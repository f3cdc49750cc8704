import { expect, it } from "vitest";
import { languageList, languageTotal } from "./language-names.ts";

it("names languages by their codes of three letters, most texts first", () => {
  const counts = { und: 1, deu: 12, cmn: 3 };
  expect(languageList(counts)).toMatch(/^German 12, .*Chinese.* 3, unknown 1$/);
  expect(languageTotal(counts)).toBe(16);
});
