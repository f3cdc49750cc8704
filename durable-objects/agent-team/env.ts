/** What a run reaches outside itself. */
import type { AuthService } from "../../contracts/services/auth.ts";
import type { ForkTarget } from "../kernel/blueprint.ts";
import type { AgentTools } from "./steps/step.ts";

export interface AgentTeamEnv extends AgentTools {
  /** Runs themselves: a fork gives its past to another. */
  AGENT_TEAM: { getByName(name: string): ForkTarget };
  AUTH: Pick<AuthService, "principalNow">;
  EVENTS: Queue;
}
