/** What the bus needs of its Worker's configuration. */
import type { ModelMonitor } from "../../contracts/services/model-monitor.ts";
import type { EventQueue } from "../kit/outbox.ts";
import type { ArchivistNamespace } from "./domain/archive/archivist.ts";
import type { SubscriberPeers } from "./domain/subscribers.ts";
import type { SubscriptionNamespace } from "./domain/subscription.ts";
import type { WebhookNamespace } from "./domain/webhook.ts";

export interface EventBusEnv extends SubscriberPeers {
  EVENT_BUS_DB: D1Database;
  EVENT_ARCHIVE: R2Bucket;
  EVENT_SUBSCRIPTION: SubscriptionNamespace;
  EVENT_ARCHIVIST: ArchivistNamespace;
  WEBHOOK_ENDPOINT: WebhookNamespace;
  EVENTS: EventQueue;
  /** What else is told that time passes: a service without a cron of its own. */
  AI_MODELS: SubscriberPeers["AI_MODELS"] & Pick<ModelMonitor, "keepTime">;
  /** "true" only on a developer's machine: webhooks may go to loopback over plain HTTP. */
  WEBHOOK_ALLOW_LOOPBACK?: string;
}
