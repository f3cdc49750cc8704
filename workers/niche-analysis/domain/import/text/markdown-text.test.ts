import { expect, test } from "vitest";
import { markdownText } from "./markdown-text.ts";

const words = (markdown: string) => markdownText(markdown).replaceAll(/\s+/g, " ").trim();

test("keeps what the author says and leaves code, quotes and link targets out", () => {
  const text =
    "<!-- fill this in -->\n> you said it works\n&gt; so did she\nIt does **not**, see [the log](https://example.org/x) ![crash](a.png)\n" +
    "```js\nthrow new Error()\n```\n~~~\nmore\n```\n~~~\nPlease fix it";
  expect(words(text)).toBe("It does **not**, see the log crash Please fix it");
});

test("a fence that is never closed hides nothing", () => {
  expect(words("It broke\n```\nand nobody answers")).toBe("It broke and nobody answers");
});

test("brackets without end take no time", () => {
  const begun = performance.now();
  for (const piece of ["[", "![](", "[a](", "`"]) markdownText(piece.repeat(200_000));
  expect(performance.now() - begun).toBeLessThan(5_000);
});
