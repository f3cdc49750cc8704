/** What the operator asks about backups and restores. Everything goes under the operator's key, not under the session. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { pageSchema } from "../../../../contracts/page.ts";
import { backupSchema, restoreSchema } from "../../../../contracts/services/backups.ts";
import { withKey } from "../../api/client.ts";
import { pagePath, paging } from "../../api/paging.ts";
import { asOperator } from "../../operator/as-operator.ts";
import { isUnderWay } from "../maintenance-queries.ts";

const root = "/api/v1/database";
const followMs = 1_000;
const backupPage = pageSchema(backupSchema);
const restorePage = pageSchema(restoreSchema);

/** Queries and commands under one key. The key stays out of what the cache knows its answers by. */
export function operatorApi(key: string) {
  const api = withKey(key);
  return {
    backups: infiniteQueryOptions({
      queryKey: ["operator", "backups"],
      queryFn: ({ pageParam, signal }) => asOperator(api.get(pagePath(`${root}/backups`, { limit: "10" }, pageParam), backupPage, signal)),
      ...paging,
      refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) === true ? followMs : false),
      gcTime: 0,
    }),
    restores: queryOptions({
      queryKey: ["operator", "restores"],
      queryFn: ({ signal }) => asOperator(api.get(pagePath(`${root}/restores`, { limit: "10" }, ""), restorePage, signal)),
      refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) === true ? followMs : false),
      gcTime: 0,
    }),
    start: () => asOperator(api.post(`${root}/backups`, backupSchema)),
    remove: (id: string) => asOperator(api.remove(`${root}/backups/${id}`)),
    download: (id: string) => asOperator(api.file(`${root}/backups/${id}/content`)),
  };
}
export type OperatorApi = ReturnType<typeof operatorApi>;
