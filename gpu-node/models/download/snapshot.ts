/**
 * The files of a source on this disk. What the source had when it was first asked is written down (the pin), so that a restart needs no
 * network and gets the same files; every file must have its digest before anything reads it.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import * as z from "zod";
import { ok, type Result } from "../../../contracts/result.ts";
import type { StoreContext } from "../store-context.ts";
import { listingSchema, type Listing, type Source, type SourceFile } from "../sources/source.ts";
import { downloadFile } from "./download-file.ts";
import { fileDigest } from "./file-digest.ts";
import { isPart } from "./part-file.ts";
import type { BackoffOptions } from "../../join/backoff.ts";

const pinSchema = listingSchema.extend({
  source: z.string(),
  /** SHA-256 of every file of the model's folder, by path: written once all were fetched. */
  sealed: z.record(z.string(), z.string()).optional(),
});
export type Pin = z.infer<typeof pinSchema>;

export interface SnapshotOptions {
  model: string;
  /** Folder of this model's downloads. */
  home: string;
  source: Source;
  context: StoreContext;
  pauses?: BackoffOptions;
}

/**
 * What the source has, by the pin where there is one and `renew` is not asked for. The first pin is written at once, so that a download cut off
 * goes on with the same files; a later one replaces it when its files have proved usable (`keepPin`).
 */
export async function pinned({ model, home, source, context }: SnapshotOptions): Promise<Result<Pin>> {
  const pin = await readPin(home, source);
  if (pin && !context.renew) return ok(pin);
  context.report({ model, step: "list" });
  const listed = await source.list();
  // A source that cannot be asked right now still is what it was.
  if (!listed.ok) return pin && listed.error.retryable ? ok(pin) : listed;
  if (pin?.id === listed.value.id) return ok(pin);
  const fresh: Pin = { ...listed.value, source: source.text };
  if (!pin) await keepPin(home, fresh);
  return ok(fresh);
}

export interface Obtained {
  folder: string;
  /** What to keep when the files are usable. */
  pin: Pin;
}

/**
 * Gives the folder that holds the pinned files, each with its digest. Those that are missing are fetched; those that are not what they were
 * are removed and fetched again. Faults of the source, of the download, or of the room on the disk.
 */
export async function obtain(options: SnapshotOptions, pin: Pin): Promise<Result<Obtained>> {
  const { home, source } = options;
  const folder = folderOf(home, pin);
  if (pin.sealed && (await intact(folder, pin.sealed, options))) return ok({ folder, pin });
  for (const file of pin.files) {
    const had = await fetched(folder, file, options);
    if (!had.ok) return had;
  }
  const unpacked = await source.unpack?.(folder);
  if (unpacked && !unpacked.ok) return unpacked;
  if (source.unpack) await Promise.all(pin.files.map(({ path }) => rm(join(folder, path), { force: true })));
  return ok({ folder, pin: { ...pin, sealed: await seal(folder) } });
}

/** From now on this is what the source has, until it is asked anew. */
export async function keepPin(home: string, pin: Pin): Promise<void> {
  await mkdir(home, { recursive: true });
  const draft = `${pinOf(home)}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(pin, null, 2));
  await rename(draft, pinOf(home));
}

/** Where the files of a listing lie. */
export function folderOf(home: string, { id }: Listing): string {
  return join(home, createHash("sha256").update(id).digest("hex").slice(0, 16));
}

async function fetched(folder: string, file: SourceFile, { model, source, context, pauses }: SnapshotOptions): Promise<Result<true>> {
  const target = join(folder, file.path);
  const found = await fileDigest(target, file.digest.kind);
  if (found === file.digest.hex) return ok(true);
  if (found !== undefined) await refuse(target, file.path, model, context);
  const said = { model, step: "download" as const, file: file.path };
  context.report({ ...said, done: 0, total: file.bytes });
  return downloadFile({
    ...file,
    target,
    room: (bytes) => context.room(bytes),
    progress: (done, total) => context.report({ ...said, done, total }),
    ...(source.headers ? { headers: source.headers } : {}),
    ...(pauses ? { pauses } : {}),
  });
}

async function intact(folder: string, sealed: Readonly<Record<string, string>>, { model, context }: SnapshotOptions): Promise<boolean> {
  let whole = true;
  for (const [path, digest] of Object.entries(sealed)) {
    const found = await fileDigest(join(folder, path));
    if (found === digest) continue;
    whole = false;
    if (found !== undefined) await refuse(join(folder, path), path, model, context);
  }
  if (whole) await utimes(folder, new Date(), new Date());
  return whole;
}

async function refuse(path: string, file: string, model: string, context: StoreContext): Promise<void> {
  context.report({ model, step: "refuse", file, why: "it has not the digest it had" });
  await rm(path, { force: true });
}

async function seal(folder: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const sealed: Record<string, string> = {};
  for (const path of paths.filter((one) => !isPart(one))) sealed[path] = (await fileDigest(join(folder, path))) ?? "";
  return sealed;
}

const pinOf = (home: string) => join(home, "pin.json");

async function readPin(home: string, { text }: Source): Promise<Pin | undefined> {
  try {
    const pin = pinSchema.parse(JSON.parse(await readFile(pinOf(home), "utf8")));
    return pin.source === text ? pin : undefined;
  } catch {
    return undefined;
  }
}
