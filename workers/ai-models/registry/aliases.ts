/** What the operator does to aliases: move, canary, promote, roll back, fallback. Each is one transaction of rows and events. */
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import type * as z from "zod";
import { fallbackPolicySchema, type FallbackRequest } from "../../../contracts/model-fallback.ts";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import {
  moveAliasRequestSchema,
  setCanaryRequestSchema,
  type AliasView,
  type MoveAliasRequest,
  type SetCanaryRequest,
} from "../../../contracts/services/model-registry.ts";
import { commit, type Happening } from "../commit.ts";
import { canaryEnded, moved, promoted, rolledBack, withCanary, type AliasRow, type Meant } from "../domain/alias-life.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import type { KnownVersion } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { aliases } from "../schema.ts";
import { aliasViewOf } from "./alias-view.ts";
import { aliasMoved, canaryEnded as canaryIsOver, canarySet, reembedding } from "./happenings.ts";
import { named, resolveModel } from "./resolving.ts";
import { aliasWrites, changeOf, knownAliases, registeredVersions, type RegisteredVersion, type StoredAlias } from "./rows.ts";

/** An alias, and the revision at which it has to be; undefined: any. */
interface Named {
  alias: string;
  expected?: number | undefined;
}

/**
 * From now on `alias` means `model@version` alone, whatever joins. Moving it where it points already pins it and writes no event. Answers the
 * version.
 */
export async function moveAlias(
  env: AiModelsEnv,
  principal: Principal,
  request: MoveAliasRequest,
  now: number,
  expected?: number,
): Promise<Result<RegisteredVersion>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse(moveAliasRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { alias } = parsed.value;
  const db = drizzle(env.AI_MODELS_DB);
  return commit(db, now, async () => {
    const before = await storedAlias(db, alias);
    const unseen = unseenAlias(alias, before, expected);
    if (unseen) return unseen;
    const target = await targetOf(db, parsed.value);
    if (!target.ok) return target;
    const row = moved(before?.now, target.value, "moved-by-hand");
    const pin = db.update(aliases).set({ pinned: true }).where(eq(aliases.alias, alias));
    if (!row) return ok({ value: target.value, statements: [pin], happenings: [] });
    return ok({ value: target.value, ...(await written(db, alias, before?.now, row, allowed.value.id, now)) });
  });
}

export async function setCanary(
  env: AiModelsEnv,
  principal: Principal,
  request: SetCanaryRequest,
  now: number,
  expected?: number,
): Promise<Result<AliasView>> {
  const parsed = parse(setCanaryRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { alias, percent } = parsed.value;
  return change(env, principal, { alias, expected }, now, async (db, { now: before }) => {
    const target = await targetOf(db, parsed.value);
    if (!target.ok) return target;
    const stable = await named(db, before.stable.name, before.stable.version);
    if (stable && stable.task !== target.value.task) {
      return err("conflict", `${writeModelReference(target.value)} is for ${target.value.task}, the alias for ${stable.task}.`);
    }
    return withCanary(before, target.value, percent);
  });
}

export function endCanary(env: AiModelsEnv, principal: Principal, asked: Named, now: number): Promise<Result<AliasView>> {
  return change(env, principal, asked, now, async (_, { now: before }) => ok(canaryEnded(before)));
}

export function promote(env: AiModelsEnv, principal: Principal, asked: Named, now: number): Promise<Result<AliasView>> {
  return change(env, principal, asked, now, async (_, { now: before }) => promoted(before));
}

export function rollBack(env: AiModelsEnv, principal: Principal, asked: Named, now: number): Promise<Result<AliasView>> {
  return change(env, principal, asked, now, async (db, { now: before }) => {
    const earlier = before.back === null ? undefined : await changeOf(db, asked.alias, before.back);
    const row = rolledBack(before, earlier);
    if (!row.ok) return row;
    const target = await named(db, row.value.stable.name, row.value.stable.version);
    if (target?.retiredAt === undefined) return row;
    return err("conflict", `Before that it meant ${writeModelReference(target)}, which is retired. Move it to a version that is not.`);
  });
}

/** What is asked when the alias's own version cannot answer; null: nothing. */
export async function setFallback(
  env: AiModelsEnv,
  principal: Principal,
  { alias, expected }: Named,
  policy: FallbackRequest | null,
  now: number,
): Promise<Result<AliasView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof fallbackPolicySchema> | null>(fallbackPolicySchema.nullable(), policy);
  if (!parsed.ok) return parsed;
  const db = drizzle(env.AI_MODELS_DB);
  const set = await commit(db, now, async () => {
    const before = await storedAlias(db, alias);
    if (!before) return noAlias(alias);
    const unseen = unseenAlias(alias, before, expected);
    if (unseen) return unseen;
    for (const reference of parsed.value?.models ?? []) {
      const listed = await resolveModel(db, reference);
      if (!listed.ok) return listed;
    }
    const statement = db.update(aliases).set({ fallback: parsed.value }).where(eq(aliases.alias, alias));
    const data = { alias, policy: parsed.value, setBy: allowed.value.id };
    const event: Happening = { about: { kind: "alias", id: alias }, type: "alias.fallback-set", data };
    return ok({ value: true, statements: [statement], happenings: [event] });
  });
  return set.ok ? viewOfAlias(db, alias) : set;
}

/** One change of one alias by the operator. `decide` gives the next row, or undefined when there is nothing to do. */
async function change(
  env: AiModelsEnv,
  principal: Principal,
  { alias, expected }: Named,
  now: number,
  decide: (db: DrizzleD1Database, before: StoredAlias) => Promise<Result<AliasRow | undefined>>,
): Promise<Result<AliasView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const done = await commit(db, now, async () => {
    const before = await storedAlias(db, alias);
    if (!before) return noAlias(alias);
    const unseen = unseenAlias(alias, before, expected);
    if (unseen) return unseen;
    const row = await decide(db, before);
    if (!row.ok) return row;
    if (!row.value) return ok({ value: true, statements: [], happenings: [] });
    return ok({ value: true, ...(await written(db, alias, before.now, row.value, allowed.value.id, now)) });
  });
  return done.ok ? viewOfAlias(db, alias) : done;
}

async function viewOfAlias(db: DrizzleD1Database, alias: string): Promise<Result<AliasView>> {
  const stored = await storedAlias(db, alias);
  return stored ? ok(aliasViewOf(stored, await registeredVersions(db))) : noAlias(alias);
}

async function storedAlias(db: DrizzleD1Database, alias: string): Promise<StoredAlias | undefined> {
  return (await knownAliases(db)).find((known) => known.alias === alias);
}

/** `precondition_failed` for an alias that is not at the expected revision; 0: that is not there. */
function unseenAlias(alias: string, before: StoredAlias | undefined, expected: number | undefined) {
  const revision = before?.revision ?? 0;
  if (expected === undefined || expected === revision) return undefined;
  const now = before ? `is at revision ${revision} now and means ${writeModelReference(before.now.stable)}` : "is not there";
  return err("precondition_failed", `The alias \`${alias}\` ${now}. Look at it again, then change it.`);
}

function noAlias(alias: string): Result<never> {
  return err("not_found", `There is no alias \`${alias}\`. GET /api/v1/models/aliases lists what there is.`);
}

/**
 * The version that an alias shall mean. Aliases cannot have the name of a model: a bare name must mean one thing.
 */
async function targetOf(
  db: DrizzleD1Database,
  { alias, model, version }: { alias: string; model: string; version: string },
): Promise<Result<RegisteredVersion>> {
  const target = await named(db, model, version);
  if (!target) return err("not_found", `There is no ${model}@${version}. GET /api/v1/models lists what there is.`);
  if ((await registeredVersions(db)).some(({ name }) => name === alias)) return err("conflict", `\`${alias}\` is the name of a model.`);
  if (target.retiredAt !== undefined) return err("conflict", `${writeModelReference(target)} is retired.`);
  return ok(target);
}

/** Rows and events of a change by hand. */
async function written(
  db: DrizzleD1Database,
  alias: string,
  before: AliasRow | undefined,
  after: AliasRow,
  by: string,
  now: number,
): Promise<{ statements: BatchItem<"sqlite">[]; happenings: Happening[] }> {
  const known = await registeredVersions(db);
  const find = (meant: Meant | undefined): KnownVersion | null =>
    known.find(({ modelId, version }) => modelId === meant?.modelId && version === meant.version) ?? null;
  return {
    statements: aliasWrites(db, alias, after, { pinned: true, by, now }),
    happenings: [...stableEvents(alias, before, after, find, by), ...canaryEvents(alias, before, after, find, by)],
  };
}

type Find = (meant: Meant | undefined) => KnownVersion | null;

function stableEvents(alias: string, before: AliasRow | undefined, after: AliasRow, find: Find, by: string): Happening[] {
  const { name, version, modelId } = after.stable;
  if (before?.stable.modelId === modelId && before.stable.version === version) return [];
  const previous = before ? { name: before.stable.name, version: before.stable.version } : null;
  const reason = after.change === "promoted" || after.change === "rolled-back" ? after.change : "moved-by-hand";
  const to = find(after.stable);
  return [
    aliasMoved({ alias, name, version, previous, reason, movedBy: by }),
    ...(to ? reembedding(alias, find(before?.stable), to, 100) : []),
  ];
}

function canaryEvents(alias: string, before: AliasRow | undefined, after: AliasRow, find: Find, by: string): Happening[] {
  if (after.canary) {
    const { name, version, percent } = after.canary;
    const stable = { name: after.stable.name, version: after.stable.version };
    const to = find(after.canary);
    return [
      canarySet({ alias, name, version, percent, stable, setBy: by }),
      ...(to ? reembedding(alias, find(after.stable), to, percent) : []),
    ];
  }
  if (!before?.canary) return [];
  const { name, version } = before.canary;
  const reasons = { promoted: "promoted", "rolled-back": "rolled-back", "canary-ended": "ended" } as const;
  const reason = after.change in reasons ? reasons[after.change as keyof typeof reasons] : "moved";
  return [canaryIsOver({ alias, name, version, reason, endedBy: by })];
}
