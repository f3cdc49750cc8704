/** Files that are broken, or made to do harm: nothing is executed, every row is accounted for, and what can be read is. */
import { describe, expect, test } from "vitest";
import { faultOf, readFile, type Reading } from "../testing/reading.ts";

function accounted({ report }: Reading): number {
  return report.kept + Object.values(report.droppedBy).reduce((sum, count) => sum + count, 0);
}
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
  test("a line of 10 MB in the middle costs itself alone", async () => {
    const before = Array.from({ length: 2500 }, (__, i) => `row ${i} says that it broke`);
    const after = ["after it there is this row", "and this one too"];
    const reading = await readFile(write([...before, "x".repeat(tenMegabytes), ...after]));
    expect(reading.report).toMatchObject({ read: 2503, kept: 2502, droppedBy: { "not-parseable": 1 } });
    expect(reading.rows.at(-1)?.text).toBe("and this one too");
  });

  test("that begins with a record of 10 MB is refused, with the reason", async () => {
    expect(await faultOf(write(["x".repeat(tenMegabytes), "after it there is this row"]))).toMatchObject({
      code: "invalid_input",
      detail: "No record ends within the first 4 MiB.",
    });
  });

  test("that ends in the middle of a row counts that row", async () => {
    const whole = write(Array.from({ length: 20 }, (__, i) => `row ${i} says that it broke`));
    const reading = await readFile(whole.slice(0, whole.indexOf("row 19 says") + 4));
    expect(reading.report.kept).toBe(19);
    expect(accounted(reading)).toBe(reading.report.read);
    expect(reading.report.read).toBeGreaterThanOrEqual(20);
  });

  test("with control characters keeps the words", async () => {
    // XML allows none of these, not even as references; they are read and thrown away all the same.
    const { rows } = await readFile(write(["it\u0007 broke\u001b[31m twice\u202e today here"]));
    expect(rows.map(({ text }) => text)).toEqual(["it broke [31m twice today here"]);
  });
});

test("formulas and scripts are texts like any other", async () => {
  const texts = [
    `=cmd|' /C calc'!A0 broke`,
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert('it broke')</script>",
    "${process.exit(1)} {{constructor}} it broke",
  ];
  const { rows } = await readFile(texts.map((text) => JSON.stringify({ text })).join("\n"));
  expect(rows.map(({ text }) => text)).toEqual(texts);
  const csv = await readFile(`id,text\n${texts.map((text, i) => `${i},"${text}"`).join("\n")}\n`);
  expect(csv.rows.map(({ text }) => text)).toEqual(texts);
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
