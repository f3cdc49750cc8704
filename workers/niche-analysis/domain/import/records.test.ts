import { array, assert, constantFrom, integer, property, string, tuple } from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { CsvReader, JsonLinesReader, maxRecordCharacters } from "./records.ts";

function read<Row>(reader: { push(text: string): Row[]; end(): Row[] }, text: string, size: number): Row[] {
  const rows: Row[] = [];
  for (let from = 0; from < text.length; from += size) rows.push(...reader.push(text.slice(from, from + size)));
  return [...rows, ...reader.end()];
}

describe("CSV", () => {
  test("a quoted field with line breaks, delimiters and quotes survives any cut, under every line end", () => {
    const cells = [
      ["id", "text"],
      ["1", 'He said ""no"",\nthen left'.replaceAll('""', '"')],
      ["2", "plain"],
    ];
    for (const newline of ["\n", "\r\n", "\r"]) {
      const text = `id,text${newline}1,"He said ""no"",${newline}then left"${newline}2,plain`;
      for (const size of [1, 2, 3, 7, 1000]) expect(read(new CsvReader(","), text, size)).toEqual(cells);
    }
  });

  test("reads back whatever was written, in pieces of any size", () => {
    const cell = string({ unit: constantFrom("a", '"', ",", "\n", " ", "é") });
    assert(
      property(array(tuple(cell, cell), { minLength: 1 }), integer({ min: 1, max: 9 }), (rows, size) => {
        const text = Papa.unparse(rows, { newline: "\n", quotes: true });
        expect(read(new CsvReader(","), text, size)).toEqual(rows);
      }),
    );
  });

  test("gives up one line, not the file, at a quote that never closes", () => {
    const rows = read(new CsvReader(","), 'a,b\n1,"never closed\n2,fine\n3,fine\n', 5);
    expect(rows).toEqual([["a", "b"], undefined, ["2", "fine"], ["3", "fine"]]);
  });

  test("does not hold more than a record's worth of an endless quoted field", () => {
    const reader = new CsvReader(",");
    let rows: unknown[] = reader.push('a,b\n1,"');
    for (let i = 0; i < 40; i++) rows = rows.concat(reader.push(`${"x".repeat(32_767)}\n`));
    expect(40 * 32_768).toBeGreaterThan(maxRecordCharacters);
    expect(rows.slice(0, 2)).toEqual([["a", "b"], undefined]);
    expect(rows.length).toBeGreaterThan(30);
  });
});

describe("JSON lines", () => {
  test("a line over the limit is not read, in one piece or in many, and counts once", () => {
    const text = `{"a":1}\n{"a":"${"x".repeat(3 * maxRecordCharacters)}"}\n{"a":2}\n`;
    for (const size of [65_536, text.length]) expect(read(new JsonLinesReader(), text, size)).toEqual([{ a: 1 }, undefined, { a: 2 }]);
  });

  test("reads objects across cuts and marks lines that are none", () => {
    const text = '{"text":"ünïcode \\n inside"}\r\n\r\n[1]\nnonsense\n{"text":"last"}';
    for (const size of [1, 4, 100]) {
      expect(read(new JsonLinesReader(), text, size)).toEqual([{ text: "ünïcode \n inside" }, undefined, undefined, { text: "last" }]);
    }
  });
});
