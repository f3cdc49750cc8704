/** Models as the API shows them, and moving an alias by hand. */
import { drizzle } from "drizzle-orm/d1";
import { authorize, authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import { moveAliasRequestSchema, type ModelView, type MoveAliasRequest } from "../../../contracts/services/ai-models.ts";
import { commit } from "../commit.ts";
import { isServing, type PoolNodes } from "../domain/pool.ts";
import type { KnownAlias } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { aliasMoved, aliasWrite, knownAliases, registeredVersions, type RegisteredVersion } from "./store.ts";

export async function listModels(env: AiModelsEnv, principal: Principal, now: number): Promise<Result<ModelView[]>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const live = await nodePool(env.NODE_POOL).list();
  const named = await knownAliases(db);
  return ok((await registeredVersions(db)).map((version) => viewOf(version, named, live, now)));
}

/**
 * From now on `alias` means `model@version`, whatever joins. Moving it where it points already pins it and writes no event. Aliases
 * cannot have the name of a model: a bare name must mean one thing. An alias means the same to every organisation, so none may move it: it
 * takes an operator.
 */
export async function moveAlias(
  env: AiModelsEnv,
  principal: Principal,
  request: MoveAliasRequest,
  now: number,
): Promise<Result<ModelView>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse(moveAliasRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { alias, model, version } = parsed.value;
  const db = drizzle(env.AI_MODELS_DB);
  const moved = await commit(db, now, async () => {
    const [versions, named] = [await registeredVersions(db), await knownAliases(db)];
    if (versions.some(({ name }) => name === alias)) return err("conflict", `\`${alias}\` is the name of a model.`);
    const target = versions.find((known) => known.name === model && known.version === version);
    if (!target) return err("not_found", `There is no ${model}@${version}. GET /api/v1/models lists what there is.`);
    const before = named.find((known) => known.alias === alias);
    const stays = before !== undefined && before.modelId === target.modelId && before.version === version;
    const previous = before ? { name: before.name, version: before.version } : null;
    const event = aliasMoved({ alias, name: model, version, previous, reason: "moved-by-hand", movedBy: principal.id });
    return ok({ value: target, statements: [aliasWrite(db, alias, target, true, now)], happenings: stays ? [] : [event] });
  });
  if (!moved.ok) return moved;
  return ok(viewOf(moved.value, await knownAliases(db), await nodePool(env.NODE_POOL).list(), now));
}

function viewOf(version: RegisteredVersion, named: readonly KnownAlias[], live: PoolNodes, now: number): ModelView {
  const { modelId, name, registeredAt, ...properties } = version;
  const aliases = named.filter((alias) => alias.modelId === modelId && alias.version === version.version).map(({ alias }) => alias);
  const readyNodes = Object.values(live).filter((node) => isServing(node, { name, version: version.version }, now)).length;
  return { name, ...properties, aliases, readyNodes, registeredAt: new Date(registeredAt).toISOString() };
}
