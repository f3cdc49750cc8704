/**
 * Reads a tar archive as a stream: POSIX ustar with pax and GNU long names, as npm and `tar` write them. Only the files are given; links and
 * devices are passed over, and where a file goes is the caller's business.
 */
import { buffer } from "node:stream/consumers";

const block = 512;
/** A pax header or long name is some hundred bytes; more is none. */
const longestName = 65_536;

export interface TarFile {
  /** As the archive says it: never to be joined with a folder unchecked. */
  name: string;
  bytes: number;
  /** The content. What of it is not read is passed over. */
  content: AsyncIterable<Uint8Array>;
}

/** The files in their order. Throws an Error for what is no tar archive, and when it ends in the middle of a file. */
export async function* tarFiles(archive: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const reader = new BlockReader(archive);
  let longName: string | undefined;
  for (;;) {
    const header = await reader.header();
    if (header === undefined) return;
    const { name, bytes, kind } = parseHeader(header);
    const padded = Math.ceil(bytes / block) * block;
    if (kind === "x" || kind === "L") {
      if (bytes > longestName) throw new Error("it has a name that is no name");
      const record = await buffer(reader.take(padded));
      if (record.length < padded) throw new Error("it ends in the middle of a name");
      const text = record.subarray(0, bytes).toString("utf8");
      longName = kind === "x" ? (paxPath(text) ?? longName) : text.replace(/\0.*$/s, "");
      continue;
    }
    const left = { bytes: padded };
    if (kind === "0" || kind === "\0" || kind === "7") yield { name: longName ?? name, bytes, content: content(reader, left, bytes) };
    for await (const rest of reader.take(left.bytes)) left.bytes -= rest.length;
    longName = undefined;
  }
}

async function* content(reader: BlockReader, left: { bytes: number }, bytes: number): AsyncGenerator<Uint8Array> {
  let wanted = bytes;
  for await (const piece of reader.take(bytes)) {
    left.bytes -= piece.length;
    wanted -= piece.length;
    yield piece;
  }
  if (wanted > 0) throw new Error("it ends in the middle of a file");
}

interface Header {
  name: string;
  bytes: number;
  kind: string;
}

function parseHeader(header: Buffer): Header {
  const text = (from: number, length: number) =>
    header
      .subarray(from, from + length)
      .toString("utf8")
      .replace(/\0.*$/s, "");
  const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim() || "0", 8);
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  // Sizes of 8 GiB and more are written in binary, their first bit set: no model in a package has them.
  const bytes = octal(124, 12);
  if (octal(148, 8) !== sum || !Number.isSafeInteger(bytes) || bytes < 0) throw new Error("it is no tar archive, or a damaged one");
  const prefix = text(257, 5) === "ustar" ? text(345, 155) : "";
  return { name: prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`, bytes, kind: String.fromCharCode(header[156] ?? 0) };
}

/** `path` of a pax header: records of `<length> <key>=<value>\n`. */
function paxPath(text: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}

class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(archive: AsyncIterable<Uint8Array>) {
    this.#source = archive[Symbol.asyncIterator]();
  }

  /** The next header, `undefined` at the end: two empty blocks, or nothing more. */
  async header(): Promise<Buffer | undefined> {
    const bytes = await buffer(this.take(block));
    if (bytes.every((byte) => byte === 0)) return undefined;
    if (bytes.length < block) throw new Error("it ends in the middle of a header");
    return bytes;
  }

  /** The next `bytes`, fewer where the archive ends. */
  async *take(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done) return;
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
