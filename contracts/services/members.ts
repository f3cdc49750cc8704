/** REST shapes of an organisation's people: members, their roles, and invitations. */
import * as z from "zod";
import { idSchema } from "../ids.ts";
import { roles } from "../principal.ts";

/** How long an invitation can be accepted. */
export const invitationDays = 7;

/** Whether a member in `actor` may give or take `role`: ownership is the owners' affair. */
export function mayAssign(actor: (typeof roles)[number], role: (typeof roles)[number]): boolean {
  return role === "owner" ? actor === "owner" : actor === "owner" || actor === "admin";
}

export const memberSchema = z.object({
  userId: z.string(),
  /** Another one after every change of the role. */
  version: z.int().min(1),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof memberSchema>;

/** `PATCH /api/v1/members/{id}`. */
export const changeRoleSchema = z.object({ role: z.enum(roles) });

/** `POST /api/v1/members/transfer`: the named member becomes an owner, the caller an administrator. */
export const transferSchema = z.object({ userId: idSchema("user") });

/** `POST /api/v1/auth/leave`: the id is asked for so that nobody leaves by a slip. */
export const leaveSchema = z.object({ organisation: idSchema("organisation") });

/** `POST /api/v1/invitations`. */
export const newInvitationSchema = z.object({
  email: z.string().max(254),
  role: z.enum(roles),
});
export type NewInvitation = z.infer<typeof newInvitationSchema>;

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(roles),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  status: z.enum(["open", "accepted", "revoked", "expired"]),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** `token` is what the link carries, shown here and never again; null when it went to the address by e-mail instead. */
export const createdInvitationSchema = invitationSchema.extend({ token: z.string().nullable() });
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>;

/** A token that came by a link. */
export const tokenSchema = z.object({ token: z.string().min(1).max(200) });

/** What an invitation says to whoever holds its link. */
export const invitationPreviewSchema = z.object({
  organisation: z.object({ id: z.string(), name: z.string() }),
  email: z.string(),
  role: z.enum(roles),
  expiresAt: z.iso.datetime(),
});
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>;

/** An organisation that the caller is a member of. */
export const membershipSchema = z.object({
  organisation: z.object({ id: z.string(), name: z.string() }),
  role: z.enum(roles),
  /** True for the one in which this session acts. */
  current: z.boolean(),
});
export type Membership = z.infer<typeof membershipSchema>;
