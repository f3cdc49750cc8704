/**
 * The services that the bus speaks with: it takes their events, and each of them has one durable subscription.
 * Which types a service gets is its own word (`describe().handles`), so that a new projection needs no change here.
 */
import type { ServiceLife } from "../../../contracts/services/common.ts";

/** Service → name of its binding. Gateway and database are missing: the bus does not call them (no cycle of bindings). */
export const subscriberBindings = {
  auth: "AUTH",
  "niche-analysis": "NICHE_ANALYSIS",
  monetization: "MONETIZATION",
  marketing: "MARKETING",
  "agent-teams": "AGENT_TEAMS",
  "ai-models": "AI_MODELS",
} as const;

export type Subscriber = keyof typeof subscriberBindings;

/** The part of an environment that holds the services. */
export type SubscriberPeers = Record<(typeof subscriberBindings)[Subscriber], ServiceLife>;

export const subscribers = Object.keys(subscriberBindings) as Subscriber[];

export function isSubscriber(name: string): name is Subscriber {
  return Object.hasOwn(subscriberBindings, name);
}

/** The name of the subscription's actor. `system` is no organisation, so no tenant can name it. */
export function subscriptionName(subscriber: Subscriber): string {
  return `system/${subscriber}`;
}

/** The service that wrote an event, from its `source` ("/auth"); undefined when nobody writes under that name. */
export function subscriberOfSource(source: string): Subscriber | undefined {
  const name = source.slice(1);
  return isSubscriber(name) ? name : undefined;
}
