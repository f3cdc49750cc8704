/**
 * The all-in-one topology: one Worker with the gateway as its door, every service as an entrypoint and every actor class.
 * In the split topology each folder's own `index.ts` is the Worker instead.
 */
import eventBus from "./event-bus/index.ts";
import gateway from "./gateway/index.ts";

export { Auth } from "./auth/index.ts";
export { Idempotency, RateLimit } from "./gateway/index.ts";
export { AgentTeam, AgentTeams } from "./agent-teams/index.ts";
export { AiModels, NodeLink, NodePool } from "./ai-models/index.ts";
export { Database, Maintenance } from "./database/index.ts";
export { EventArchivist, EventBus, EventSubscription, WebhookEndpoint } from "./event-bus/index.ts";
export { Marketing } from "./marketing/index.ts";
export { Monetization } from "./monetization/index.ts";
export { Niche, NicheAnalysis, SourceHost } from "./niche-analysis/index.ts";

export default { fetch: gateway.fetch, queue: eventBus.queue, scheduled: eventBus.scheduled };
