/** Who is signed in. */
import { queryOptions } from "@tanstack/react-query";
import { meSchema } from "../../../contracts/services/auth.ts";
import { command, get } from "../api/client.ts";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => get("/api/v1/auth/me", meSchema, signal),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  // "Not signed in" is a fine answer to this question.
  meta: { anonymous: true },
});

export function signOut(): Promise<void> {
  return command("/api/v1/auth/sign-out");
}
