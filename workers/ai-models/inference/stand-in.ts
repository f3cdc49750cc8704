/** The version that a fallback policy names next, from what is registered and what the pool serves now. */
import { drizzle } from "drizzle-orm/d1";
import type { FallbackPolicy } from "../../../contracts/model-fallback.ts";
import { expectedWaitSeconds } from "../domain/choice.ts";
import { stateOf } from "../domain/breaker.ts";
import { nextVersion } from "../domain/fallback.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import { breakerOf, isServing, type PoolNodes } from "../domain/pool.ts";
import type { KnownVersion } from "../domain/registering.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { resolveModel } from "../registry/resolving.ts";
import { registeredVersions } from "../registry/rows.ts";

/** `asked`: the version that the caller asked for, and those asked since. */
export async function standInFor(
  env: AiModelsEnv,
  policy: FallbackPolicy,
  asked: readonly KnownVersion[],
): Promise<ReturnType<typeof nextVersion>> {
  const [original] = asked;
  if (!original || asked.length >= policy.maxAttempts || policy.strategies.includes("none")) return undefined;
  const db = drizzle(env.AI_MODELS_DB);
  const versions = await registeredVersions(db);
  const live = await nodePool(env.NODE_POOL).list();
  const now = Date.now();
  const byDefault = await resolveModel(db, `default-${original.task}`);
  const listed: KnownVersion[] = [];
  for (const reference of policy.models) {
    const known = await resolveModel(db, reference);
    // What was listed and has been retired since is passed over.
    if (known.ok) listed.push(known.value);
  }
  return nextVersion({
    policy,
    original,
    asked,
    versions,
    byDefault: byDefault.ok ? byDefault.value : undefined,
    listed,
    waitOf: (version) => shortestWait(live, version, now),
  });
}

/** Seconds until the least busy node would begin; undefined: none can take a call of this version now. */
function shortestWait(live: PoolNodes, version: KnownVersion, now: number): number | undefined {
  const model = writeModelReference(version);
  const waits = Object.values(live)
    .filter((node) => isServing(node, version, now) && stateOf(breakerOf(node, model), now) !== "open")
    .map((node) => {
      const cold = node.loaded !== undefined && !node.loaded.includes(version.name);
      return expectedWaitSeconds({ ...node, failures: 0, trial: false, cold }, 0);
    });
  return waits.length === 0 ? undefined : Math.min(...waits);
}
