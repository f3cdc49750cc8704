/** What the models pages ask and do under the operator's key. Nothing of the key is in what the cache knows answers by. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { pageSchema } from "../../../contracts/page.ts";
import type { FallbackRequest } from "../../../contracts/model-fallback.ts";
import {
  alertRuleViewSchema,
  installationUsageSchema,
  type AlertRuleView,
  type PutAlertRule,
} from "../../../contracts/services/model-monitor.ts";
import { aliasSchema, type AliasView } from "../../../contracts/services/model-registry.ts";
import { issuedJoinTokenSchema, joinTokenSchema, type IssueJoinTokenRequest } from "../../../contracts/services/node-admission.ts";
import { modelSchema } from "../../../contracts/services/ai-models.ts";
import type { KeyedApi } from "../api/client.ts";
import { pagePath, paging } from "../api/paging.ts";

const lookAgainMs = 5_000;
const joinTokenPage = pageSchema(joinTokenSchema);

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

/** Replaces the rule as it was seen, or makes one that is not there. */
export function putAlertRule(api: KeyedApi, { id, ...rule }: PutAlertRule, seen: Pick<AlertRuleView, "revision"> | undefined) {
  return api.putVersion(rulePath(id), alertRuleViewSchema, rule, seen?.revision ?? "none");
}

export function deleteAlertRule(api: KeyedApi, id: string) {
  return api.remove(rulePath(id));
}

export const joinTokensQuery = (api: KeyedApi | undefined) =>
  infiniteQueryOptions({
    queryKey: ["operator", "join-tokens"],
    queryFn: ({ pageParam, signal }) => present(api).get(pagePath("/api/v1/nodes/join-tokens", {}, pageParam), joinTokenPage, signal),
    ...paging,
    refetchInterval: lookAgainMs,
    gcTime: 0,
  });

export function issueJoinToken(api: KeyedApi, request: IssueJoinTokenRequest) {
  return api.post("/api/v1/nodes/join-tokens", issuedJoinTokenSchema, request);
}

/** Keeps new calls away from the node, or lets them come again. */
export function setNodeDraining(api: KeyedApi, id: string, draining: boolean) {
  const path = `/api/v1/nodes/${encodeURIComponent(id)}/drain`;
  return draining ? api.put(path, z.undefined(), {}) : api.remove(path);
}

export function revokeJoinToken(api: KeyedApi, id: string) {
  return api.remove(`/api/v1/nodes/join-tokens/${encodeURIComponent(id)}`);
}

export function removeNode(api: KeyedApi, id: string) {
  return api.remove(`/api/v1/nodes/${encodeURIComponent(id)}`);
}

const aliasPath = (alias: string) => `/api/v1/models/aliases/${encodeURIComponent(alias)}`;
/** `version`: a digest, as the list of versions has it. */
interface Target {
  model: string;
  version: string;
}

/** An alias as it was seen. */
type SeenAlias = Pick<AliasView, "alias" | "revision">;

/** `seen` undefined: makes one that is not there. */
export function moveAlias(api: KeyedApi, alias: string, target: Target, seen: SeenAlias | undefined) {
  return api.putVersion(aliasPath(alias), modelSchema, target, seen?.revision ?? "none");
}

export function setCanary(api: KeyedApi, { alias, revision }: SeenAlias, canary: Target & { percent: number }) {
  return api.putVersion(`${aliasPath(alias)}/canary`, aliasSchema, canary, revision);
}

export function endCanary(api: KeyedApi, alias: string) {
  return api.remove(`${aliasPath(alias)}/canary`);
}

export function promote(api: KeyedApi, alias: string) {
  return api.post(`${aliasPath(alias)}/promote`, aliasSchema);
}

export function rollBack(api: KeyedApi, alias: string) {
  return api.post(`${aliasPath(alias)}/rollback`, aliasSchema);
}

export function setFallback(api: KeyedApi, { alias, revision }: SeenAlias, policy: FallbackRequest) {
  return api.putVersion(`${aliasPath(alias)}/fallback`, aliasSchema, policy, revision);
}

export function endFallback(api: KeyedApi, alias: string) {
  return api.remove(`${aliasPath(alias)}/fallback`);
}

/** `reference`: `name@version`. */
const versionPath = (reference: string) => `/api/v1/models/${encodeURIComponent(reference)}`;

export function nameRelease(api: KeyedApi, reference: string, release: string) {
  return api.put(`${versionPath(reference)}/release`, modelSchema, { release });
}

export function retireVersion(api: KeyedApi, reference: string) {
  return api.post(`${versionPath(reference)}/retire`, modelSchema);
}
