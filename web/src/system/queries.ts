/** What the system page asks. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { serviceSchemaSchema } from "../../../contracts/services/database.ts";
import { serviceStatusSchema } from "../../../contracts/services/gateway.ts";
import { get } from "../api/client.ts";

const lookAgainMs = 5_000;

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
