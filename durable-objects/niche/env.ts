/** What a niche reaches outside itself. */
import type { AiModelsService } from "../../contracts/services/ai-models.ts";
import type { AuthService } from "../../contracts/services/auth.ts";
import type { HostTurns } from "../../workers/niche-analysis/domain/sources/host-turns.ts";
import type { EventQueue } from "../kernel/blueprint.ts";
import type { Niche } from "./actor.ts";
import type { SourceEnv } from "./sources/settings.ts";

export interface NicheEnv extends SourceEnv {
  /** For the salt of the organisation's authors. */
  NICHE_ANALYSIS_DB: D1Database;
  /** Niches themselves: a discovery creates children. */
  NICHE: DurableObjectNamespace<Niche>;
  /** Whose turn it is to ask a host, by its name. */
  SOURCE_HOST: { getByName(host: string): HostTurns };
  AI_MODELS: Pick<AiModelsService, "embed">;
  AUTH: Pick<AuthService, "principalNow">;
  EVENTS: EventQueue;
}
