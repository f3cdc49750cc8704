/** Where the person is signed in. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { revokedSessionsSchema, sessionSchema } from "../../../../contracts/services/sessions.ts";
import { get, remove } from "../../api/client.ts";

const root = "/api/v1/auth/sessions";
const lookAgainMs = 15_000;

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) => (await get(root, z.object({ items: z.array(sessionSchema) }), signal)).items,
  refetchInterval: lookAgainMs,
});

export function revokeSession(id: string) {
  return remove(`${root}/${encodeURIComponent(id)}`, z.undefined());
}

/** All but the one that asks. */
export function revokeOtherSessions() {
  return remove(root, revokedSessionsSchema);
}
