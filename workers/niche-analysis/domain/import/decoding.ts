/** Bytes of a file to text, chunk by chunk: which encoding it is, and that it is text at all. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import { detectedEncodings } from "../../../../contracts/services/niche-evidence.ts";
import { asLetters, damage, fromUtf16, fromUtf8, fromWindows1252, latinOrUtf8 } from "./damaged-text.ts";
import { looksLikeMailbox } from "./mail/mailbox-reader.ts";

/** Formats that people upload by mistake, by their first bytes. */
const signatures: readonly { bytes: readonly number[]; name: string; advice: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "a zip archive or Excel workbook", advice: "Export the sheet as CSV." },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: "an old Excel or Word document", advice: "Export the sheet as CSV." },
  { bytes: [0x25, 0x50, 0x44, 0x46], name: "a PDF document", advice: "Export the data as CSV or JSON lines." },
  { bytes: [0x1f, 0x8b], name: "a gzip archive within another one", advice: "Unpack it first." },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: "a zstd archive within another one", advice: "Unpack it first." },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: "a PNG image", advice: "Send CSV or JSON lines." },
  { bytes: [0xff, 0xd8, 0xff], name: "a JPEG image", advice: "Send CSV or JSON lines." },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], name: "an SQLite database", advice: "Export the table as CSV." },
];

/** Bytes of a line in windows-1252 that are looked at together, from the first one beyond ASCII on. */
const longestStretch = 4096;

export interface Start {
  encoding: string;
  bomLength: number;
  /** Somebody said so: nothing is to be guessed. */
  named?: boolean;
}

/** The encoding of this name in the WHATWG Encoding Standard, by its canonical name; `invalid_input` for a name that is none. */
export function namedEncoding(label: string): Result<string> {
  try {
    return ok(new TextDecoder(label.trim()).encoding.toLowerCase());
  } catch {
    const detail = `There is no encoding "${label}". Name it as browsers do (windows-1251, shift_jis, gb18030), or leave it out.`;
    return err("invalid_input", detail, { fields: [{ path: "encoding", message: "no encoding has this name" }] });
  }
}

/**
 * The encoding that a file's first bytes show, or the one that it was `named`, unless a byte order mark or the lines of a mailbox speak against it. UTF-8 is a guess that `TextDecoding` checks at the first character beyond ASCII.
 * Fails with `unsupported_media` for a file that is not text.
 */
export function sniffEncoding(head: Uint8Array, named?: string): Result<Start> {
  const known = signatures.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
  if (known) return err("unsupported_media", `This file is ${known.name}, not text. ${known.advice}`);
  if (looksLikeMailbox(String.fromCharCode(...head.subarray(0, 4096)))) return ok({ encoding: "mixed", bomLength: 0 });
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return ok({ encoding: "utf-8", bomLength: 3 });
  if (head[0] === 0xff && head[1] === 0xfe) return ok({ encoding: "utf-16le", bomLength: 2 });
  if (head[0] === 0xfe && head[1] === 0xff) return ok({ encoding: "utf-16be", bomLength: 2 });
  if (named?.startsWith("utf-16")) return ok({ encoding: named, bomLength: 0, named: true });
  const zeros = { even: 0, odd: 0 };
  const looked = Math.min(head.length, 8192);
  for (let i = 0; i < looked; i++) if (head[i] === 0) zeros[i % 2 === 0 ? "even" : "odd"]++;
  if (named !== undefined) {
    if (zeros.even + zeros.odd > 0) return err("unsupported_media", `This file has bytes of zero in it, so it is not text in ${named}.`);
    return ok({ encoding: named, bomLength: 0, named: true });
  }
  // Latin text in UTF-16 has a zero in nearly every second byte and none in the others.
  if (zeros.odd > looked * 0.3 && zeros.even === 0) return ok({ encoding: "utf-16le", bomLength: 0 });
  if (zeros.even > looked * 0.3 && zeros.odd === 0) return ok({ encoding: "utf-16be", bomLength: 0 });
  if (zeros.even + zeros.odd > 0) return err("unsupported_media", "This file is binary, not text. Send CSV or JSON lines.");
  return ok({ encoding: "utf-8", bomLength: 0 });
}

/**
 * Decodes a file in pieces. A character split between two chunks is held back until it is whole. What is not in the encoding of the file has a mark of
 * `damage` in its place; of a file in windows-1252 those lines that are UTF-8 for certain are read as that, unless the encoding was named.
 */
export class TextDecoding {
  encoding: string;
  #skip: number;
  #held = new Uint8Array(0);
  readonly #named: boolean;
  /** No byte beyond ASCII was seen yet, so UTF-8 and windows-1252 read the same. */
  #onlyAscii = true;
  /** Of an encoding that only its name tells. */
  #runtimes: TextDecoder | undefined;

  constructor({ encoding, bomLength, named = false }: Start) {
    this.encoding = encoding;
    this.#skip = bomLength;
    this.#named = named;
    if (!detectedEncodings.some((name) => name === encoding)) this.#runtimes = new TextDecoder(encoding);
  }

  decode(chunk: Uint8Array): string {
    if (this.#runtimes) return this.#runtimes.decode(chunk, { stream: true }).replaceAll("\ufffd", damage);
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    return this.#text(joined(this.#held, chunk.subarray(skipped)), false);
  }

  end(): string {
    if (this.#runtimes) return this.#runtimes.decode().replaceAll("\ufffd", damage);
    return this.#text(this.#held, true);
  }

  /** The text of `bytes`; of what is not whole yet only if it is the `last`. */
  #text(bytes: Uint8Array, last: boolean): string {
    const whole = bytes.length - (last ? 0 : openTail(bytes, this.encoding));
    if (this.encoding === "utf-8" && this.#onlyAscii && !this.#named) this.#decide(bytes.subarray(0, whole));
    if (this.encoding === "windows-1252" && !this.#named) return this.#stretches(bytes, last);
    this.#held = bytes.slice(whole);
    const read = bytes.subarray(0, whole);
    if (this.encoding === "mixed") return asLetters(read);
    if (this.encoding === "windows-1252") return fromWindows1252(read);
    return this.encoding === "utf-8" ? fromUtf8(read) : fromUtf16(read, this.encoding);
  }

  /**
   * The first character beyond ASCII tells the two apart, wherever the file was cut. One that only ß before a quotation mark makes is windows-1252.
   */
  #decide(bytes: Uint8Array): void {
    const first = bytes.findIndex((byte) => byte >= 0x80);
    if (first === -1) return;
    this.#onlyAscii = false;
    const lead = bytes[first] ?? 0;
    const isUtf8 = lead !== 0xdf && !fromUtf8(bytes.subarray(first, first + sequenceLength(lead))).includes(damage);
    if (!isUtf8) this.encoding = "windows-1252";
  }

  /** Windows-1252, judged in stretches: from a byte beyond ASCII to the end of its line. They are the same ones, however the file is cut. */
  #stretches(bytes: Uint8Array, last: boolean): string {
    let text = "";
    for (let at = 0; ;) {
      const found = bytes.subarray(at).findIndex((byte) => byte >= 0x80);
      const from = found === -1 ? bytes.length : at + found;
      text += asLetters(bytes.subarray(at, from));
      const lineEnd = bytes.indexOf(0x0a, from) + 1;
      const longest = from + longestStretch;
      let to = lineEnd === 0 ? Math.min(bytes.length, longest) : Math.min(lineEnd, longest);
      if (to === longest) to -= openTail(bytes.subarray(from, to), "utf-8");
      else if (lineEnd === 0 && !last) to = from;
      if (to === from) {
        this.#held = bytes.slice(from);
        return text;
      }
      text += latinOrUtf8(bytes.subarray(from, to));
      at = to;
    }
  }
}

/** How many bytes at the end belong to a character that is not complete. */
function openTail(bytes: Uint8Array, encoding: string): number {
  if (encoding === "windows-1252" || encoding === "mixed") return 0;
  if (encoding !== "utf-8") {
    const odd = bytes.length % 2;
    const last = bytes.length - odd - 2;
    const highByte = bytes[encoding === "utf-16le" ? last + 1 : last] ?? 0;
    return highByte >= 0xd8 && highByte <= 0xdb ? odd + 2 : odd;
  }
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
