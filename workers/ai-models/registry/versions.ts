/** What the operator says of versions: that there is one, what it is called, that it is retired. */
import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type * as z from "zod";
import { newId, type Sources } from "../../../contracts/ids.ts";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import type { ModelView } from "../../../contracts/services/ai-models.ts";
import {
  nameReleaseRequestSchema,
  registerVersionRequestSchema,
  type RegisterVersionRequest,
} from "../../../contracts/services/model-registry.ts";
import { collideWhere, commit, type Happening } from "../commit.ts";
import type { Meant } from "../domain/alias-life.ts";
import { readModelReference, writeModelReference } from "../domain/model-reference.ts";
import { register } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { versions } from "../schema.ts";
import { named } from "./resolving.ts";
import { isMeantByAlias, knownAliases, registeredVersions } from "./rows.ts";
import { descriptionWrite, modelDescribed, readRegistry, registrationWrites } from "./store.ts";
import { viewOfVersion } from "./view.ts";

/** A version that no node has brought yet. The same again changes nothing. */
export async function registerVersion(
  env: AiModelsEnv,
  principal: Principal,
  request: RegisterVersionRequest,
  sources: Sources,
): Promise<Result<ModelView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof registerVersionRequestSchema>>(registerVersionRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { name, version, release } = parsed.value;
  const db = drizzle(env.AI_MODELS_DB);
  const now = sources.now();
  const registered = await commit(db, now, async () => {
    const registry = await readRegistry(db);
    if (registry.aliases.some(({ alias }) => alias === name)) return err("conflict", `\`${name}\` is an alias.`);
    const taken = registry.versions.find((other) => other.name === name && other.release === release && other.version !== version);
    if (release !== undefined && taken) return err("conflict", `${writeModelReference(taken)} is ${name} ${release} already.`);
    // Nobody serves it yet, so it becomes no alias by itself; and everything counts as served, so that none follows to it.
    const registration = register(registry, {
      models: [parsed.value],
      isServed: () => true,
      newModelId: () => newId("model", sources),
      defaultAlias: undefined,
    });
    if (!registration.ok) return registration;
    return ok({ value: true, ...registrationWrites(db, registration.value, allowed.value.id, now) });
  });
  return registered.ok ? viewOf(env, name, version, now) : registered;
}

/** Gives a version its semantic version, for good. */
export async function nameRelease(
  env: AiModelsEnv,
  principal: Principal,
  reference: string,
  given: string,
  now: number,
): Promise<Result<ModelView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse(nameReleaseRequestSchema, { release: given });
  if (!parsed.ok) return parsed;
  const { release } = parsed.value;
  const db = drizzle(env.AI_MODELS_DB);
  const done = await commit(db, now, async () => {
    const known = await registeredVersions(db);
    const version = byDigest(known, reference);
    if (!version) return noVersion(reference);
    const value = { name: version.name, version: version.version };
    if (version.release === release) return ok({ value, statements: [], happenings: [] });
    if (version.release !== undefined) return err("conflict", `It is ${version.name} ${version.release} already; that never changes.`);
    const taken = known.find((other) => other.modelId === version.modelId && other.release === release);
    if (taken) return err("conflict", `${writeModelReference(taken)} is ${version.name} ${release} already.`);
    const description = { of: version, release };
    return ok({ value, statements: [descriptionWrite(db, description)], happenings: [modelDescribed(description, allowed.value.id)] });
  });
  return done.ok ? viewOf(env, done.value.name, done.value.version, now) : done;
}

/** No call gets this version any more. `conflict` while an alias or its canary means it. */
export async function retireVersion(env: AiModelsEnv, principal: Principal, reference: string, now: number): Promise<Result<ModelView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const done = await commit(db, now, async () => {
    const version = byDigest(await registeredVersions(db), reference);
    if (!version) return noVersion(reference);
    const { modelId, name, version: digest } = version;
    const value = { name, version: digest };
    if (version.retiredAt !== undefined) return ok({ value, statements: [], happenings: [] });
    const isMeant = (meant: Meant | null) => meant?.modelId === modelId && meant.version === digest;
    const means = (await knownAliases(db)).filter(({ now: { stable, canary } }) => isMeant(stable) || isMeant(canary));
    if (means.length > 0) {
      return err("conflict", `${means.map(({ alias }) => `\`${alias}\``).join(", ")} means it. Move that to another version first.`);
    }
    const data = { modelId, name, version: digest, retiredBy: allowed.value.id };
    const event: Happening = { about: { kind: "model", id: modelId }, type: "model.retired", data };
    const statement = db
      .update(versions)
      .set({ retiredAt: now })
      .where(and(eq(versions.modelId, modelId), eq(versions.version, digest)));
    return ok({ value, statements: [statement, collideWhere(db, isMeantByAlias(version))], happenings: [event] });
  });
  return done.ok ? viewOf(env, done.value.name, done.value.version, now) : done;
}

/** What never changes is said of one version: by its digest or its semantic version, not by what an alias or a range means at the moment. */
function byDigest<Version extends { name: string; version: string; release?: string }>(
  known: readonly Version[],
  reference: string,
): Version | undefined {
  const { name, version } = readModelReference(reference);
  const ofModel = known.filter((one) => one.name === name);
  return ofModel.find((one) => one.version === version) ?? ofModel.find(({ release }) => release !== undefined && release === version);
}

function noVersion(reference: string): Result<never> {
  return err("not_found", `There is no version \`${reference}\`: name it as \`model@version\`. GET /api/v1/models lists what there is.`);
}

async function viewOf(env: AiModelsEnv, name: string, version: string, now: number): Promise<Result<ModelView>> {
  const known = await named(drizzle(env.AI_MODELS_DB), name, version);
  return known ? ok(await viewOfVersion(env, known, now)) : noVersion(`${name}@${version}`);
}
