/** Events that the agent-teams service writes. */
import type { EventCatalogue } from "./index.ts";

export const agentTeamEvents = {} satisfies EventCatalogue;
