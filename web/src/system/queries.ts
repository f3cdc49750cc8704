/** What the system page asks. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { serviceNames } from "../../../contracts/services/common.ts";
import { serviceSchemaSchema } from "../../../contracts/services/database.ts";
import { get } from "../api/client.ts";

const lookAgainMs = 5_000;

const serviceName = z.enum(serviceNames);
export const serviceStatusSchema = z.object({
  service: serviceName,
  reachable: z.boolean(),
  health: z.enum(["ok", "degraded", "unreachable"]),
  reasons: z.array(z.string()).default([]),
  contract: z.string().optional(),
  version: z.string().optional(),
  build: z.string().optional(),
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

export const schemaQuery = queryOptions({
  queryKey: ["database-schema"],
  queryFn: async ({ signal }) => (await get("/api/v1/database/schema", items(serviceSchemaSchema), signal)).items,
});
