/** What the models pages ask and do under the operator's key. Nothing of the key is in what the cache knows answers by. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { alertRuleViewSchema, installationUsageSchema, type PutAlertRule } from "../../../contracts/services/model-monitor.ts";
import type { KeyedApi } from "../api/client.ts";

const lookAgainMs = 5_000;

/** For queries that are switched off while nobody acts as the operator. */
function present(api: KeyedApi | undefined): KeyedApi {
  if (api === undefined) throw new Error("Nobody acts as the operator here.");
  return api;
}

export const installationUsageQuery = (api: KeyedApi | undefined, days: number) =>
  queryOptions({
    queryKey: ["operator", "usage", days],
    queryFn: ({ signal }) => present(api).get(`/api/v1/usage/organisations?days=${days}`, installationUsageSchema, signal),
    gcTime: 0,
  });

export const alertRulesQuery = (api: KeyedApi | undefined) =>
  queryOptions({
    queryKey: ["operator", "alert-rules"],
    queryFn: async ({ signal }) =>
      (await present(api).get("/api/v1/models/alert-rules", z.object({ items: z.array(alertRuleViewSchema) }), signal)).items,
    refetchInterval: lookAgainMs,
    gcTime: 0,
  });

const rulePath = (id: string) => `/api/v1/models/alert-rules/${encodeURIComponent(id)}`;

/** Makes the rule or replaces it. */
export function putAlertRule(api: KeyedApi, { id, ...rule }: PutAlertRule) {
  return api.put(rulePath(id), alertRuleViewSchema, rule);
}

export function deleteAlertRule(api: KeyedApi, id: string) {
  return api.remove(rulePath(id));
}
