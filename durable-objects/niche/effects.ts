/** The effects of a niche by name, and the command that says that one of them failed for good. */
import type { Fault } from "../../contracts/result.ts";
import type { EffectTools } from "../kernel/blueprint.ts";
import type { EffectHandler, EffectTask } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { derive } from "./effects/deriving.ts";
import { embed, prepare } from "./effects/embedding.ts";
import { match } from "./effects/matching.ts";
import { themes } from "./effects/theming.ts";
import type { NicheEnv } from "./env.ts";
import { matchInputSchema } from "./market-tables.ts";
import { fetchSource } from "./sources/fetching.ts";
import { fetchInputSchema } from "./sources/plan.ts";
import { readInputSchema } from "./uploads/plan.ts";
import { readUpload } from "./uploads/reading.ts";
import { tidyUpload } from "./uploads/tidying.ts";
import { deriveInputSchema, embedInputSchema, prepareInputSchema, themesInputSchema, workNameSchema } from "./plan.ts";

export const nicheEffects: Record<string, (tools: EffectTools<NicheEnv>) => EffectHandler<NicheCommand>> = {
  prepare,
  embed,
  themes,
  derive,
  match,
  fetch: fetchSource,
  read: readUpload,
  tidy: tidyUpload,
};

/** Names the step and the analysis or discovery that the effect belonged to. */
export function effectFailed(task: EffectTask, fault: Fault): NicheCommand {
  if (task.type === "match") return { type: "match-noted" };
  if (task.type === "read") return { type: "upload-failed", uploadId: readInputSchema.parse(task.input).uploadId, fault };
  if (task.type === "tidy") return { type: "uploads-tidied" };
  if (task.type === "fetch") {
    const { sourceId, run } = fetchInputSchema.parse(task.input);
    const error = { code: fault.code, detail: fault.detail, remedy: "It is tried again by itself. If it lasts, look at the dead letters." };
    return { type: "fetch-failed", sourceId, run, error };
  }
  if (task.type === "derive")
    return { type: "effect-failed", data: { step: "discover", analysisId: deriveInputSchema.parse(task.input).discoveryId, fault } };
  const { analysisId } = workNameSchema.parse(task.input);
  const step = (["prepare", "embed", "themes"] as const).find((name) => name === task.type) ?? "prepare";
  return { type: "effect-failed", data: { step, analysisId, fault } };
}

/** Names the step that is tried again. Throws for an input that is not one of such an effect. */
export function effectRedriven({ type, input }: { type: string; input: unknown }): NicheCommand {
  switch (type) {
    case "match":
      matchInputSchema.parse(input);
      return { type: "match-noted" };
    case "read":
      return { type: "upload-redriven" };
    case "tidy":
      return { type: "uploads-tidied" };
    case "fetch":
      return { type: "fetch-redriven" };
    case "derive":
      return { type: "effect-redriven", step: "discover", analysisId: deriveInputSchema.parse(input).discoveryId };
    case "embed": {
      const { analysisId, window } = embedInputSchema.parse(input);
      return { type: "effect-redriven", step: "embed", analysisId, window };
    }
    case "themes":
      return { type: "effect-redriven", step: "themes", analysisId: themesInputSchema.parse(input).analysisId };
    default:
      return { type: "effect-redriven", step: "prepare", analysisId: prepareInputSchema.parse(input).analysisId };
  }
}
