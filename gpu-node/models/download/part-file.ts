/** A file that is not complete yet: its bytes beside its final name, with what tells whether the source still has the same file. */
import { open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import * as z from "zod";
import { isAlive } from "./living.ts";

const noteSchema = z.object({ url: z.string(), validator: z.string().optional() });

export class PartFile {
  readonly path: string;
  readonly #url: string;
  readonly #target: string;
  /** Strong ETag or date that the source gave with the first bytes. */
  validator: string | undefined;

  private constructor(target: string, url: string) {
    this.#target = target;
    this.#url = url;
    this.path = partOf(target, process.pid);
  }

  /**
   * The part of `target`, going on where a process that is no more left off when it fetched the same address. Every process has a part of
   * its own: two that download the same model do not write into each other's.
   */
  static async open(target: string, url: string): Promise<PartFile> {
    const part = new PartFile(target, url);
    const abandoned = await abandonedParts(target);
    for (const other of abandoned) if ((await size(part.path)) === 0) await adopt(other, part.path);
    const note = noteSchema.safeParse(await readJson(noteOf(part.path)));
    if (note.success && note.data.url === url) part.validator = note.data.validator;
    else await part.discard();
    return part;
  }

  get bytes(): Promise<number> {
    return size(this.path);
  }

  /** Writes down which file the bytes belong to, before the first of them. */
  async note(validator: string | undefined): Promise<void> {
    this.validator = validator;
    await writeFile(noteOf(this.path), JSON.stringify({ url: this.#url, ...(validator ? { validator } : {}) }));
  }

  /** Appends as the pieces come; calls `took` with the length of each. The bytes so far stay when the source or the disk breaks off. */
  async append(pieces: AsyncIterable<Uint8Array>, took: (bytes: number) => void): Promise<void> {
    const file = await open(this.path, "a");
    try {
      for await (const piece of pieces) {
        await file.appendFile(piece);
        took(piece.length);
      }
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** Gives the file its name: from this moment it is there, whole. */
  async publish(): Promise<void> {
    await rename(this.path, this.#target);
    await rm(noteOf(this.path), { force: true });
  }

  async discard(): Promise<void> {
    this.validator = undefined;
    await Promise.all([rm(this.path, { force: true }), rm(noteOf(this.path), { force: true })]);
  }
}

/** True for the name of a file that is not complete, or of its note. */
export function isPart(name: string): boolean {
  return /\.part-\d+(\.json)?$/.test(name);
}

const partOf = (target: string, pid: number) => `${target}.part-${pid}`;
const noteOf = (part: string) => `${part}.json`;

/** Parts whose process is no more. */
async function abandonedParts(target: string): Promise<string[]> {
  const prefix = `${basename(target)}.part-`;
  const names = await readdir(dirname(target)).catch(() => []);
  const pids = names.flatMap((name) =>
    name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? [Number(name.slice(prefix.length))] : [],
  );
  return pids.filter((pid) => pid !== process.pid && !isAlive(pid)).map((pid) => partOf(target, pid));
}

/** The renaming of the bytes decides when two want the same part. */
async function adopt(from: string, to: string): Promise<void> {
  try {
    await rename(noteOf(from), noteOf(to));
    await rename(from, to);
  } catch {
    await rm(noteOf(from), { force: true });
  }
}

async function size(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

async function readJson(path: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return value;
  } catch {
    return undefined;
  }
}
