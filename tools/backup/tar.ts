/** Reads the tar file of a backup, entry by entry, without holding all of it. */
import { open } from "node:fs/promises";
import { UserError } from "../system/user-error.ts";

const block = 512;

export interface TarEntry {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Entries in their order. Throws a UserError when the file ends too early or is no tar file. */
export async function* entriesOf(path: string): AsyncGenerator<TarEntry> {
  const file = await open(path, "r");
  try {
    let at = 0;
    const read = async (length: number): Promise<Uint8Array<ArrayBuffer>> => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, at);
      if (bytesRead < length) throw new UserError(`${path} ends too early: it is not a whole backup.`);
      at += length;
      return bytes;
    };
    for (;;) {
      const header = await read(block);
      if (header.every((byte) => byte === 0)) return;
      if (text(header, 257, 5) !== "ustar") throw new UserError(`${path} is not the file of a backup.`);
      const size = Number.parseInt(text(header, 124, 12), 8);
      const bytes = await read(size);
      at += (block - (size % block)) % block;
      yield { name: text(header, 0, 100), bytes };
    }
  } finally {
    await file.close();
  }
}

function text(header: Uint8Array, from: number, length: number): string {
  return new TextDecoder().decode(header.subarray(from, from + length)).split("\0")[0] ?? "";
}
