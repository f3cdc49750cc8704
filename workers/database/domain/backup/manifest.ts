/** The manifest of a backup and its seal. */
import { sha256Hex } from "../../../../contracts/digest.ts";
import { err, ok, parse, type Result } from "../../../../contracts/result.ts";
import { sealedManifestSchema, type Manifest, type RestoreResult, type SealedManifest } from "../../../../contracts/services/backups.ts";
import { migrationsManifest } from "../../migrations-manifest.ts";

export async function sealed(manifest: Manifest): Promise<SealedManifest> {
  return { manifest, sha256: await sha256Hex(JSON.stringify(manifest)) };
}

/** The manifest, when it is what was sealed. The digest is that of its JSON with the fields in the order in which they came. */
export async function unsealed(json: unknown): Promise<Result<SealedManifest>> {
  const parsed = parse(sealedManifestSchema, json);
  if (!parsed.ok) return parsed;
  const { manifest, sha256 } = parsed.value;
  const text = JSON.stringify((json as { manifest: unknown }).manifest);
  if ((await sha256Hex(text)) !== sha256) return err("invalid_input", "The manifest is not what was written: its SHA-256 differs.");
  const ordered = manifest.parts.every(({ number }, index) => number === index);
  return ordered ? parsed : err("invalid_input", "The manifest lacks a part.");
}

/** `conflict` when the backup was made by a build with other migrations. */
export function checkBuild({ migrations }: Manifest): Result<true> {
  for (const [service, known] of Object.entries(migrationsManifest)) {
    if (JSON.stringify(migrations[service]) !== JSON.stringify(known))
      return err(
        "conflict",
        `The backup was made by another build: the migrations of ${service} differ. Restore it with that build, then upgrade.`,
      );
  }
  return ok(true);
}

/** What a manifest says, in numbers. */
export function summaryOf({ id, head, events, segments, actors, tables, parts }: Manifest): RestoreResult {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return { backup: id, head, events, segments, actors, tables, parts: parts.length, bytes };
}
