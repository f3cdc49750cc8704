/** What the bus knows of a webhook's actor, and what both keep of an endpoint. */
import type { BackedUpActor } from "../../../contracts/services/backup.ts";
import type { Page } from "../../../contracts/page.ts";
import type { Result } from "../../../contracts/result.ts";
import type {
  DisabledReason,
  ListDeliveries,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookHealth,
} from "../../../contracts/services/webhooks.ts";

/** A row of `webhook_endpoints`: the truth about an endpoint's configuration. Times in epoch milliseconds. */
export interface EndpointRow {
  id: string;
  organisation: string;
  url: string;
  description: string;
  /** JSON list of event types; empty means all. */
  types: string;
  enabled: number;
  disabled_reason: DisabledReason | null;
  disabled_at: number | null;
  /** Events after this position are delivered. */
  start_position: number;
  secret: string;
  previous_secret: string | null;
  previous_until: number | null;
  created_at: number;
  updated_at: number;
}

/** Names an endpoint: actors do not know their own name in every process. */
export interface EndpointName {
  organisation: string;
  id: string;
}

export interface WebhookActor extends BackedUpActor {
  /** Something is new: an event, a change of configuration, or a deletion. Answers before anything is sent. */
  wake(name: EndpointName): Promise<void>;
  health(name: EndpointName): Promise<Omit<WebhookHealth, "lag">>;
  deliveries(name: EndpointName, query: ListDeliveries): Promise<Result<Page<WebhookDelivery>>>;
  delivery(name: EndpointName, id: string): Promise<Result<WebhookDeliveryDetail>>;
  /** Sends a delivery again, whatever became of it, with a fresh schedule. */
  redeliver(name: EndpointName, id: string): Promise<Result<WebhookDelivery>>;
  /** Tries everything that waits at once, with a fresh schedule: the endpoint was mended or switched on. */
  retryAll(name: EndpointName): Promise<void>;
  /** Sends a `webhook.tested` event that stands in no store. The same command id makes one delivery. */
  sendTest(name: EndpointName, commandId: string): Promise<Result<WebhookDelivery>>;
}

export interface WebhookNamespace {
  getByName(name: string): WebhookActor;
}
