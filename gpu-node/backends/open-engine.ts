/** Which engine computes a model. */
import { ok, type Result } from "../../contracts/result.ts";
import type { BatchLimits } from "../core/batch-plan.ts";
import type { ServableModel } from "../models/servable-model.ts";
import { LanguageEngine } from "./language-engine.ts";
import type { Engine } from "./engine.ts";
import type { Lanes } from "./lanes.ts";
import { OnnxEngine } from "./onnx-engine.ts";
import { UpstreamEngine } from "./upstream-engine.ts";

/** `key` names the model among all that the lanes hold. The engine's fault when it cannot be had. */
export async function openEngine(lanes: Lanes, model: ServableModel, key: string): Promise<Result<Engine>> {
  if (model.kind === "graph") return OnnxEngine.open(lanes, { ...model, name: key });
  if (model.kind === "language") return LanguageEngine.start(model.labels);
  return ok(new UpstreamEngine(model.upstream, model.dimensions));
}

/** Bytes that a model takes while it is loaded. */
export function memoryOf(model: ServableModel, lanes: number): number {
  if (model.kind === "graph") return model.graphBytes * lanes;
  return model.kind === "language" ? languageBytes : 0;
}

/** Measured: the thread with the network in it. */
const languageBytes = 24 * 2 ** 20;

/** Text has no padding: rows of any length may stand side by side. */
const textLimits: BatchLimits = { paddedTokens: 65_536, fill: 0 };

/** How batches are made for a model; `graphs` holds for those that compute with tokens. */
export function limitsOf(model: ServableModel, graphs: BatchLimits): BatchLimits {
  return model.kind === "graph" ? graphs : textLimits;
}
