/** Who used how much of the models. */
import { drizzle } from "drizzle-orm/d1";
import type * as z from "zod";
import { authorize, authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import { usageQuerySchema, type InstallationUsage, type Usage, type UsageQuery } from "../../../contracts/services/model-monitor.ts";
import { bucketOf } from "../domain/monitor/figures.ts";
import type { AiModelsEnv } from "../env.ts";
import { writeNow } from "./recording.ts";
import { usageByOrganisation, usageOf } from "./store.ts";

export async function usage(env: AiModelsEnv, principal: Principal, query: UsageQuery, now: number): Promise<Result<Usage>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const since = beginning(query, now);
  if (!since.ok) return since;
  await writeNow(env);
  return ok({ ...named(since.value, now), ...(await usageOf(drizzle(env.AI_MODELS_DB), allowed.value.organisation, since.value)) });
}

export async function installationUsage(
  env: AiModelsEnv,
  principal: Principal,
  query: UsageQuery,
  now: number,
): Promise<Result<InstallationUsage>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const since = beginning(query, now);
  if (!since.ok) return since;
  await writeNow(env);
  return ok({ ...named(since.value, now), items: await usageByOrganisation(drizzle(env.AI_MODELS_DB), since.value) });
}

/** The beginning of the hour that lies so many days back. */
function beginning(query: UsageQuery, now: number): Result<number> {
  const parsed = parse<z.output<typeof usageQuerySchema>>(usageQuerySchema, query);
  return parsed.ok ? ok(bucketOf(now - parsed.value.days * 86_400_000, "hour")) : parsed;
}

function named(from: number, until: number) {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}
