/** What the person asks about themselves. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { signedInSchema } from "../../../../contracts/services/auth.ts";
import { checkMailSchema } from "../../../../contracts/services/mail.ts";
import { membershipSchema } from "../../../../contracts/services/members.ts";
import { linkedIdentitySchema } from "../../../../contracts/services/providers.ts";
import type { ChangePassword } from "../../../../contracts/services/sessions.ts";
import { command, get, post, remove } from "../../api/client.ts";

const root = "/api/v1/auth";

export const membershipsQuery = queryOptions({
  queryKey: ["memberships"],
  queryFn: async ({ signal }) => (await get(`${root}/organisations`, z.object({ items: z.array(membershipSchema) }), signal)).items,
});

/** The session acts in that organisation from now on. */
export function enterOrganisation(id: string) {
  return post(`${root}/organisations/${encodeURIComponent(id)}/enter`, signedInSchema);
}

export function leaveOrganisation(organisation: string) {
  return command(`${root}/leave`, { organisation });
}

export const identitiesQuery = queryOptions({
  queryKey: ["identities"],
  queryFn: async ({ signal }) => (await get(`${root}/identities`, z.object({ items: z.array(linkedIdentitySchema) }), signal)).items,
});

export function removeIdentity(id: string) {
  return remove(`${root}/identities/${encodeURIComponent(id)}`, z.undefined());
}

export function changePassword(change: ChangePassword) {
  return command(`${root}/password`, change);
}

export function requestVerification() {
  return post(`${root}/email/verification`, checkMailSchema);
}
