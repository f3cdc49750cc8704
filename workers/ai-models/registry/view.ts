/** Models as the API shows them. */
import { drizzle } from "drizzle-orm/d1";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import type { ModelView } from "../../../contracts/services/ai-models.ts";
import type { Meant } from "../domain/alias-life.ts";
import { isServing, type PoolNodes } from "../domain/pool.ts";
import type { KnownAlias } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { knownAliases, registeredVersions, type RegisteredVersion } from "./rows.ts";

/** Every version, newest first. */
export async function listModels(env: AiModelsEnv, principal: Principal, now: number): Promise<Result<ModelView[]>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const live = await nodePool(env.NODE_POOL).list();
  const named = await knownAliases(db);
  return ok((await registeredVersions(db)).map((version) => viewOf(version, named, live, now)));
}

/** One of them, as it is now. */
export async function viewOfVersion(env: AiModelsEnv, version: RegisteredVersion, now: number): Promise<ModelView> {
  return viewOf(version, await knownAliases(drizzle(env.AI_MODELS_DB)), await nodePool(env.NODE_POOL).list(), now);
}

function viewOf(version: RegisteredVersion, named: readonly KnownAlias[], live: PoolNodes, now: number): ModelView {
  const { modelId, name, registeredAt, retiredAt, release = null, manifest = null, ...properties } = version;
  const isMeant = (meant: Meant | null) => meant?.modelId === modelId && meant.version === version.version;
  return {
    name,
    ...properties,
    release,
    manifest,
    aliases: named.filter((alias) => isMeant(alias.now.stable)).map(({ alias }) => alias),
    canaryOf: named.filter((alias) => isMeant(alias.now.canary)).map(({ alias }) => alias),
    readyNodes: Object.values(live).filter((node) => isServing(node, { name, version: version.version }, now)).length,
    registeredAt: new Date(registeredAt).toISOString(),
    retiredAt: retiredAt === undefined ? null : new Date(retiredAt).toISOString(),
  };
}
