/** What is registered, and the rows and events of a registration. */
import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { ModelDescribed } from "../../../contracts/events/ai-models.ts";
import type { Happening } from "../commit.ts";
import type { Description, KnownVersion, Registration, Registry } from "../domain/registering.ts";
import { models, versions } from "../schema.ts";
import { aliasMoved, reembedding } from "./happenings.ts";
import { aliasWrites, knownAliases, registeredVersions } from "./rows.ts";

export async function readRegistry(db: DrizzleD1Database): Promise<Registry> {
  const [known, named, rows] = [
    await registeredVersions(db),
    await knownAliases(db),
    await db.select({ id: models.id, name: models.name }).from(models),
  ];
  return { modelIds: new Map(rows.map(({ id, name }) => [name, id])), versions: known, aliases: named };
}

/** Rows and events of a registration. `by`: the node or the principal that brought it. */
export function registrationWrites(db: DrizzleD1Database, registration: Registration, by: string, now: number) {
  const statements: BatchItem<"sqlite">[] = [
    ...registration.newModels.map(({ id, name }) => db.insert(models).values({ id, name, registeredAt: now })),
    ...registration.newVersions.map(({ modelId, version, task, dimensions, maxTokens, labels }) =>
      db.insert(versions).values({ modelId, version, task, dimensions, maxTokens, labels: labels ?? null, registeredAt: now, nodeId: by }),
    ),
    ...registration.descriptions.map((description) => descriptionWrite(db, description)),
    ...registration.moves.flatMap(({ alias, row }) => aliasWrites(db, alias, row, { pinned: false, by, now })),
  ];
  const happenings: Happening[] = [
    ...registration.newVersions.map((version) => modelRegistered(version, by)),
    ...registration.descriptions.map((description) => modelDescribed(description, by)),
    ...registration.moves.flatMap(({ alias, to, previous, reason }) => [
      aliasMoved({ alias, name: to.name, version: to.version, previous: previous && offered(previous), reason, movedBy: by }),
      ...reembedding(alias, previous, to, 100),
    ]),
  ];
  return { statements, happenings };
}

function offered({ name, version }: KnownVersion) {
  return { name, version };
}

export function descriptionWrite(db: DrizzleD1Database, { of, release, manifest }: Description): BatchItem<"sqlite"> {
  return db
    .update(versions)
    .set({ ...(release === undefined ? {} : { release }), ...(manifest === undefined ? {} : { manifest }) })
    .where(and(eq(versions.modelId, of.modelId), eq(versions.version, of.version)));
}

function modelRegistered({ modelId, name, version, task, dimensions, maxTokens, labels }: KnownVersion, nodeId: string): Happening {
  const data = { modelId, name, version, task, dimensions, maxTokens, ...(labels ? { labels } : {}), nodeId };
  return { about: { kind: "model", id: modelId }, type: "model.registered", data };
}

export function modelDescribed({ of, release, manifest }: Description, describedBy: string): Happening {
  const { modelId, name, version } = of;
  const data: ModelDescribed = { modelId, name, version, release: release ?? null, manifest: manifest ?? null, describedBy };
  return { about: { kind: "model", id: modelId }, type: "model.described", data };
}
