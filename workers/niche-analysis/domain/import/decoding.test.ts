import { describe, expect, test } from "vitest";
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
    expect(decodeInPieces(bytes, 4)).toEqual({ text: "café \ufffd naïve", encoding: "utf-8" });
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
