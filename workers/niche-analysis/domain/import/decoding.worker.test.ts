/** What the runtime itself decodes: an import may name any of these. */
import { describe, expect, it } from "vitest";
import { namedEncoding, sniffEncoding, TextDecoding } from "./decoding.ts";

/** "Привет мир" and the like, as each encoding writes it. */
const written: readonly (readonly [label: string, name: string, bytes: readonly number[], text: string])[] = [
  ["windows-1251", "windows-1251", [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], "Привет"],
  ["koi8-r", "koi8-r", [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], "Привет"],
  ["koi8-u", "koi8-u", [0xa4, 0xd4], "єт"],
  ["ibm866", "ibm866", [0x8f, 0xe0, 0xa8], "При"],
  ["macintosh", "macintosh", [0x63, 0x61, 0x66, 0x8e], "café"],
  ["iso-8859-2", "iso-8859-2", [0xaf, 0x61, 0x64, 0x65, 0x6e], "Żaden"],
  ["iso-8859-5", "iso-8859-5", [0xbf, 0xe0, 0xd8], "При"],
  ["iso-8859-7", "iso-8859-7", [0xe3, 0xe5, 0xe9, 0xdc], "γειά"],
  ["iso-8859-8", "iso-8859-8", [0xf9, 0xec, 0xe5, 0xed], "שלום"],
  ["iso-8859-15", "iso-8859-15", [0xa4, 0x35], "€5"],
  ["windows-874", "windows-874", [0xca, 0xc7], "สว"],
  ["windows-1250", "windows-1250", [0x9c, 0xbf], "śż"],
  ["windows-1253", "windows-1253", [0xe3, 0xe5, 0xe9, 0xdc], "γειά"],
  ["windows-1254", "windows-1254", [0xfe, 0xf0, 0xfd], "şğı"],
  ["windows-1255", "windows-1255", [0xf9, 0xec, 0xe5, 0xed], "שלום"],
  ["windows-1256", "windows-1256", [0xe3, 0xd1, 0xcd, 0xc8, 0xc7], "مرحبا"],
  ["windows-1257", "windows-1257", [0xe0, 0xe8], "ąč"],
  ["windows-1258", "windows-1258", [0xf5], "ơ"],
  ["latin1", "windows-1252", [0x93, 0x63, 0x61, 0x66, 0xe9, 0x94], "“café”"],
  ["shift_jis", "shift_jis", [0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea], "日本語"],
  ["sjis", "shift_jis", [0x93, 0xfa], "日"],
  ["euc-jp", "euc-jp", [0xc6, 0xfc, 0xcb, 0xdc, 0xb8, 0xec], "日本語"],
  ["iso-2022-jp", "iso-2022-jp", [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42, 0x21], "日本!"],
  ["euc-kr", "euc-kr", [0xc7, 0xd1, 0xb1, 0xdb], "한글"],
  ["gb2312", "gbk", [0xd6, 0xd0, 0xce, 0xc4], "中文"],
  ["gb18030", "gb18030", [0xd6, 0xd0, 0x81, 0x30, 0x81, 0x30], "中\u0080"],
  ["big5", "big5", [0xa4, 0xa4, 0xa4, 0xe5], "中文"],
  ["utf-16le", "utf-16le", [0x1f, 0x04, 0x40, 0x04], "Пр"],
  ["utf-16be", "utf-16be", [0x04, 0x1f, 0x04, 0x40], "Пр"],
];

describe("text of an encoding that was named", () => {
  it.each(written)("%s is read as %s, wherever it is cut", (label, name, bytes, text) => {
    const named = namedEncoding(label);
    expect(named).toEqual({ ok: true, value: name });
    for (let cut = 0; cut <= bytes.length; cut++) {
      const start = sniffEncoding(Uint8Array.from(bytes), name);
      if (!start.ok) throw new Error(start.error.detail);
      const decoding = new TextDecoding(start.value);
      const read =
        decoding.decode(Uint8Array.from(bytes.slice(0, cut))) + decoding.decode(Uint8Array.from(bytes.slice(cut))) + decoding.end();
      expect(read).toBe(text);
    }
  });

  it.each(["klingon", "utf-7", "", "iso-2022-kr"])("%s is none, and is refused", (label) => {
    expect(namedEncoding(label)).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path: "encoding" }] } });
  });
});
