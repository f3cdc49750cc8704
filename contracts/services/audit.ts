/** The log of who did what to an organisation's people, keys and doors: append-only, each entry chained to the one before. */
import * as z from "zod";

/** Everything that is written down. `noun.verb-in-past`. */
export const auditActions = [
  "organisation.created",
  "organisation.renamed",
  "organisation.demands-changed",
  "organisation.origins-changed",
  "session.started",
  "session.refused",
  "session.ended",
  "session.revoked",
  "session.confirmed",
  "password.changed",
  "password.reset",
  "email.verified",
  "factor.added",
  "factor.removed",
  "recovery-codes.replaced",
  "recovery-code.used",
  "passkey.added",
  "passkey.removed",
  "identity.linked",
  "identity.removed",
  "member.invited",
  "invitation.revoked",
  "member.joined",
  "member.role-changed",
  "member.removed",
  "member.left",
  "ownership.transferred",
  "key.created",
  "key.rotated",
  "key.revoked",
  "device.approved",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who did it: a person, a key, or nobody who could be named (`anonymous`). */
export const auditActorSchema = z.object({
  kind: z.enum(["user", "api-key", "agent", "service", "node", "operator", "anonymous"]),
  id: z.string(),
});

/** What else belongs to it: roles, permissions, ids. Never a name, an address or a secret. */
export const auditDetailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]));

/** An entry before it is chained. */
export const happeningSchema = z.object({
  organisation: z.string(),
  /** Its place in the organisation's log, from 1 without gaps. */
  sequence: z.int().min(1),
  /** RFC 3339. */
  at: z.iso.datetime(),
  action: z.enum(auditActions),
  actor: auditActorSchema,
  /** Id of what it was done to: a user, a key, a session, an invitation. */
  target: z.string().nullable(),
  details: auditDetailsSchema,
});
export type Happening = z.infer<typeof happeningSchema>;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const auditEntrySchema = happeningSchema.extend({
  /** `hash` of the entry before; 64 zeros at the first. */
  previous: digest,
  /** SHA-256 over the canonical JSON (RFC 8785) of all other fields. */
  hash: digest,
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Where a chain no longer holds. */
export const auditBreakSchema = z.object({
  sequence: z.int(),
  what: z.enum(["missing", "altered", "unchained", "head"]),
});
export type AuditBreak = z.infer<typeof auditBreakSchema>;

/** `GET /api/v1/audit/verification`. */
export const auditVerificationSchema = z.object({
  entries: z.int(),
  /** Sequence and hash of the newest entry, to be kept elsewhere and compared later; null in an empty log. */
  head: z.object({ sequence: z.int(), hash: digest }).nullable(),
  intact: z.boolean(),
  /** The first place that does not hold; null when all do. */
  broken: auditBreakSchema.nullable(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;

/** `audit.recorded`, by which the log stands in the event store too and reaches webhooks. */
export const auditRecordedSchema = z.object({
  action: z.enum(auditActions),
  actor: auditActorSchema,
  target: z.string().nullable(),
  details: auditDetailsSchema,
  hash: digest,
});
