/** Resources of webhooks: an organisation's own HTTP endpoints, to which the bus delivers its events (Standard Webhooks). */
import * as z from "zod";
import { eventTypes } from "../events/index.ts";
import { pageQuerySchema, type Page, type PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";

/** Endpoints that one organisation may have. */
export const maxWebhooks = 20;

const urlSchema = z.string().min(1).max(2_000);
const descriptionSchema = z.string().trim().max(200);
/** Event types of the catalogue; an empty list means all of them. */
const typesSchema = z.array(z.enum(eventTypes)).max(200);

/** `POST /api/v1/webhooks`. */
export const newWebhookSchema = z.object({
  /** `https://…`, a public host name. Addresses and names of private networks are refused. */
  url: urlSchema,
  description: descriptionSchema.default(""),
  types: typesSchema.default([]),
});
export type NewWebhook = z.input<typeof newWebhookSchema>;

/** `PATCH /api/v1/webhooks/{id}`: what is left out stays. */
export const webhookChangeSchema = z.object({
  url: urlSchema.optional(),
  description: descriptionSchema.optional(),
  types: typesSchema.optional(),
  /** False: nothing is sent and everything waits. True: goes on where it stopped. */
  enabled: z.boolean().optional(),
});
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

/** `asked`: somebody switched it off; `gone`: it answered 410; `failing`: a delivery ran out of attempts and nothing got through meanwhile. */
export const disabledReasons = ["asked", "gone", "failing"] as const;
export type DisabledReason = (typeof disabledReasons)[number];

export const webhookSchema = z.object({
  id: z.string(),
  /** Another one after every change. */
  version: z.int(),
  url: z.string(),
  description: z.string(),
  types: z.array(z.string()),
  enabled: z.boolean(),
  disabledReason: z.enum(disabledReasons).nullable(),
  disabledAt: z.iso.datetime().nullable(),
  /** While set, deliveries are signed with the previous secret too. */
  previousSecretUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Webhook = z.infer<typeof webhookSchema>;

/** The secret (`whsec_…`) stands in this answer and nowhere else. */
export const createdWebhookSchema = webhookSchema.extend({ secret: z.string() });
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;

/** How an endpoint is doing. */
export const webhookHealthSchema = z.object({
  /** Every event up to this position is delivered, failed, or in the log of deliveries. */
  cursor: z.int().min(0),
  /** Events after the cursor that the endpoint wants. */
  lag: z.int().min(0),
  /** Deliveries in the log that are not finished. */
  pending: z.int().min(0),
  /** Of these, how many failed at least once. */
  retrying: z.int().min(0),
  lastDeliveredAt: z.iso.datetime().nullable(),
  /** When the next attempt is due; null when none waits. */
  nextAttemptAt: z.iso.datetime().nullable(),
});
export type WebhookHealth = z.infer<typeof webhookHealthSchema>;

export const webhookDetailSchema = webhookSchema.extend({ health: webhookHealthSchema });
export type WebhookDetail = z.infer<typeof webhookDetailSchema>;

/** `POST /api/v1/webhooks/{id}/secret-rotations`. */
export const rotateSecretSchema = z.object({
  /** How long the old secret signs too, seconds: a day unless said, at most a week. 0 ends it at once. */
  overlapSeconds: z.int().min(0).max(604_800).default(86_400),
});
export type RotateSecret = z.input<typeof rotateSecretSchema>;

export const deliveryStatuses = ["pending", "delivered", "failed"] as const;

export const webhookAttemptSchema = z.object({
  attempt: z.int().min(1),
  at: z.iso.datetime(),
  durationMs: z.int().min(0),
  /** The endpoint's HTTP status; null when there was no answer. */
  status: z.int().nullable(),
  /** Beginning of the answer's body, or why there was none. */
  detail: z.string(),
});
export type WebhookAttempt = z.infer<typeof webhookAttemptSchema>;

export const webhookDeliverySchema = z.object({
  id: z.string(),
  /** Sent as `webhook-id`: the same at every attempt. */
  eventId: z.string(),
  type: z.string(),
  subject: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.int().min(0),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Null when finished. */
  nextAttemptAt: z.iso.datetime().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const webhookDeliveryDetailSchema = webhookDeliverySchema.extend({
  /** The latest 20, oldest first. */
  log: z.array(webhookAttemptSchema),
});
export type WebhookDeliveryDetail = z.infer<typeof webhookDeliveryDetailSchema>;

/** Query of `GET /api/v1/webhooks/{id}/deliveries`; latest first. */
export const listDeliveriesSchema = pageQuerySchema.extend({ status: z.enum(deliveryStatuses).optional() });
export type ListDeliveries = z.input<typeof listDeliveriesSchema>;

/** A change of a webhook names the endpoint and carries the id of its command (the idempotency key). */
export interface WebhookCommand {
  id: string;
  commandId: string;
}

/** Reading needs `events:read`, everything else `events:admin`. Endpoints of other organisations are `not_found`. */
export interface WebhookService {
  /** The only answer with the secret, together with a rotation. At most 20 an organisation (`conflict`). */
  createWebhook(principal: Principal, request: NewWebhook & { commandId: string }): Promise<Result<CreatedWebhook>>;
  webhooks(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Webhook>>>;
  webhook(principal: Principal, id: string): Promise<Result<WebhookDetail>>;
  /** Switching an endpoint on tries everything that waits at once. */
  /** `expected`: the version that is to be changed; `precondition_failed` when it is at another one. */
  changeWebhook(principal: Principal, id: string, change: WebhookChange, expected?: number): Promise<Result<Webhook>>;
  /** With its log of deliveries. */
  deleteWebhook(principal: Principal, id: string): Promise<Result<{ deleted: true }>>;
  rotateWebhookSecret(principal: Principal, request: RotateSecret & WebhookCommand): Promise<Result<CreatedWebhook>>;
  /** Sends a `webhook.tested` event; `conflict` while the endpoint is switched off. */
  testWebhook(principal: Principal, request: WebhookCommand): Promise<Result<WebhookDelivery>>;
  webhookDeliveries(principal: Principal, id: string, query: ListDeliveries): Promise<Result<Page<WebhookDelivery>>>;
  webhookDelivery(principal: Principal, id: string, delivery: string): Promise<Result<WebhookDeliveryDetail>>;
  /** Sends a delivery of the log again, at once and with a fresh schedule. `conflict` while the endpoint is switched off. */
  redeliver(principal: Principal, id: string, delivery: string): Promise<Result<WebhookDelivery>>;
}
