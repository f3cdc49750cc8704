/** What the models pages ask under the session of whoever is signed in. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { pageSchema } from "../../../contracts/page.ts";
import { modelSchema, nodeSchema, type NodeView } from "../../../contracts/services/ai-models.ts";
import { limitsSchema } from "../../../contracts/services/gateway.ts";
import { alertSchema, comparisonSchema, metricsSchema, usageSchema } from "../../../contracts/services/model-monitor.ts";
import { aliasDetailSchema, aliasSchema } from "../../../contracts/services/model-registry.ts";
import { get } from "../api/client.ts";
import { pagePath } from "../api/paging.ts";

const lookAgainMs = 5_000;
/** Longer windows change slowly, and their answers are long. */
const lookAgainAtLongWindowsMs = 60_000;
const longMinutes = 1_440;

const nodePage = pageSchema(nodeSchema);
const items = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

export interface MetricsWindow {
  minutes: number;
  by: "version" | "node";
  /** Undefined: all. */
  model: string | undefined;
}

const pace = (minutes: number) => (minutes > longMinutes ? lookAgainAtLongWindowsMs : lookAgainMs);

export const metricsQuery = ({ minutes, by, model }: MetricsWindow) =>
  queryOptions({
    queryKey: ["model-metrics", minutes, by, model ?? ""],
    queryFn: ({ signal }) => get(pagePath("/api/v1/models/metrics", { minutes: String(minutes), by, model }, ""), metricsSchema, signal),
    refetchInterval: pace(minutes),
    placeholderData: keepPreviousData,
  });

/** `baseline`, `candidate`: `name@version`. */
export const comparisonQuery = (minutes: number, baseline: string, candidate: string) =>
  queryOptions({
    queryKey: ["model-comparison", minutes, baseline, candidate],
    queryFn: ({ signal }) =>
      get(pagePath("/api/v1/models/metrics/comparison", { minutes: String(minutes), baseline, candidate }, ""), comparisonSchema, signal),
    refetchInterval: pace(minutes),
    placeholderData: keepPreviousData,
  });

/** All of them: names of nodes are looked up in many places. */
export const nodesQuery = queryOptions({
  queryKey: ["nodes"],
  queryFn: async ({ signal }) => {
    const nodes: NodeView[] = [];
    let cursor: string | undefined = "";
    while (cursor !== undefined) {
      const page: z.infer<typeof nodePage> = await get(pagePath("/api/v1/nodes", { limit: "200" }, cursor), nodePage, signal);
      nodes.push(...page.items);
      cursor = page.nextCursor;
    }
    return nodes;
  },
  refetchInterval: lookAgainMs,
});

export const alertsQuery = queryOptions({
  queryKey: ["model-alerts"],
  queryFn: async ({ signal }) => (await get("/api/v1/models/alerts", items(alertSchema), signal)).items,
  refetchInterval: lookAgainMs,
});

export const usageQuery = (days: number) =>
  queryOptions({
    queryKey: ["model-usage", days],
    queryFn: ({ signal }) => get(pagePath("/api/v1/usage", { days: String(days) }, ""), usageSchema, signal),
    refetchInterval: lookAgainAtLongWindowsMs,
    placeholderData: keepPreviousData,
  });

/** What the plan allows and what is left of it, which refills by the second. */
export const limitsQuery = queryOptions({
  queryKey: ["limits"],
  queryFn: ({ signal }) => get("/api/v1/limits", limitsSchema, signal),
  refetchInterval: lookAgainMs,
});

/** One version as the list of models has it. */
const listedModelSchema = modelSchema.omit({ registeredAt: true }).extend({
  /** `name@version` */
  id: z.string(),
  /** Epoch seconds. */
  created: z.int(),
});
export type Version = z.infer<typeof listedModelSchema>;

/** Newest first. */
export const versionsQuery = queryOptions({
  queryKey: ["model-versions"],
  queryFn: async ({ signal }) => (await get("/api/v1/models", z.object({ data: z.array(listedModelSchema) }), signal)).data,
  refetchInterval: lookAgainMs,
});

export const aliasesQuery = queryOptions({
  queryKey: ["model-aliases"],
  queryFn: async ({ signal }) => (await get("/api/v1/models/aliases", items(aliasSchema), signal)).items,
  refetchInterval: lookAgainMs,
});

/** With what it has meant. */
export const aliasQuery = (alias: string) =>
  queryOptions({
    queryKey: ["model-aliases", alias],
    queryFn: ({ signal }) => get(`/api/v1/models/aliases/${encodeURIComponent(alias)}`, aliasDetailSchema, signal),
  });
