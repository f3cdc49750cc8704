/** Keys with which programs use the API in the organisation's name. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { pageSchema } from "../../../contracts/page.ts";
import { apiKeySchema, createdApiKeySchema, type NewApiKey } from "../../../contracts/services/auth.ts";
import { get, post, remove } from "../api/client.ts";

const keyPage = pageSchema(apiKeySchema);

export const keysQuery = infiniteQueryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ pageParam, signal }) =>
    get(`/api/v1/api-keys${pageParam === "" ? "" : `?cursor=${encodeURIComponent(pageParam)}`}`, keyPage, signal),
  initialPageParam: "",
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

export function createKey(key: NewApiKey) {
  return post("/api/v1/api-keys", createdApiKeySchema, key);
}

export function revokeKey(id: string) {
  return remove(`/api/v1/api-keys/${id}`, apiKeySchema);
}
