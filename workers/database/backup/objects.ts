/** The objects of a backup in R2: parts as they are made, the manifest last. */
import type { BackupPart, SealedManifest } from "../../../contracts/services/backups.ts";
import { unsealed } from "../domain/backup/manifest.ts";

const folderOf = (backup: string) => `backups/${backup}/`;
const manifestKey = (backup: string) => `${folderOf(backup)}manifest.json`;

/** The name of a part within its backup, also in the file of a download. */
export function partName(number: number): string {
  return `parts/${String(number).padStart(6, "0")}.ndjson.gz`;
}

/** Compresses lines into part `number`. Writing it again replaces it. */
export async function writePart(
  bucket: R2Bucket,
  backup: string,
  number: number,
  lines: readonly string[],
): Promise<Pick<BackupPart, "bytes" | "sha256">> {
  const text = lines.map((line) => `${line}\n`).join("");
  const bytes = await through(new Blob([text]), new CompressionStream("gzip"));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  await bucket.put(`${folderOf(backup)}${partName(number)}`, bytes, { sha256: digest });
  return { bytes: bytes.byteLength, sha256: hex(digest) };
}

/** Stores a part that was made elsewhere. False when the bytes do not have that digest. */
export async function storePart(
  bucket: R2Bucket,
  backup: string,
  part: { number: number; sha256: string },
  bytes: ArrayBuffer,
): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  if (hex(digest) !== part.sha256) return false;
  await bucket.put(`${folderOf(backup)}${partName(part.number)}`, bytes, { sha256: digest });
  return true;
}

/** The bytes of a part. Throws when it is missing or not what the manifest says: nothing may be made of such a thing. */
export async function readPart(bucket: R2Bucket, backup: string, { number, bytes: size, sha256 }: BackupPart): Promise<ArrayBuffer> {
  const object = await bucket.get(`${folderOf(backup)}${partName(number)}`);
  if (!object) throw new BrokenPart(`Part ${number} of the backup is missing.`);
  const bytes = await object.arrayBuffer();
  if (bytes.byteLength !== size || hex(await crypto.subtle.digest("SHA-256", bytes)) !== sha256)
    throw new BrokenPart(`Part ${number} of the backup is not what was written: its SHA-256 differs.`);
  return bytes;
}

/** The backup itself is at fault: trying again does not help. */
export class BrokenPart extends Error {
  override name = "BrokenPart";
}

export async function textOf(part: ArrayBuffer): Promise<string> {
  return new TextDecoder().decode(await through(new Blob([part]), new DecompressionStream("gzip")));
}

export async function writeManifest(bucket: R2Bucket, manifest: SealedManifest): Promise<void> {
  await bucket.put(manifestKey(manifest.manifest.id), JSON.stringify(manifest), { httpMetadata: { contentType: "application/json" } });
}

/** Undefined when there is none, or one that is not what was sealed. */
export async function readManifest(bucket: R2Bucket, backup: string): Promise<SealedManifest | undefined> {
  const object = await bucket.get(manifestKey(backup));
  const found = object && (await unsealed(JSON.parse(await object.text())));
  return found?.ok ? found.value : undefined;
}

/** Sizes of the parts that are stored, by their numbers. */
export async function storedParts(bucket: R2Bucket, backup: string): Promise<Map<number, number>> {
  const prefix = `${folderOf(backup)}parts/`;
  const objects = await objectsUnder(bucket, prefix);
  return new Map(objects.map(({ key, size }) => [Number.parseInt(key.slice(prefix.length), 10), size]));
}

export async function deleteObjects(bucket: R2Bucket, backup: string): Promise<void> {
  // The manifest first: what is left of a deletion that breaks off is no backup any more.
  await bucket.delete(manifestKey(backup));
  const keys = (await objectsUnder(bucket, folderOf(backup))).map(({ key }) => key);
  for (let first = 0; first < keys.length; first += 1_000) await bucket.delete(keys.slice(first, first + 1_000));
}

async function objectsUnder(bucket: R2Bucket, prefix: string): Promise<R2Object[]> {
  const objects: R2Object[] = [];
  for (let cursor: string | undefined; ;) {
    const page: R2Objects = await bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    objects.push(...page.objects);
    if (!page.truncated) return objects;
    cursor = page.cursor;
  }
}

async function through(content: Blob, transform: CompressionStream | DecompressionStream): Promise<ArrayBuffer> {
  return new Response(content.stream().pipeThrough(transform)).arrayBuffer();
}

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
