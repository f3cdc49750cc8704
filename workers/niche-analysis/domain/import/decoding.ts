/** Bytes of a file to text, chunk by chunk: which encoding it is, and that it is text at all. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import { detectedEncodings } from "../../../../contracts/services/niche-evidence.ts";
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

/** windows-1252 for 0x80 to 0x9f (WHATWG Encoding Standard); spelt out because runtimes disagree on it. */
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

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

/** Decodes a file in pieces. A character split between two chunks is held back until it is whole. */
export class TextDecoding {
  encoding: string;
  #skip: number;
  #held = new Uint8Array(0);
  /** No byte beyond ASCII was seen yet, so UTF-8 and windows-1252 read the same. */
  #onlyAscii = true;
  /** Of an encoding that only its name tells. */
  #runtimes: TextDecoder | undefined;

  constructor({ encoding, bomLength, named = false }: Start) {
    this.encoding = encoding;
    this.#skip = bomLength;
    if (named) this.#onlyAscii = false;
    if (!detectedEncodings.some((name) => name === encoding)) this.#runtimes = new TextDecoder(encoding);
  }

  decode(chunk: Uint8Array): string {
    if (this.#runtimes) return this.#runtimes.decode(chunk, { stream: true });
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    const bytes = joined(this.#held, chunk.subarray(skipped));
    const whole = bytes.length - openTail(bytes, this.encoding);
    this.#held = bytes.slice(whole);
    return this.#text(bytes.subarray(0, whole));
  }

  end(): string {
    if (this.#runtimes) return this.#runtimes.decode();
    return this.#text(this.#held);
  }

  #text(bytes: Uint8Array): string {
    if (this.encoding === "mixed") return asLetters(bytes);
    if (this.encoding === "utf-8" && this.#onlyAscii) this.#decide(bytes);
    if (this.encoding === "windows-1252") return fromWindows1252(bytes);
    return new TextDecoder(this.encoding, { fatal: false, ignoreBOM: true }).decode(bytes);
  }

  /** The first character beyond ASCII tells the two apart, wherever the file was cut; a bad byte later is damage in a UTF-8 file. */
  #decide(bytes: Uint8Array): void {
    const first = bytes.findIndex((byte) => byte >= 0x80);
    if (first === -1) return;
    this.#onlyAscii = false;
    const lead = bytes[first] ?? 0;
    try {
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(first, first + sequenceLength(lead)));
    } catch {
      this.encoding = "windows-1252";
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

/** Each byte as the letter of its number: whoever knows the encoding of a part reads it. */
function asLetters(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return text;
}

function fromWindows1252(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte >= 0x80 && byte < 0xa0 ? windows1252.charAt(byte - 0x80) : String.fromCharCode(byte);
  return text;
}
