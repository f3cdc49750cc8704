/** Digests of files on disk, read in pieces so that a file of gigabytes costs neither memory nor the event loop. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** How a source names a file's content. `git-blob` is the id that git gives it: SHA-1 over its length and bytes. */
export interface Digest {
  kind: "sha256" | "sha512" | "git-blob";
  /** Lower-case hexadecimal. */
  hex: string;
}

const pieceBytes = 1 << 20;

/** The file's digest of that kind, lower-case hexadecimal; `undefined` when there is no such file. */
export async function fileDigest(path: string, kind: Digest["kind"] = "sha256"): Promise<string | undefined> {
  try {
    const hash = await begin(path, kind);
    for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) hash.update(piece);
    return hash.digest("hex");
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

async function begin(path: string, kind: Digest["kind"]): Promise<Hash> {
  if (kind !== "git-blob") return createHash(kind);
  return createHash("sha1").update(`blob ${(await stat(path)).size}\0`);
}

export function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}

/** As people read it: `SHA-256`. */
export const digestNames: Record<Digest["kind"], string> = { sha256: "SHA-256", sha512: "SHA-512", "git-blob": "git blob id" };
