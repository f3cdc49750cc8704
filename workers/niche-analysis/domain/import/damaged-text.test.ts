import { describe, expect, test } from "vitest";
import { inPieces, readFile, utf16le } from "../testing/reading.ts";
import { damage } from "./damaged-text.ts";
import { TextDecoding } from "./decoding.ts";
import { readMarketTable } from "./market/market-reader.ts";

/** In windows-1252, as far as Latin-1 has the letters. */
const latin = (text: string) => Uint8Array.from(text, (letter) => (letter === "“" ? 0x93 : letter === "…" ? 0x85 : letter.charCodeAt(0)));
const utf8 = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const sizes = [1, 2, 3, 7, 1 << 16];
async function textsOf(file: Uint8Array) {
  const readings = await Promise.all(sizes.map((size) => readFile(file, { size })));
  for (const reading of readings) expect(reading).toEqual(readings[0]);
  const { rows = [], report } = readings[0] ?? (await readFile(file));
  return { texts: rows.map(({ text }) => text), encoding: report.encoding, dropped: report.dropped };
}

describe("a file in two encodings", () => {
  test("that begins in windows-1252 has those of its rows repaired that are UTF-8 for certain", async () => {
    const file = joined(
      latin("text\nDas Gerät ist kaputt\n"),
      utf8("Das Kabel fällt ab\nIt’s 5 € too dear\n"),
      latin("Es hält keine Woche\n"),
      utf8("Сломался через день\n"),
    );
    expect(await textsOf(file)).toEqual({
      texts: ["Das Gerät ist kaputt", "Das Kabel fällt ab", "It’s 5 € too dear", "Es hält keine Woche", "Сломался через день"],
      encoding: "windows-1252",
      dropped: [],
    });
  });

  test("that begins in UTF-8 lists the rows that are not, and keeps a U+FFFD that it has itself", async () => {
    const file = joined(
      utf8("text\nDas Gerät ist kaputt\nI don\ufffdt like the taste\n"),
      latin("Das Kabel fällt ab\n"),
      utf8("Es hält keine Woche\n"),
    );
    expect(await textsOf(file)).toEqual({
      texts: ["Das Gerät ist kaputt", "I don\ufffdt like the taste", "Es hält keine Woche"],
      encoding: "utf-8",
      dropped: [{ row: 3, reason: "encoding" }],
    });
  });

  test("even in one row, or in cells of it that are no text, drops that row", async () => {
    const file = joined(
      latin("text,author\nEs hält keine Woche,Jörg\n"),
      latin("Das Gerät "),
      utf8("fällt ab"),
      latin(",Jörg\nEs bricht ständig ab,"),
      utf8("Jörg"),
      latin("\n"),
    );
    expect((await textsOf(file)).dropped).toEqual([
      { row: 2, reason: "encoding" },
      { row: 3, reason: "encoding" },
    ]);
  });

  test("reads what only looks like UTF-8 as what it is: ß or é before the end of a quotation", async () => {
    const lines = "text\nEs macht keinen Spaß…\nEr sagt es mache Spaß“ und mehr\nIl a payé…“ et rien\nDas Gerät ist kaputt\n";
    expect((await textsOf(latin(lines))).texts).toEqual(lines.split("\n").slice(1, -1));
  });

  test("in JSON on one line costs the records that it is in, not the line", async () => {
    const record = (text: string) => `{"text":"${text}"}`;
    const filler = Array.from({ length: 300 }, (_, i) => record(`Gerät Nummer ${i} ist kaputt`)).join(",");
    const file = joined(latin(`[${filler},`), utf8(record("Das Kabel fällt ab")), latin(`,${record("Es hält keine Woche")},${filler}]`));
    const { texts, dropped } = await textsOf(file);
    expect([texts.length, dropped.filter(({ reason }) => reason === "encoding")]).toEqual([301, [{ row: 301, reason: "encoding" }]]);
  });

  test("is told row by row in a market table as well", async () => {
    const file = joined(utf8("keyword,volume\ncafé near me,5000\n"), latin("thé vert,500\n"), utf8("tea,50\n"));
    for (const size of sizes) {
      const read = await readMarketTable(inPieces(file, size), { fileName: "k.csv" });
      expect(read).toMatchObject({ ok: true, value: { table: { dropped: [{ row: 2, reason: "encoding" }], rows: 2 } } });
    }
  });
});

test("half a character at the end of a file, or in UTF-16, is damage; U+FFFD is not", () => {
  const decoded = (bytes: Uint8Array, encoding: string, size: number) => {
    const decoding = new TextDecoding({ encoding, bomLength: 0 });
    let text = "";
    for (let from = 0; from < bytes.length; from += size) text += decoding.decode(bytes.subarray(from, from + size));
    return text + decoding.end();
  };
  for (const size of sizes) {
    expect(decoded(utf8("éné").subarray(0, 4), "utf-8", size)).toBe(`én${damage}`);
    expect(decoded(utf16le("a\ufffd\ud83d b😀").subarray(2), "utf-16le", size)).toBe(`a\ufffd${damage} b😀`);
    expect(decoded(utf16le("ab").subarray(2, 5), "utf-16le", size)).toBe(`a${damage}`);
  }
});
