/** Keys with which programs use the API in the organisation's name. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { pageSchema } from "../../../../contracts/page.ts";
import { apiKeySchema, createdApiKeySchema, type NewApiKey } from "../../../../contracts/services/auth.ts";
import { get, post, remove } from "../../api/client.ts";
import { pagePath, paging } from "../../api/paging.ts";

const keyPage = pageSchema(apiKeySchema);
const path = (id: string) => `/api/v1/api-keys/${encodeURIComponent(id)}`;

export const keysQuery = infiniteQueryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/api-keys", {}, pageParam), keyPage, signal),
  ...paging,
});

export function createKey(key: NewApiKey) {
  return post("/api/v1/api-keys", createdApiKeySchema, key);
}

export function rotateKey(id: string, overlapSeconds: number) {
  return post(`${path(id)}/rotate`, createdApiKeySchema, { overlapSeconds });
}

export function revokeKey(id: string) {
  return remove(path(id), apiKeySchema);
}
