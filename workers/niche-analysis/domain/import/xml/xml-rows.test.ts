import { array, assert, dictionary, integer, property, string, stringMatching } from "fast-check";
import { expect, test } from "vitest";
import { maxRecordCharacters } from "../records.ts";
import { XmlRows } from "./xml-rows.ts";

function read(text: string, size = text.length || 1) {
  const reader = new XmlRows();
  const records = [];
  for (let from = 0; from < text.length; from += size) records.push(...reader.push(text.slice(from, from + size)));
  return [...records, ...reader.end()];
}
const escaped = (value: string) => value.replaceAll(/[&<>"'\s]/g, (letter) => `&#${letter.codePointAt(0)};`);

test("gives back the attributes that were written, however the text is cut", () => {
  const name = stringMatching(/^[A-Za-z_][\w.-]{0,9}$/);
  assert(
    property(array(dictionary(name, string()), { minLength: 1 }), integer({ min: 1, max: 9 }), (rows, size) => {
      const xml = rows.map(
        (row) =>
          `<row${Object.entries(row)
            .map(([key, value]) => ` ${key}="${escaped(value)}"`)
            .join("")} />\n`,
      );
      expect(read(`<posts>${xml.join("")}</posts>`, size)).toEqual(rows);
    }),
  );
});

test("a tag that never ends costs itself alone", () => {
  expect(read('<posts><row a="1" <row a="2"/></posts>')).toEqual([undefined, { a: "2" }]);
});

test.each(['<row a="1" b />', '<row a="1"b="2" />', "<row a=1 />", '<row a="1" / >'])("%s is not well-formed", (row) => {
  expect(read(`<posts>${row}<row a="2"/></posts>`)).toEqual([undefined, { a: "2" }]);
});

test("other tags are no rows, and a missing end tag is noticed", () => {
  expect(read('<posts><rows a="1"/><row a=\'it "is"\'></row><row/></posts>', 1)).toEqual([{ a: 'it "is"' }, {}]);
  expect(read('<posts><row a="1"/>')).toEqual([{ a: "1" }, undefined]);
});

test("a row of 10 MB is counted once and not held", () => {
  const reader = new XmlRows();
  expect(reader.push('<posts><row a="1"/><row a="')).toEqual([{ a: "1" }]);
  const records = Array.from({ length: 160 }, () => reader.push("x > y ".repeat(11_000))).flat();
  expect(160 * 66_000).toBeGreaterThan(9 * maxRecordCharacters);
  expect([...records, ...reader.push('"/><row a="2"/></posts>'), ...reader.end()]).toEqual([undefined, { a: "2" }]);
});
