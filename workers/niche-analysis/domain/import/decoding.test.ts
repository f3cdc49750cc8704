import { describe, expect, test } from "vitest";
import { faultOf, readFile, utf16le } from "../testing/reading.ts";
import { damage } from "./damaged-text.ts";
import { sniffEncoding, TextDecoding } from "./decoding.ts";

const text = 'id,text\n1,"Grüße – naïve café ☕ 𝄞 done"\n';
const utf16 = (le: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), le);
  return new Uint8Array(view.buffer);
};
const withBom = (bom: number[], bytes: Uint8Array) => Uint8Array.from([...bom, ...bytes]);

function decodeInPieces(bytes: Uint8Array, size: number): { text: string; encoding: string } {
  const start = sniffEncoding(bytes);
  if (!start.ok) throw new Error(start.error.detail);
  const decoding = new TextDecoding(start.value);
  let out = "";
  for (let from = 0; from < bytes.length; from += size) out += decoding.decode(bytes.subarray(from, from + size));
  return { text: out + decoding.end(), encoding: decoding.encoding };
}

describe("decoding", () => {
  test.each([
    ["utf-8", new TextEncoder().encode(text), text],
    ["utf-8", withBom([0xef, 0xbb, 0xbf], new TextEncoder().encode(text)), text],
    ["utf-16le", withBom([0xff, 0xfe], utf16(true)), text],
    ["utf-16be", withBom([0xfe, 0xff], utf16(false)), text],
    ["utf-16le", new Uint8Array(new Uint16Array(Array.from("id,text\n1,plain\n", (c) => c.charCodeAt(0))).buffer), "id,text\n1,plain\n"],
  ])("reads %s whatever the size of the chunks", (encoding, bytes, expected) => {
    const whole = decodeInPieces(bytes, bytes.length);
    expect(whole.encoding).toBe(encoding);
    expect(whole.text).toBe(expected);
    for (const size of [1, 2, 3, 5, 7]) expect(decodeInPieces(bytes, size)).toEqual(whole);
  });

  test("falls back to windows-1252 at the first byte that UTF-8 forbids", () => {
    // "it’s 5 € naïve" as Excel on Windows writes it: 0x92 is the apostrophe, 0x80 the euro sign.
    const bytes = Uint8Array.from([
      ...Array.from("plain start, it", (c) => c.charCodeAt(0)),
      0x92,
      0x73,
      0x20,
      0x35,
      0x20,
      0x80,
      0x20,
      0x6e,
      0x61,
      0xef,
      0x76,
      0x65,
    ]);
    for (const size of [1, 4, 100])
      expect(decodeInPieces(bytes, size)).toEqual({ text: "plain start, it’s 5 € naïve", encoding: "windows-1252" });
  });

  test("stays with UTF-8 when a file that is UTF-8 has one damaged byte", () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode("café "), 0xff, ...new TextEncoder().encode(" naïve")]);
    expect(decodeInPieces(bytes, 4)).toEqual({ text: `café ${damage} naïve`, encoding: "utf-8" });
  });

  test.each([
    ["Excel", [0x50, 0x4b, 0x03, 0x04, 1, 2]],
    ["PDF", [0x25, 0x50, 0x44, 0x46, 0x2d]],
    ["binary", [1, 2, 0, 0, 0, 7, 0, 9]],
  ])("refuses a file that is not text and names it: %s", (name, bytes) => {
    const refused = sniffEncoding(Uint8Array.from(bytes));
    expect(refused).toMatchObject({ ok: false, error: { code: "unsupported_media", detail: expect.stringContaining(name) } });
  });
});

describe("an encoding that was named", () => {
  const cyrillic = (words: string) =>
    Uint8Array.from(words, (letter) => (letter < "\u0400" ? letter.charCodeAt(0) : letter.charCodeAt(0) - 0x0350));

  test("is read, and the report says which", async () => {
    const { rows, report } = await readFile(cyrillic("отзыв;автор\nСломалось за один день;Анна\n"), { encoding: "CP1251", size: 7 });
    expect(rows.map((row) => row.text)).toEqual(["Сломалось за один день"]);
    expect(report.encoding).toBe("windows-1251");
    expect(report.columns.found).toEqual(["отзыв", "автор"]);
  });

  test("of another kind than the file shows does not hide what it shows: its byte order mark, its mails", async () => {
    const marked = await readFile(utf16le("review;user\nIt never syncs, really;Ann\n"), { encoding: "windows-1251" });
    expect(marked.report).toMatchObject({ encoding: "utf-16le", kept: 1 });
    const mail = "From a@b.org Mon Mar  4 10:11:12 2024\nFrom: a@b.org\n\nIt never syncs my notes\n";
    expect((await readFile(mail, { encoding: "koi8-r" })).report).toMatchObject({ encoding: "mixed", kept: 1 });
  });

  test("is not guessed otherwise where the bytes do not fit it", async () => {
    const { report } = await readFile(
      Uint8Array.from([..."review,user\nIt is caf", 0xe9, ..." of mine,Ann\n"], (one) =>
        typeof one === "string" ? one.charCodeAt(0) : one,
      ),
      { encoding: "utf8" },
    );
    expect(report.encoding).toBe("utf-8");
    expect(report.dropped).toEqual([{ row: 1, reason: "encoding" }]);
  });

  test("that there is none of is refused before anything is read, and so is text that has zeros in it", async () => {
    expect(await faultOf("review\nIt never syncs\n", { encoding: "klingon" })).toMatchObject({
      code: "invalid_input",
      detail: expect.stringContaining('"klingon"'),
      fields: [{ path: "encoding" }],
    });
    expect(await faultOf(utf16le("review;user\nIt never syncs, really;Ann\n").subarray(2), { encoding: "windows-1251" })).toMatchObject({
      code: "unsupported_media",
      detail: expect.stringContaining("windows-1251"),
    });
  });
});
