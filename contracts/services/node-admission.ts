/** Which nodes may join: one-time tokens beside the installation's own, and the end of a node. */
import * as z from "zod";
import { nodeNameSchema } from "../node-protocol.ts";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";

const day = 86_400;

export const issueJoinTokenRequestSchema = z.object({
  /** The only name that may join with it. Absent: the first that does. */
  nodeName: nodeNameSchema.optional(),
  /** Seconds in which the first join must come; default one hour, at most thirty days. */
  expiresInSeconds: z
    .int()
    .min(1)
    .max(30 * day)
    .default(3_600),
  /** For whoever reads the list. */
  note: z.string().max(200).optional(),
});
export type IssueJoinTokenRequest = z.input<typeof issueJoinTokenRequestSchema>;

export const joinTokenStates = ["unused", "used", "expired", "revoked"] as const;

export const joinTokenSchema = z.object({
  id: z.string(),
  /** `used`: a node has joined with it; that name, and no other, may join with it again. */
  state: z.enum(joinTokenStates),
  /** The name that it is for; null until the first join. */
  nodeName: z.string().nullable(),
  note: z.string().nullable(),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable(),
});
export type JoinTokenView = z.infer<typeof joinTokenSchema>;

export const issuedJoinTokenSchema = joinTokenSchema.extend({
  /** Shown once. */
  token: z.string(),
});
export type IssuedJoinToken = z.infer<typeof issuedJoinTokenSchema>;

/** All of it needs the operator. */
export interface NodeAdmission {
  /** A token with which one node can join. */
  issueJoinToken(principal: Principal, request: IssueJoinTokenRequest): Promise<Result<IssuedJoinToken>>;
  /** All tokens but those that were over for thirty days, the latest first. */
  joinTokens(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<JoinTokenView>>>;
  /** Nobody joins with it any more; a node that has joined stays until its next join. `not_found` when there is none. */
  revokeJoinToken(principal: Principal, id: string): Promise<Result<true>>;
  /** While `draining`, the node gets no new calls and finishes what it has. `not_found` when there is none. */
  setDraining(principal: Principal, request: { id: string; draining: boolean }): Promise<Result<true>>;
  /** Its key is dead, its link is closed, its token is revoked, its name is free. `not_found` when there is none. */
  revokeNode(principal: Principal, id: string): Promise<Result<true>>;
}
