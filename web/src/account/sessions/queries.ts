/** Where the person is signed in. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { pageSchema } from "../../../../contracts/page.ts";
import { revokedSessionsSchema, sessionSchema } from "../../../../contracts/services/sessions.ts";
import { get, remove } from "../../api/client.ts";
import { pagePath, paging } from "../../api/paging.ts";

const root = "/api/v1/auth/sessions";
const lookAgainMs = 15_000;
const sessionPage = pageSchema(sessionSchema);

export const sessionsQuery = infiniteQueryOptions({
  queryKey: ["sessions"],
  queryFn: ({ pageParam, signal }) => get(pagePath(root, {}, pageParam), sessionPage, signal),
  ...paging,
  refetchInterval: lookAgainMs,
});

export function revokeSession(id: string) {
  return remove(`${root}/${encodeURIComponent(id)}`, z.undefined());
}

/** All but the one that asks. */
export function revokeOtherSessions() {
  return remove(root, revokedSessionsSchema);
}
