/** Backups between an installation and a file. */
import { sha256Hex } from "../../contracts/digest.ts";
import { sealedManifestSchema, type SealedManifest } from "../../contracts/services/backups.ts";
import { UserError } from "../system/user-error.ts";
import type { OperatorClient } from "./operator-client.ts";
import { entriesOf } from "./tar.ts";

/** Reads the whole file and checks every digest before a byte of it is sent. */
export async function checkFile(path: string): Promise<SealedManifest> {
  let sealed: SealedManifest | undefined;
  let parts = 0;
  for await (const { name, bytes } of entriesOf(path)) {
    if (!sealed) {
      sealed = await manifestIn(path, name, bytes);
      continue;
    }
    const part = sealed.manifest.parts[parts];
    if (!part || (await digestOf(bytes)) !== part.sha256) throw new UserError(`${path} is damaged: ${name} is not what was written.`);
    parts += 1;
  }
  if (!sealed || parts !== sealed.manifest.parts.length) throw new UserError(`${path} is not a whole backup.`);
  return sealed;
}

/** Sends a file that was checked into an installation, part by part. Nothing is sent that is there already. */
export async function upload(client: OperatorClient, path: string, sealed: SealedManifest, onPart: (done: number) => void): Promise<void> {
  const { id, parts } = sealed.manifest;
  if (await client.has(id)) return;
  let next = 0;
  for await (const { bytes } of entriesOf(path)) {
    // The first entry is the manifest, which goes last.
    const part = next === 0 ? undefined : parts[next - 1];
    next += 1;
    if (!part) continue;
    await client.sendPart(id, part, bytes);
    onPart(next - 1);
  }
  await client.sendManifest(sealed);
}

async function manifestIn(path: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<SealedManifest> {
  const json: unknown = name === "manifest.json" ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;
  const sealed = sealedManifestSchema.safeParse(json).data;
  if (!sealed || (await sha256Hex(JSON.stringify((json as SealedManifest).manifest))) !== sealed.sha256)
    throw new UserError(`${path} is not the file of a backup, or its manifest is damaged.`);
  return sealed;
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
}
