import { array, assert, dictionary, integer, jsonValue, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { maxRecordCharacters } from "../records.ts";
import { sniffJson } from "./json-layout.ts";
import { JsonRecords } from "./json-records.ts";

function read(text: string, envelope: string[] = [], size = text.length || 1) {
  const reader = new JsonRecords(envelope);
  const records = [];
  for (let from = 0; from < text.length; from += size) records.push(...reader.push(text.slice(from, from + size)));
  return [...records, ...reader.end()];
}

describe("records of a JSON document", () => {
  test("are those that were written, however the text is cut and laid out", () => {
    assert(
      property(
        array(dictionary(string(), jsonValue()), { minLength: 1 }),
        integer({ min: 1, max: 9 }),
        integer({ min: 0, max: 2 }),
        (all, size, indent) => {
          const expected = JSON.parse(JSON.stringify(all)) as unknown[];
          expect(read(JSON.stringify(all, undefined, indent), [], size)).toEqual(expected);
          expect(read(JSON.stringify({ other: all, query: "[{", hits: all }, undefined, indent), ["hits"], size)).toEqual(expected);
          expect(read(all.map((one) => JSON.stringify(one, undefined, indent)).join("\n"), [], size)).toEqual(expected);
        },
      ),
    );
  });

  test("are found in several answers one after the other, and in an object where a list is expected", () => {
    expect(read('{"hits":[{"a":1}],"page":0}\n{"page":1,"hits":[{"a":2},{"a":3}]}', ["hits"])).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(read('{"feed":{"entry":{"a":1}}}', ["feed", "entry"])).toEqual([{ a: 1 }]);
  });

  test("strings are texts; numbers, lists and null are counted as not readable", () => {
    expect(read('["one, [two]", 3, null, [4, {"a": 5}], {"a": 6}]')).toEqual([
      { text: "one, [two]" },
      undefined,
      undefined,
      undefined,
      { a: 6 },
    ]);
  });

  test("a broken record costs itself, not those after it", () => {
    expect(read('[{"a": 1}, {"a": 2,}, {"a": 3}]')).toEqual([{ a: 1 }, undefined, { a: 3 }]);
    const lines = ["[", '  {"a": 1, "text": "5" screen"},', '  {"a": 2, "tags": [', '    "x"', "  ]},", '  {"a": 3}', "]"];
    for (const size of [1, 7, 500]) expect(read(lines.join("\n"), [], size)).toEqual([undefined, { a: 2, tags: ["x"] }, { a: 3 }]);
  });

  test("a document that breaks off counts one that cannot be read, in a record or between two", () => {
    expect(read('[{"a": 1}, {"a": "tw')).toEqual([{ a: 1 }, undefined]);
    expect(read('{"hits": [{"a": 1},', ["hits"])).toEqual([{ a: 1 }, undefined]);
    expect(read('{"hits": [{"a": 1}], "page"', ["hits"])).toEqual([{ a: 1 }, undefined]);
  });

  test("a record of 10 MB is counted once and not held", () => {
    const reader = new JsonRecords();
    expect(reader.push('[{"a": 1}, {"a": "')).toEqual([{ a: 1 }]);
    for (let i = 0; i < 160; i++) expect(reader.push("x".repeat(65_536))).toEqual([]);
    expect(160 * 65_536).toBeGreaterThan(9 * maxRecordCharacters);
    expect(reader.push('"}, {"a": 2}]')).toEqual([undefined, { a: 2 }]);
    expect(reader.end()).toEqual([]);
    const atOnce = (length: number) => read(JSON.stringify([{ a: "x".repeat(length) }])).filter((record) => record !== undefined).length;
    expect([atOnce(maxRecordCharacters - 8), atOnce(maxRecordCharacters)]).toEqual([1, 0]);
  });

  test("brackets without end are read in no time", () => {
    const begun = performance.now();
    expect(read("[".repeat(3_000_000))).toEqual([undefined]);
    expect(read('{"a":'.repeat(600_000), ["hits"])).toEqual([undefined]);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test("a key of the prototype is a key like any other", () => {
    const [record] = read('[{"__proto__": {"polluted": true}, "a": 1}]');
    expect(Object.keys(record ?? {})).toEqual(["__proto__", "a"]);
    expect(Object.getOwnPropertyDescriptor(Object.prototype, "polluted")).toBeUndefined();
  });
});

describe("the layout of a JSON file", () => {
  test.each([
    ['[{"text":"a"}]', { format: "json", envelope: [] }],
    ['["one text","another"]', { format: "json", envelope: [] }],
    ['{"exhaustive":{"n":[{"a":1}]},"hits":[{"objectID":"1"}]}', { format: "json", envelope: ["hits"] }],
    ['{"hits":[{"objectID":"1"}]}\n{"hits":[{"objectID":"2"}]}\n', { format: "json", envelope: ["hits"] }],
    ['{"feed":{"author":{"name":"x"},"entry":[{"id":1}]}}', { format: "json", envelope: ["feed", "entry"] }],
    ['{"total_count":2,"items":[{"id":1}', { format: "json", envelope: ["items"] }],
    ['{"body":"it broke","comments":[{"id":1}]}', { format: "jsonl" }],
    ['{"note":"it broke","items":[{"id":1}]}\n{"note":"it bent","items":[]}\n', { format: "jsonl" }],
    ['{"text":"a"}\n{"text":"b"}\n', { format: "jsonl" }],
    ['{"text":"a", broken\n{"text":"b"}\n', { format: "jsonl" }],
    ['{\n  "by": "x",\n  "kids": [1, 2]\n}\n{\n  "by": "y"\n}\n', { format: "json", envelope: [] }],
    ["text\nnot JSON at all", undefined],
  ])("of %j is %j", (sample, layout) => {
    expect(sniffJson(sample)).toEqual(layout);
  });
});
