/** Documents in the order in which they answer a query. */
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import { rerankRequestSchema, type Ranking, type RerankRequest } from "../../../contracts/services/ai-models.ts";
import { ranked } from "../domain/scores.ts";
import type { AiModelsEnv } from "../env.ts";
import { callModel, versionFor } from "./model-call.ts";

/**
 * By a model that reads query and document together, or by the similarity of the vectors of an embedding model; the answer says which.
 * Faults as in `AiModelsService.rerank`.
 */
export async function rerank(env: AiModelsEnv, principal: Principal, request: RerankRequest): Promise<Result<Ranking>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof rerankRequestSchema>>(rerankRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, query, documents, topN, isolated, deadline } = parsed.value;
  const version = await versionFor(env, model, ["rerank", "embedding"]);
  if (!version.ok) return version;
  const routed = await callModel(env, allowed.value, version.value, { kind: "rerank", query, documents, isolated }, deadline);
  if (!routed.ok) return routed;
  const { values, dimensions: _, ...rest } = routed.value;
  const method = version.value.task === "rerank" ? "cross-encoder" : "bi-encoder";
  return ok({ ...rest, method, results: ranked(values, topN) });
}
