/** What the webhook pages ask. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { pageSchema } from "../../../contracts/page.ts";
import {
  createdWebhookSchema,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
  webhookDetailSchema,
  webhookSchema,
  type NewWebhook,
  type Webhook,
  type WebhookChange,
} from "../../../contracts/services/webhooks.ts";
import { get, patchVersion, post, remove } from "../api/client.ts";
import { pagePath, paging } from "../api/paging.ts";
import type { DeliveryState } from "./delivery-states.ts";

const lookAgainMs = 5_000;
const followMs = 1_500;
/** Pages of a long log are not all read again and again. */
const maxPagesToRefresh = 2;

const webhookPage = pageSchema(webhookSchema);
const deliveryPage = pageSchema(webhookDeliverySchema);

const path = (id: string) => `/api/v1/webhooks/${encodeURIComponent(id)}`;
const deliveryPath = (id: string, delivery: string) => `${path(id)}/deliveries/${encodeURIComponent(delivery)}`;

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/webhooks", {}, pageParam), webhookPage, signal),
  ...paging,
});

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhook", id],
    queryFn: ({ signal }) => get(path(id), webhookDetailSchema, signal),
    refetchInterval: lookAgainMs,
  });

/** The log; `status` undefined: all of it. */
export const deliveriesQuery = (id: string, status: DeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: ["webhook", id, "deliveries", status ?? "all"],
    queryFn: ({ pageParam, signal }) => get(pagePath(`${path(id)}/deliveries`, { status, limit: "20" }, pageParam), deliveryPage, signal),
    ...paging,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > maxPagesToRefresh ? false : lookAgainMs),
  });

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({
    queryKey: ["webhook", id, "delivery", delivery],
    queryFn: ({ signal }) => get(deliveryPath(id, delivery), webhookDeliveryDetailSchema, signal),
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? followMs : false),
  });

export function createWebhook(webhook: NewWebhook) {
  return post("/api/v1/webhooks", createdWebhookSchema, webhook);
}

/** Of the endpoint as it was seen: refused when somebody else has changed it since. */
export function changeWebhook({ id, version }: Pick<Webhook, "id" | "version">, change: WebhookChange) {
  return patchVersion(path(id), webhookSchema, change, version);
}

export function deleteWebhook(id: string) {
  return remove(path(id), z.undefined());
}

export function rotateSecret(id: string, overlapSeconds: number) {
  return post(`${path(id)}/secret-rotations`, createdWebhookSchema, { overlapSeconds });
}

export function sendTest(id: string) {
  return post(`${path(id)}/tests`, webhookDeliverySchema);
}

export function redeliver(id: string, delivery: string) {
  return post(`${deliveryPath(id, delivery)}/redeliveries`, webhookDeliverySchema);
}
