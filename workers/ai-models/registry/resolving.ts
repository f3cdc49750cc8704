/** What a reference to a model means: an alias, a name, a digest, a semantic version. */
import { and, desc, eq, isNull, or } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { FallbackPolicy } from "../../../contracts/model-fallback.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { isInCanary } from "../domain/canary.ts";
import { readModelReference, writeModelReference } from "../domain/model-reference.ts";
import type { KnownVersion } from "../domain/registering.ts";
import { highestIn } from "../domain/releases.ts";
import { aliases, models, versions } from "../schema.ts";
import { readVersion, selectVersions, type RegisteredVersion } from "./rows.ts";

export interface Resolved {
  version: KnownVersion;
  /** What its alias says is asked when it cannot answer. */
  fallback: FallbackPolicy | null;
}

/**
 * The version that `reference` means to an organisation now: an alias's, or its canary's if the organisation is in it; the one that is named, by
 * digest, semantic version or a range of them (the highest in it); or the newest of a bare name. Never a retired one: `not_found`.
 */
export async function resolveFor(db: DrizzleD1Database, reference: string, organisation: string | undefined): Promise<Result<Resolved>> {
  const { name, version } = readModelReference(reference);
  const aliased = version === undefined ? await versionOfAlias(db, name, organisation) : undefined;
  if (aliased) return ok(aliased);
  const found = version === undefined ? await newest(db, name) : await named(db, name, version);
  if (!found) return err("not_found", `There is no model or alias \`${reference}\`. GET /api/v1/models lists what there is.`);
  if (found.retiredAt !== undefined) {
    return err(
      "not_found",
      `${writeModelReference(found)} was retired at ${new Date(found.retiredAt).toISOString()}. Take another version.`,
    );
  }
  return ok({ version: found, fallback: null });
}

/** The same without a canary, to whoever asks. */
export async function resolveModel(db: DrizzleD1Database, reference: string): Promise<Result<KnownVersion>> {
  const resolved = await resolveFor(db, reference, undefined);
  return resolved.ok ? ok(resolved.value.version) : resolved;
}

/** The version that is named, retired or not. */
export async function named(db: DrizzleD1Database, name: string, version: string): Promise<RegisteredVersion | undefined> {
  const exactly = await selectVersions(db).where(
    and(eq(models.name, name), or(eq(versions.version, version), eq(versions.release, version))),
  );
  const exact = exactly.find((row) => row.version === version) ?? exactly[0];
  if (exact) return readVersion(exact);
  const rows = await selectVersions(db).where(and(eq(models.name, name), isNull(versions.retiredAt)));
  return highestIn(version, rows.map(readVersion));
}

async function newest(db: DrizzleD1Database, name: string): Promise<RegisteredVersion | undefined> {
  // A retired one only when there is no other, for the sake of the message.
  const rows = await selectVersions(db).where(eq(models.name, name)).orderBy(desc(versions.registeredAt), versions.version);
  const found = rows.find(({ retiredAt }) => retiredAt === null) ?? rows[0];
  return found && readVersion(found);
}

async function versionOfAlias(db: DrizzleD1Database, alias: string, organisation: string | undefined): Promise<Resolved | undefined> {
  const stable = and(eq(versions.modelId, aliases.modelId), eq(versions.version, aliases.version));
  const canary = and(eq(versions.modelId, aliases.canaryModelId), eq(versions.version, aliases.canaryVersion));
  const rows = await db
    .select({ alias: aliases, version: versions, name: models.name })
    .from(aliases)
    .innerJoin(versions, or(stable, canary))
    .innerJoin(models, eq(models.id, versions.modelId))
    .where(eq(aliases.alias, alias));
  const [first] = rows;
  if (!first) return undefined;
  const { canaryVersion, canaryPercent, canaryModelId, fallback, modelId, version } = first.alias;
  const inCanary =
    organisation !== undefined &&
    canaryVersion !== null &&
    canaryPercent !== null &&
    isInCanary(alias, canaryVersion, organisation, canaryPercent);
  const meant = inCanary ? { modelId: canaryModelId, version: canaryVersion } : { modelId, version };
  const row = rows.find((one) => one.version.modelId === meant.modelId && one.version.version === meant.version);
  return row && { version: readVersion({ ...row.version, name: row.name }), fallback };
}
