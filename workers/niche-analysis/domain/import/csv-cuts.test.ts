import { expect, test } from "vitest";
import { readFile } from "../testing/reading.ts";
import { CsvReader, type CsvRecord } from "./records.ts";

function read(text: string, size = text.length, delimiter: string | undefined = ","): CsvRecord[] {
  const reader = new CsvReader(delimiter);
  const records: CsvRecord[] = [];
  for (let from = 0; from < text.length; from += size) records.push(...reader.push(text.slice(from, from + size)));
  return [...records, ...reader.end()];
}

test.each([
  ["before a quoted cell", 'a,b\n1,"it broke\n2,"it bent"\n3,fine\n', [["a", "b"], undefined, ["2", "it bent"], ["3", "fine"]]],
  ["before a row of quoted cells", '"a","b"\n"1","it broke\n"2","it bent"\n', [["a", "b"], undefined, ["2", "it bent"]]],
  ["rows before it", 'a,b\n1,"it broke\n2,fine\n3,"it bent"\n', [["a", "b"], undefined, ["2", "fine"], ["3", "it bent"]]],
  ["again and again", 'a,b\n1,"one\n2,"two\n3,"three"\n', [["a", "b"], undefined, undefined, ["3", "three"]]],
])("a quote that never closes costs its own line: %s", (_, text, records) => {
  for (const size of [1, 3, text.length]) expect(read(text, size)).toEqual(records);
});

test("quotes that nobody doubled, and spaces behind a quote, are no error", () => {
  const text = 'a,b\n1,"he said "no" to me"\n2,"line one\nline "two" ends" ,\n3,""\n4,"say ""hi"""\n';
  for (const size of [1, 4, text.length])
    expect(read(text, size)).toEqual([
      ["a", "b"],
      ["1", 'he said "no" to me'],
      ["2", 'line one\nline "two" ends', ""],
      ["3", ""],
      ["4", 'say "hi"'],
    ]);
});

test("where each line is a text, one that begins with a quotation is one", async () => {
  const { rows } = await readFile(
    '"It broke" he said to me again and again.\n"Never again" she said.\nThe hinge is loose, too\n"it bent twice',
  );
  expect(rows.map(({ text }) => text)).toEqual([
    '"It broke" he said to me again and again.',
    '"Never again" she said.',
    "The hinge is loose, too",
    '"it bent twice',
  ]);
});

// Read again from each of them, a few of these lines take hours.
test.each(['1,"x\n', '"""x\n', '1,"x"y\n', '",\n', '1,"x" \n', ',"a",b'])("a file of nothing but %j is read in no time", (line) => {
  const begun = performance.now();
  const text = `a,b\n${line.repeat(Math.ceil(3_000_000 / line.length))}`;
  const records = read(text, 65_536);
  expect(records.length).toBeGreaterThan(1);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test("a row with more cells than there are columns is an error with its number, not half a text", async () => {
  const file =
    "id,text\n1,it broke after two days, badly, and so on\n2,it bent after one week,,\n3,it fell apart at once\n4,it never worked at all\n";
  const { rows, report } = await readFile(file);
  expect(rows.map(({ text }) => text)).toEqual(["it bent after one week", "it fell apart at once", "it never worked at all"]);
  expect(report).toMatchObject({ read: 4, droppedBy: { "cells-do-not-match": 1 }, dropped: [{ row: 1, reason: "cells-do-not-match" }] });
});

test("so is one that is short of a cell that is read, as where a line ends within a text", async () => {
  const more = "4,it never worked at all,Dee,\n".repeat(5);
  const file = `id,text,author,note\n1,it broke\nafter two days,Ann,\n2,it bent after one week,Bob\n3,it fell apart at once,Cid,x\n,,\n${more}5,it never wo`;
  const { rows, report } = await readFile(file);
  expect(rows.map(({ text }) => text)).toEqual(["it bent after one week", "it fell apart at once", "it never worked at all"]);
  expect(report.dropped.filter(({ reason }) => reason !== "duplicate")).toEqual([
    { row: 1, reason: "cells-do-not-match" },
    { row: 2, reason: "too-short" },
    { row: 5, reason: "empty" },
    { row: 11, reason: "cells-do-not-match" },
  ]);
});
