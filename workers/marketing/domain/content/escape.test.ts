import { expect, test } from "vitest";
import { markdownText } from "./escape.ts";

test.each([
  ["**bold** _it_ `code`", String.raw`\*\*bold\*\* \_it\_ \`code\``],
  ["![x](http://a.b) [^1]", String.raw`\!\[x\]\(http\://a.b\) \[^1\]`],
  ["<script> &amp;", String.raw`\<script\> \&amp;`],
  ["{{ site.x }} {% raw %}", String.raw`\{\{ site.x \}\} \{\% raw \%\}`],
  ["www.evil.com me@evil.com", String.raw`www\.evil.com me\@evil.com`],
  ["- item", String.raw`\- item`],
  ["1. item", String.raw`1\. item`],
  ["# head | cell", String.raw`\# head \| cell`],
  ["It's 3.5 % at 10:30 - fine!", "It's 3.5 % at 10:30 - fine!"],
])("%j is only text in Markdown", (text, escaped) => {
  expect(markdownText(text)).toBe(escaped);
});
