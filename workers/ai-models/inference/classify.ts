/** A text gets its labels. */
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import { classifyRequestSchema, type Classifications, type ClassifyRequest } from "../../../contracts/services/ai-models.ts";
import { labelled } from "../domain/scores.ts";
import type { AiModelsEnv } from "../env.ts";
import { callModel, computedBy, targetFor } from "./model-call.ts";

/** Every label of each text with its probability, by one version of one model. Faults as in `AiModelsService.classify`. */
export async function classify(
  env: AiModelsEnv,
  principal: Principal,
  request: ClassifyRequest,
  signal?: AbortSignal,
): Promise<Result<Classifications>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof classifyRequestSchema>>(classifyRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, texts, isolated, priority, deadline, fresh, traceparent } = parsed.value;
  const target = await targetFor(env, allowed.value, model, ["classification"]);
  if (!target.ok) return target;
  const work = { kind: "classify" as const, texts, isolated };
  const called = await callModel(env, allowed.value, { target: target.value, work, priority, deadline, fresh, traceparent, signal });
  if (!called.ok) return called;
  const { values, dimensions, version } = called.value;
  const labels = version.labels ?? Array.from({ length: dimensions }, (_, index) => String(index));
  return ok({ ...computedBy(called.value), results: labelled(values, labels) });
}
