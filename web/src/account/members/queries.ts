/** The organisation's people and those invited. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { pageSchema } from "../../../../contracts/page.ts";
import type { Role } from "../../../../contracts/principal.ts";
import {
  createdInvitationSchema,
  invitationSchema,
  memberSchema,
  type Member,
  type NewInvitation,
} from "../../../../contracts/services/members.ts";
import { get, patchVersion, post, remove } from "../../api/client.ts";
import { pagePath, paging } from "../../api/paging.ts";

const memberPage = pageSchema(memberSchema);
const invitationPage = pageSchema(invitationSchema);
const memberPath = (userId: string) => `/api/v1/members/${encodeURIComponent(userId)}`;

export const membersQuery = infiniteQueryOptions({
  queryKey: ["members"],
  queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/members", {}, pageParam), memberPage, signal),
  ...paging,
});

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ["invitations"],
  queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/invitations", {}, pageParam), invitationPage, signal),
  ...paging,
});

/** Of the member as they were seen. */
export function changeRole({ userId, version }: Pick<Member, "userId" | "version">, role: Role) {
  return patchVersion(memberPath(userId), memberSchema, { role }, version);
}

export function removeMember(userId: string) {
  return remove(memberPath(userId), memberSchema);
}

export function transferOwnership(userId: string) {
  return post("/api/v1/members/transfer", memberSchema, { userId });
}

export function invite(invitation: NewInvitation) {
  return post("/api/v1/invitations", createdInvitationSchema, invitation);
}

export function revokeInvitation(id: string) {
  return remove(`/api/v1/invitations/${encodeURIComponent(id)}`, invitationSchema);
}
