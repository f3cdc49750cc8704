/** Queries of the registry: what is registered, what a reference means, and the rows of a registration. */
import { and, desc, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { AliasMoved } from "../../../contracts/events/ai-models.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { Happening } from "../commit.ts";
import { readModelReference } from "../domain/model-reference.ts";
import type { KnownAlias, KnownVersion, Registration, Registry } from "../domain/registering.ts";
import { aliases, models, versions } from "../schema.ts";

const versionColumns = {
  modelId: versions.modelId,
  name: models.name,
  version: versions.version,
  task: versions.task,
  dimensions: versions.dimensions,
  maxTokens: versions.maxTokens,
  labels: versions.labels,
};

export type RegisteredVersion = KnownVersion & { registeredAt: number };

/** A version without labels has none, rather than none known. */
function withLabels<Row extends { labels: string[] | null }>({ labels, ...row }: Row) {
  return labels ? { ...row, labels } : row;
}

/** Every version, newest first. */
export async function registeredVersions(db: DrizzleD1Database): Promise<RegisteredVersion[]> {
  const rows = await db
    .select({ ...versionColumns, registeredAt: versions.registeredAt })
    .from(versions)
    .innerJoin(models, eq(models.id, versions.modelId))
    .orderBy(desc(versions.registeredAt), versions.version);
  return rows.map(withLabels);
}

export async function knownAliases(db: DrizzleD1Database): Promise<KnownAlias[]> {
  return db
    .select({ alias: aliases.alias, modelId: aliases.modelId, name: models.name, version: aliases.version, pinned: aliases.pinned })
    .from(aliases)
    .innerJoin(models, eq(models.id, aliases.modelId))
    .orderBy(aliases.alias);
}

export async function readRegistry(db: DrizzleD1Database): Promise<Registry> {
  const [known, named, rows] = [
    await registeredVersions(db),
    await knownAliases(db),
    await db.select({ id: models.id, name: models.name }).from(models),
  ];
  return { modelIds: new Map(rows.map(({ id, name }) => [name, id])), versions: known, aliases: named };
}

/** The version that `reference` means now: an alias's, the one named, or the newest of a bare name. `not_found` otherwise. */
export async function resolveModel(db: DrizzleD1Database, reference: string): Promise<Result<KnownVersion>> {
  const { name, version } = readModelReference(reference);
  const registered = db.select(versionColumns).from(versions).innerJoin(models, eq(models.id, versions.modelId));
  if (version === undefined) {
    const isTarget = and(eq(aliases.modelId, versions.modelId), eq(aliases.version, versions.version));
    const [aliased] = await registered.innerJoin(aliases, isTarget).where(eq(aliases.alias, name)).limit(1);
    if (aliased) return ok(withLabels(aliased));
  }
  const wanted = and(eq(models.name, name), version === undefined ? undefined : eq(versions.version, version));
  const [found] = await db
    .select(versionColumns)
    .from(versions)
    .innerJoin(models, eq(models.id, versions.modelId))
    .where(wanted)
    .orderBy(desc(versions.registeredAt), versions.version)
    .limit(1);
  if (found) return ok(withLabels(found));
  return err("not_found", `There is no model or alias \`${reference}\`. GET /api/v1/models lists what there is.`);
}

/** Rows and events of a registration. */
export function registrationWrites(db: DrizzleD1Database, registration: Registration, nodeId: string, now: number) {
  const statements: BatchItem<"sqlite">[] = [
    ...registration.newModels.map(({ id, name }) => db.insert(models).values({ id, name, registeredAt: now })),
    ...registration.newVersions.map(({ modelId, version, task, dimensions, maxTokens, labels }) =>
      db.insert(versions).values({ modelId, version, task, dimensions, maxTokens, labels: labels ?? null, registeredAt: now, nodeId }),
    ),
    ...registration.moves.map(({ alias, to }) => aliasWrite(db, alias, to, false, now)),
  ];
  const happenings: Happening[] = [
    ...registration.newVersions.map(({ modelId, ...version }): Happening => {
      return { about: { kind: "model", id: modelId }, type: "model.registered", data: { modelId, ...version, nodeId } };
    }),
    ...registration.moves.map(({ alias, to, previous, reason }) =>
      aliasMoved({ alias, name: to.name, version: to.version, previous, reason, movedBy: nodeId }),
    ),
  ];
  return { statements, happenings };
}

export function aliasWrite(
  db: DrizzleD1Database,
  alias: string,
  to: { modelId: string; version: string },
  pinned: boolean,
  now: number,
): BatchItem<"sqlite"> {
  const target = { modelId: to.modelId, version: to.version, pinned, movedAt: now };
  return db
    .insert(aliases)
    .values({ alias, ...target })
    .onConflictDoUpdate({ target: aliases.alias, set: target });
}

export function aliasMoved(data: AliasMoved): Happening {
  return { about: { kind: "alias", id: data.alias }, type: "alias.moved", data };
}
