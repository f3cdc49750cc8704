/** Documents in the order in which they answer a query. */
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import { rerankRequestSchema, type Ranking, type RerankRequest } from "../../../contracts/services/ai-models.ts";
import { ranked } from "../domain/scores.ts";
import type { AiModelsEnv } from "../env.ts";
import { callModel, computedBy, targetFor } from "./model-call.ts";

/**
 * By a model that reads query and document together, or by the similarity of the vectors of an embedding model; the answer says which.
 * Faults as in `AiModelsService.rerank`.
 */
export async function rerank(
  env: AiModelsEnv,
  principal: Principal,
  request: RerankRequest,
  signal?: AbortSignal,
): Promise<Result<Ranking>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof rerankRequestSchema>>(rerankRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, query, documents, topN, isolated, priority, deadline, fresh, traceparent } = parsed.value;
  const target = await targetFor(env, allowed.value, model, ["rerank", "embedding"]);
  if (!target.ok) return target;
  const work = { kind: "rerank" as const, query, documents, isolated };
  const called = await callModel(env, allowed.value, { target: target.value, work, priority, deadline, fresh, traceparent, signal });
  if (!called.ok) return called;
  const method = called.value.version.task === "rerank" ? "cross-encoder" : "bi-encoder";
  return ok({ ...computedBy(called.value), method, results: ranked(called.value.values, topN) });
}
