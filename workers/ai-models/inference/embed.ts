/** A text becomes a vector: alias → version → node → vector. */
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import { embedRequestSchema, type Embeddings, type EmbedRequest } from "../../../contracts/services/ai-models.ts";
import { cutRows } from "../domain/vectors.ts";
import type { AiModelsEnv } from "../env.ts";
import { callModel, versionFor } from "./model-call.ts";

/**
 * Vectors of `request.texts`, L2-normalised, all by one version of one model on one node. Pure: a repeated `commandId` is computed
 * again and, when `isolated`, gives the same bytes on the same kind of device; so nothing is recorded under it. Faults as in
 * `AiModelsService.embed`.
 */
export async function embed(env: AiModelsEnv, principal: Principal, request: EmbedRequest): Promise<Result<Embeddings>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof embedRequestSchema>>(embedRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, texts, isolated, dimensions, deadline } = parsed.value;
  const version = await versionFor(env, model, ["embedding"]);
  if (!version.ok) return version;
  const { dimensions: most } = version.value;
  if (dimensions !== undefined && dimensions > most) {
    const message = `must be at most ${most}, which is what ${model} gives`;
    return err("invalid_input", `\`dimensions\`: ${message}.`, { fields: [{ path: "dimensions", message }] });
  }
  const routed = await callModel(env, allowed.value, version.value, { kind: "embed", texts, isolated }, deadline);
  if (!routed.ok) return routed;
  const { values, dimensions: given, ...rest } = routed.value;
  return ok({ ...rest, dimensions: dimensions ?? given, vectors: cutRows(values, most, dimensions ?? most) });
}
