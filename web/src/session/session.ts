/** Who is signed in. */
import { queryOptions } from "@tanstack/react-query";
import { meSchema, userSchema } from "../../../contracts/services/auth.ts";
import { command, get } from "../api/client.ts";

/** Who signs in is a person. */
const personSchema = meSchema.extend({ user: userSchema });

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => get("/api/v1/auth/me", personSchema, signal),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  // "Not signed in" is a fine answer to this question.
  meta: { anonymous: true },
});

export function signOut(): Promise<void> {
  return command("/api/v1/auth/sign-out");
}
