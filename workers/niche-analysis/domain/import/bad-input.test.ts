/** Files that cannot be read at all, and files that are sent again. What is wrong in single rows is in bad-input-matrix.test.ts. */
import { describe, expect, test } from "vitest";
import { faultOf, readFile } from "../testing/reading.ts";

const rowsOf = (count: number, format: (text: string, i: number) => string) =>
  Array.from({ length: count }, (_, i) => format(`row ${i} says it broke`, i)).join("\n");

const tenMegabytes = 10 * 1024 * 1024;
const formats: readonly [string, (texts: readonly string[]) => string][] = [
  ["CSV", (texts) => `id,text\n${texts.map((text, i) => `${i},${text}`).join("\n")}\n`],
  ["CSV in quotes", (texts) => `id,text\n${texts.map((text, i) => `${i},"${text}"`).join("\n")}\n`],
  ["JSON lines", (texts) => texts.map((text) => JSON.stringify({ text })).join("\n")],
  ["a JSON array", (texts) => JSON.stringify(texts.map((text) => ({ text })))],
  [
    "XML",
    (texts) =>
      `<?xml version="1.0"?><comments>${texts.map((text, i) => `<row Id="${i}" PostId="1" Text="${text}" CreationDate="2024-01-01"/>`).join("\n")}</comments>`,
  ],
];

describe.each(formats)("%s", (_, write) => {
  test("that begins with a record of 10 MB is refused, with the reason", async () => {
    expect(await faultOf(write(["x".repeat(tenMegabytes), "after it there is this row"]))).toMatchObject({
      code: "invalid_input",
      detail: "No record ends within the first 4 MiB.",
    });
  });
});

test("a file whose rows are of the wrong types says what it lacks", async () => {
  expect(await faultOf("[1, 2, 3")).toMatchObject({ code: "invalid_input" });
  expect(await faultOf('[{"a": [1]}, {"a": [2]}]')).toMatchObject({ code: "invalid_input", detail: expect.stringContaining('"a"') });
  expect((await readFile('["", "x", null]')).report).toMatchObject({
    read: 3,
    droppedBy: { empty: 1, "too-short": 1, "not-parseable": 1 },
  });
  expect(await faultOf("text\nit broke\u0000 twice\n")).toMatchObject({ code: "unsupported_media" });
  expect(await faultOf("[]")).toMatchObject({ code: "invalid_input", detail: expect.stringContaining("no record") });
  expect(await faultOf("[[1], [2]]")).toMatchObject({ code: "invalid_input", detail: expect.stringContaining("2 that cannot be read") });
});

test("every row of a file that is read again is a duplicate of itself: ids rest on the text alone", async () => {
  const file = rowsOf(50, (text, i) => JSON.stringify({ id: i, body: text }));
  const [first, second] = await Promise.all([readFile(file, { size: 7 }), readFile(file)]);
  expect(first.rows).toEqual(second.rows);
  expect(first.report.provenance.evidenceDigest).toBe(second.report.provenance.evidenceDigest);
});
