/** What the bus needs of its Worker's configuration. */
import type { EventQueue } from "../kit/outbox.ts";
import type { SubscriberPeers } from "./domain/subscribers.ts";
import type { SubscriptionNamespace } from "./domain/subscription.ts";

export interface EventBusEnv extends SubscriberPeers {
  EVENT_BUS_DB: D1Database;
  EVENT_SUBSCRIPTION: SubscriptionNamespace;
  EVENTS: EventQueue;
}
