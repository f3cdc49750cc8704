import { expect, test } from "vitest";
import { columnsIn, mediaTypeOf } from "./import-file.ts";

test.each([
  ["reviews.CSV", "text/csv"],
  ["a.b.tsv", "text/tab-separated-values"],
  ["threads.jsonl", "application/x-ndjson"],
  ["answer.json", "application/json"],
  ["Posts.xml", "application/xml"],
  ["support.mbox", "application/mbox"],
  ["letters.txt", "text/plain"],
  ["unknown", "application/octet-stream"],
])("sends %s as %s", (name, type) => {
  expect(mediaTypeOf(name)).toBe(type);
});

test.each([
  ["review,author,stars\n1,2,3", ["review", "author", "stars"]],
  ["\uFEFFText;Datum\r\nx;y", ["Text", "Datum"]],
  ['"Review, long"\t"By"\n', ["Review, long", "By"]],
  ['{"body":"x","user":"y"}\n', ["body", "user"]],
])("finds the columns of %o", (head, columns) => {
  expect(columnsIn(head)).toEqual(columns);
});

test.each(["just a line of text\nanother", "", '{"cut off'])("offers nothing for %o", (head) => {
  expect(columnsIn(head)).toEqual([]);
});
