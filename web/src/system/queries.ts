/** What the system page asks. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { nodeSchema } from "../../../contracts/services/ai-models.ts";
import { serviceNames } from "../../../contracts/services/common.ts";
import { serviceSchemaSchema, verificationSchema } from "../../../contracts/services/database.ts";
import { subscriptionSchema } from "../../../contracts/services/event-bus.ts";
import { pageSchema } from "../../../contracts/page.ts";
import { get, post } from "../api/client.ts";

const lookAgainMs = 5_000;
const followMs = 1_000;

const serviceName = z.enum(serviceNames);
export const serviceStatusSchema = z.object({
  service: serviceName,
  reachable: z.boolean(),
  version: z.string().optional(),
  dependencies: z.array(serviceName).default([]),
  handles: z.array(z.string()).default([]),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

const items = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

export const servicesQuery = queryOptions({
  queryKey: ["services"],
  queryFn: async ({ signal }) => (await get("/api/v1/services", items(serviceStatusSchema), signal)).items,
  refetchInterval: lookAgainMs,
});

export const nodesQuery = queryOptions({
  queryKey: ["nodes"],
  queryFn: async ({ signal }) => (await get("/api/v1/nodes", items(nodeSchema), signal)).items,
  refetchInterval: lookAgainMs,
});

export const subscriptionsQuery = queryOptions({
  queryKey: ["event-subscriptions"],
  queryFn: async ({ signal }) => (await get("/api/v1/event-subscriptions", items(subscriptionSchema), signal)).items,
  refetchInterval: lookAgainMs,
});

export const schemaQuery = queryOptions({
  queryKey: ["database-schema"],
  queryFn: async ({ signal }) => (await get("/api/v1/database/schema", items(serviceSchemaSchema), signal)).items,
});

/** The latest verification, followed until it is done. */
export const verificationQuery = queryOptions({
  queryKey: ["verification"],
  queryFn: async ({ signal }) =>
    (await get("/api/v1/database/verifications?limit=1", pageSchema(verificationSchema), signal)).items[0] ?? null,
  refetchInterval: ({ state }) => (state.data?.status === "running" || state.data?.status === "queued" ? followMs : false),
});

export function startVerification() {
  return post("/api/v1/database/verify", verificationSchema);
}

export function redrive(subscription: string, subject: string) {
  return post(`/api/v1/event-subscriptions/${subscription}/redrives`, z.object({ requested: z.literal(true) }), { subject });
}
