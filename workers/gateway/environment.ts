/** Bindings of the gateway: every service, and the web app's files. */
import type { AuthService } from "../../contracts/services/auth.ts";
import type { Idempotency } from "../../durable-objects/idempotency/actor.ts";
import type { RateLimit } from "../../durable-objects/rate-limit/actor.ts";
import type { ServiceContract, ServiceDescription, ServiceHealth, ServiceName } from "../../contracts/services/common.ts";

/** What the gateway asks of any service. */
export interface ServiceBinding {
  fetch(request: Request): Promise<Response>;
  describe(): Promise<ServiceDescription>;
  health(): Promise<ServiceHealth>;
  contract(): Promise<ServiceContract>;
}

export interface GatewayEnv {
  AUTH: ServiceBinding & Pick<AuthService, "principalOfSession" | "principalOfKey" | "organisationsOfOrigin">;
  NICHE_ANALYSIS: ServiceBinding;
  MONETIZATION: ServiceBinding;
  MARKETING: ServiceBinding;
  AGENT_TEAMS: ServiceBinding;
  AI_MODELS: ServiceBinding;
  EVENT_BUS: ServiceBinding;
  DATABASE: ServiceBinding;
  ASSETS: Pick<ServiceBinding, "fetch">;
  IDEMPOTENCY: DurableObjectNamespace<Idempotency>;
  RATE_LIMIT: DurableObjectNamespace<RateLimit>;
  /** The key that vouches for principals to services, a private Ed25519 JWK; without it they take the gateway's word as it comes (ADR 14). */
  INWARD_KEY?: string;
  /** What requests are allowed otherwise than by default, JSON (`limits/settings.ts`). */
  RATE_LIMITS?: string;
  /** Pages of other origins that may use the API, by organisation, JSON (`cors.ts`); default: none. */
  CORS_ORIGINS?: string;
  /** Requests at a time in one isolate, beyond which the door refuses some; default 1,000. */
  MAX_IN_FLIGHT?: string;
  /** What this Worker was deployed from, as whoever did it says. */
  BUILD_ID?: string;
  /** Milliseconds until an answer must have begun, where its route would wait longer; default: as the routes say. */
  ANSWER_WITHIN_MS?: string;
}

type Names<Kind> = { [Name in keyof GatewayEnv]-?: GatewayEnv[Name] extends Kind ? Name : never }[keyof GatewayEnv];
export type ServiceBindingName = Names<ServiceBinding>;

export const bindingOf: Record<ServiceName, ServiceBindingName> = {
  auth: "AUTH",
  "niche-analysis": "NICHE_ANALYSIS",
  monetization: "MONETIZATION",
  marketing: "MARKETING",
  "agent-teams": "AGENT_TEAMS",
  "ai-models": "AI_MODELS",
  "event-bus": "EVENT_BUS",
  database: "DATABASE",
};
