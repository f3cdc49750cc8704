/** A backup as one tar file: the manifest first, then the parts in their order. */
import type { SealedManifest } from "../../../contracts/services/backups.ts";
import { tarEnd, tarHeader, tarPadding } from "../domain/backup/tar.ts";
import { partName, readPart } from "./objects.ts";

/** Every part is checked before it goes out. A stream that breaks off is not a backup. */
export function tarOf(bucket: R2Bucket, sealed: SealedManifest): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void pour(bucket, sealed, writable);
  return readable;
}

async function pour(bucket: R2Bucket, sealed: SealedManifest, writable: WritableStream<Uint8Array>): Promise<void> {
  const { manifest } = sealed;
  const time = Date.parse(manifest.finishedAt);
  const writer = writable.getWriter();
  const entry = async (name: string, bytes: Uint8Array) => {
    await writer.write(tarHeader({ name, bytes: bytes.byteLength, time }));
    await writer.write(bytes);
    await writer.write(tarPadding(bytes.byteLength));
  };
  try {
    await entry("manifest.json", new TextEncoder().encode(JSON.stringify(sealed)));
    for (const part of manifest.parts) await entry(partName(part.number), new Uint8Array(await readPart(bucket, manifest.id, part)));
    await writer.write(tarEnd);
    await writer.close();
  } catch (cause) {
    // The reader learns of it, or has gone himself.
    await writer.abort(cause).catch(() => undefined);
  }
}
