/** What a niche reaches outside itself. */
import type { AiModelsService } from "../../contracts/services/ai-models.ts";
import type { EventQueue } from "../kernel/blueprint.ts";
import type { Niche } from "./actor.ts";

export interface NicheEnv {
  /** Niches themselves: a discovery creates children. */
  NICHE: DurableObjectNamespace<Niche>;
  AI_MODELS: Pick<AiModelsService, "embed">;
  EVENTS: EventQueue;
}
