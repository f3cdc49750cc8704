/** Aliases as the API shows them. */
import { drizzle } from "drizzle-orm/d1";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { AliasDetail, AliasView } from "../../../contracts/services/model-registry.ts";
import type { AliasMeaning, Meant } from "../domain/alias-life.ts";
import type { KnownVersion } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { changesOf, knownAliases, registeredVersions, type StoredAlias } from "./rows.ts";

const longestHistory = 200;

export async function listAliases(env: AiModelsEnv, principal: Principal): Promise<Result<AliasView[]>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const versions = await registeredVersions(db);
  return ok((await knownAliases(db)).map((alias) => aliasViewOf(alias, versions)));
}

export async function getAlias(env: AiModelsEnv, principal: Principal, alias: string): Promise<Result<AliasDetail>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const stored = (await knownAliases(db)).find((known) => known.alias === alias);
  if (!stored) return err("not_found", `There is no alias \`${alias}\`.`);
  const versions = await registeredVersions(db);
  const history = (await changesOf(db, alias, longestHistory)).map(({ at, change, by, ...meaning }) => {
    return { at: new Date(at).toISOString(), change, by, ...shown(meaning, versions) };
  });
  return ok({ ...aliasViewOf(stored, versions), history });
}

export function aliasViewOf(
  { alias, revision, now, pinned, changedAt, fallback }: StoredAlias,
  versions: readonly KnownVersion[],
): AliasView {
  return { alias, revision, ...shown(now, versions), pinned, changedAt: new Date(changedAt).toISOString(), fallback };
}

function shown({ stable, canary }: AliasMeaning, versions: readonly KnownVersion[]): Pick<AliasView, "model" | "canary"> {
  const meant = ({ modelId, name, version }: Meant) => {
    const release = versions.find((known) => known.modelId === modelId && known.version === version)?.release ?? null;
    return { name, version, release };
  };
  return { model: meant(stable), canary: canary && { ...meant(canary), percent: canary.percent } };
}
