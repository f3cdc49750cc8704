/** A text becomes a vector: alias → version → node → vector. */
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import { embedRequestSchema, type Embeddings, type EmbedRequest } from "../../../contracts/services/ai-models.ts";
import { cutRows } from "../domain/vectors.ts";
import type { AiModelsEnv } from "../env.ts";
import { callModel, computedBy, targetFor } from "./model-call.ts";

/**
 * Vectors of `request.texts`, L2-normalised, all by one version of one model. Pure: a repeated `commandId` gives the same answer and, when
 * `isolated`, the same bytes on the same kind of device; so nothing is recorded under it. Faults as in `AiModelsService.embed`.
 */
export async function embed(
  env: AiModelsEnv,
  principal: Principal,
  request: EmbedRequest,
  signal?: AbortSignal,
): Promise<Result<Embeddings>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof embedRequestSchema>>(embedRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, texts, isolated, priority, dimensions, deadline, fresh, traceparent } = parsed.value;
  const target = await targetFor(env, allowed.value, model, ["embedding"]);
  if (!target.ok) return target;
  const { dimensions: most } = target.value.version;
  if (dimensions !== undefined && dimensions > most) {
    const message = `must be at most ${most}, which is what ${model} gives`;
    return err("invalid_input", `\`dimensions\`: ${message}.`, { fields: [{ path: "dimensions", message }] });
  }
  const work = { kind: "embed" as const, texts, isolated };
  const called = await callModel(env, allowed.value, { target: target.value, work, priority, deadline, fresh, traceparent, signal });
  if (!called.ok) return called;
  const { values, dimensions: given } = called.value;
  const kept = Math.min(dimensions ?? given, given);
  return ok({ ...computedBy(called.value), dimensions: kept, vectors: cutRows(values, given, kept) });
}
