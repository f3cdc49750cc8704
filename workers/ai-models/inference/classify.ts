/** A text gets its labels. */
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import { classifyRequestSchema, type Classifications, type ClassifyRequest } from "../../../contracts/services/ai-models.ts";
import { labelled } from "../domain/scores.ts";
import type { AiModelsEnv } from "../env.ts";
import { callModel, versionFor } from "./model-call.ts";

/** Every label of each text with its probability, by one version of one model. Faults as in `AiModelsService.classify`. */
export async function classify(env: AiModelsEnv, principal: Principal, request: ClassifyRequest): Promise<Result<Classifications>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof classifyRequestSchema>>(classifyRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, texts, isolated, deadline } = parsed.value;
  const version = await versionFor(env, model, ["classification"]);
  if (!version.ok) return version;
  const routed = await callModel(env, allowed.value, version.value, { kind: "classify", texts, isolated }, deadline);
  if (!routed.ok) return routed;
  const { values, dimensions, ...rest } = routed.value;
  const labels = version.value.labels ?? Array.from({ length: dimensions }, (_, index) => String(index));
  return ok({ ...rest, results: labelled(values, labels) });
}
