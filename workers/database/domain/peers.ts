/** The services that the database service speaks with, and the bindings by which it reaches them. */
import type { ServiceLife } from "../../../contracts/services/common.ts";
import type { EventBusService } from "../../../contracts/services/event-bus.ts";

/** Service → name of its binding. The gateway keeps no database; the database service knows its own. */
export const peerBindings = {
  auth: "AUTH",
  "niche-analysis": "NICHE_ANALYSIS",
  monetization: "MONETIZATION",
  marketing: "MARKETING",
  "agent-teams": "AGENT_TEAMS",
  "ai-models": "AI_MODELS",
  "event-bus": "EVENT_BUS",
} as const;

export type Peer = keyof typeof peerBindings;
export const peers = Object.keys(peerBindings) as Peer[];

/** The part of an environment that holds the services. */
export type PeerServices = Record<Exclude<(typeof peerBindings)[Peer], "EVENT_BUS">, ServiceLife> & { EVENT_BUS: EventBusService };
