/** Rows of the registry as the domain knows them. */
import { and, desc, eq, sql, type SQL } from "drizzle-orm";
import { alias as named } from "drizzle-orm/sqlite-core";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { FallbackPolicy } from "../../../contracts/model-fallback.ts";
import { collideWhere, subjectOf } from "../commit.ts";
import type { AliasRow, Meant } from "../domain/alias-life.ts";
import type { KnownAlias, KnownVersion } from "../domain/registering.ts";
import { aliasChanges, aliases, models, subjectSequences, versions } from "../schema.ts";

const versionColumns = {
  modelId: versions.modelId,
  name: models.name,
  version: versions.version,
  task: versions.task,
  dimensions: versions.dimensions,
  maxTokens: versions.maxTokens,
  labels: versions.labels,
  release: versions.release,
  manifest: versions.manifest,
  retiredAt: versions.retiredAt,
  registeredAt: versions.registeredAt,
};

export type RegisteredVersion = KnownVersion & { registeredAt: number };

type VersionRow = Awaited<ReturnType<typeof selectVersions>>[number];

/** What is absent in the row is absent, rather than null. */
export function readVersion({ labels, release, manifest, retiredAt, ...row }: VersionRow): RegisteredVersion {
  return {
    ...row,
    ...(labels ? { labels } : {}),
    ...(release === null ? {} : { release }),
    ...(manifest ? { manifest } : {}),
    ...(retiredAt === null ? {} : { retiredAt }),
  };
}

/** Versions with their models, to be narrowed and ordered. */
export function selectVersions(db: DrizzleD1Database) {
  return db.select(versionColumns).from(versions).innerJoin(models, eq(models.id, versions.modelId));
}

/** Every version, newest first. */
export async function registeredVersions(db: DrizzleD1Database): Promise<RegisteredVersion[]> {
  return (await selectVersions(db).orderBy(desc(versions.registeredAt), versions.version)).map(readVersion);
}

const canaryModels = named(models, "canary_models");

function selectChanges(db: DrizzleD1Database) {
  return db
    .select({ row: aliasChanges, name: models.name, canaryName: canaryModels.name })
    .from(aliasChanges)
    .innerJoin(models, eq(models.id, aliasChanges.modelId))
    .leftJoin(canaryModels, eq(canaryModels.id, aliasChanges.canaryModelId));
}

type ChangeRow = Awaited<ReturnType<typeof selectChanges>>[number];

function readChange({ row, name, canaryName }: ChangeRow): AliasRow & { at: number; by: string | null } {
  const { number, change, back, at, by, modelId, version, canaryModelId, canaryVersion, canaryPercent } = row;
  const canary =
    canaryModelId !== null && canaryVersion !== null && canaryPercent !== null && canaryName !== null
      ? { modelId: canaryModelId, name: canaryName, version: canaryVersion, percent: canaryPercent }
      : null;
  return { number, change, back, at, by, stable: { modelId, name, version }, canary };
}

export type StoredAlias = KnownAlias & { revision: number; changedAt: number; fallback: FallbackPolicy | null };

/** The number of the alias's latest event: every change of it has one, and two writers cannot give the same. */
const revision = sql<number>`(SELECT COALESCE(MAX(${subjectSequences.sequence}), 0) FROM ${subjectSequences}
  WHERE ${subjectSequences.subject} = ${subjectOf({ about: { kind: "alias", id: "" } })} || ${aliases.alias})`;

/** Every alias with its latest change, by name. */
export async function knownAliases(db: DrizzleD1Database): Promise<StoredAlias[]> {
  const latest = sql`${aliasChanges.number} = (SELECT MAX(c.number) FROM alias_changes c WHERE c.alias = ${aliasChanges.alias})`;
  // Not in a batch: D1 answers that with rows by column name, and both models' names are called alike.
  const rows = await db
    .select({ alias: aliases.alias, pinned: aliases.pinned, fallback: aliases.fallback, revision })
    .from(aliases)
    .orderBy(aliases.alias);
  const changes = await selectChanges(db).where(latest);
  const now = new Map(changes.map((change) => [change.row.alias, readChange(change)]));
  return rows.flatMap((row) => {
    const change = now.get(row.alias);
    return change ? [{ ...row, now: change, changedAt: change.at }] : [];
  });
}

/** What an alias has meant, the latest first. */
export async function changesOf(db: DrizzleD1Database, alias: string, limit: number): Promise<ReturnType<typeof readChange>[]> {
  const rows = await selectChanges(db).where(eq(aliasChanges.alias, alias)).orderBy(desc(aliasChanges.number)).limit(limit);
  return rows.map(readChange);
}

export async function changeOf(db: DrizzleD1Database, alias: string, number: number): Promise<AliasRow | undefined> {
  const [row] = await selectChanges(db).where(and(eq(aliasChanges.alias, alias), eq(aliasChanges.number, number)));
  return row && readChange(row);
}

/** The alias means this from now on, and its history says so. */
export function aliasWrites(
  db: DrizzleD1Database,
  alias: string,
  { number, change, back, stable, canary }: AliasRow,
  { pinned, by, now }: { pinned: boolean; by: string; now: number },
): BatchItem<"sqlite">[] {
  const canaryColumns = {
    canaryModelId: canary?.modelId ?? null,
    canaryVersion: canary?.version ?? null,
    canaryPercent: canary?.percent ?? null,
  };
  const target = { ...columnsOf(stable), ...canaryColumns, pinned, movedAt: now };
  return [
    db
      .insert(aliases)
      .values({ alias, ...target })
      .onConflictDoUpdate({ target: aliases.alias, set: target }),
    db.insert(aliasChanges).values({ alias, number, at: now, change, ...columnsOf(stable), ...canaryColumns, back, by }),
    ...[stable, ...(canary ? [canary] : [])].map((meant) => collideWhere(db, isRetired(meant))),
  ];
}

/** Retiring and moving write different things: whoever comes second looks again. */
function isRetired({ modelId, version }: Meant): SQL {
  return sql`EXISTS (SELECT 1 FROM versions v WHERE v.model_id = ${modelId} AND v.version = ${version} AND v.retired_at IS NOT NULL)`;
}

export function isMeantByAlias({ modelId, version }: Meant): SQL {
  return sql`EXISTS (SELECT 1 FROM aliases a WHERE (a.model_id = ${modelId} AND a.version = ${version})
    OR (a.canary_model_id = ${modelId} AND a.canary_version = ${version}))`;
}

function columnsOf({ modelId, version }: Meant) {
  return { modelId, version };
}
