import { expect, test } from "vitest";
import { sniffLayout } from "./layout.ts";

const csv = (delimiter: string, preambleLines = 0) => ({ format: "csv", delimiter, preambleLines });

test.each([
  [",", 'id,text\n1,"Too slow, too dear; really"\n2,fine\n'],
  [";", "id;text;price\n1;Too slow, too dear;3,50\n2;fine, mostly;4,00\n"],
  ["\t", "id\ttext\n1\tslow, dear, late\n2\tfine\n"],
  ["|", "id|text\n1|slow, dear\n2|fine\n"],
])("finds the delimiter %j although others stand inside the cells", (delimiter, text) => {
  expect(sniffLayout(text)).toEqual(csv(delimiter));
});

test.each([
  [",", "a,b,c;d\n1,2,3;4\n5,6,7;8\n"],
  [";", "a,b;c;d\n1,2;3;4\n5,6;7;8\n"],
])("takes the wider table when two delimiters cut every record alike: %j", (delimiter, text) => {
  expect(sniffLayout(text)).toEqual(csv(delimiter));
});

test("skips a keyword planner's two lines before the header", () => {
  const text =
    "Keyword Stats 2026-11-01 at 10_00\nNovember 1, 2025 - October 31, 2026\nKeyword\tCurrency\tSearches\nai notes\tUSD\t500\nai minutes\tUSD\t50\n";
  expect(sniffLayout(text)).toEqual(csv("\t", 2));
});

test("does not count blank lines, however many stand between the rows", () => {
  expect(sniffLayout("id;text\n\n\n1;slow\n  \n\n2;fine\n\n\n")).toEqual(csv(";"));
});

test("takes lines of prose for one column", () => {
  expect(sniffLayout("text\nIt broke, again.\nGood, cheap, quick\nNo comma here\nThe hinge is loose\n")).toEqual({
    format: "csv",
    preambleLines: 0,
  });
});

test("takes sentences with as many commas each for one column, and rows without a header for a table", () => {
  const sentences =
    "Another line that is long enough for a text\nI cannot get the export to work at all, again\nThe hinge broke on the second day, sadly\n";
  expect(sniffLayout(sentences)).toEqual({ format: "csv", preambleLines: 0 });
  expect(sniffLayout(sentences.replaceAll(", ", ","))).toEqual(csv(",", 1));
  expect(sniffLayout("id, text\n1, I cannot get the export to work at all\n2, The hinge broke on the second day\n")).toEqual(csv(","));
});

test("tells JSON from a table that begins with a bracket", () => {
  expect(sniffLayout('  {"text":"a"}\n')).toEqual({ format: "jsonl" });
  expect(sniffLayout('[\n{"text":"a"}]')).toEqual({ format: "json", envelope: [] });
  expect(sniffLayout("[tag],text\n[a],It broke\n[b],It bent\n")).toEqual(csv(","));
});
