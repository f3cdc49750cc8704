/** REST shapes of a person's sessions, and the proofs that keep them theirs. */
import * as z from "zod";
import { passkeyOptionsSchema, passkeySignInSchema } from "./factors.ts";

/** How a session was begun. */
export const signInMethods = ["password", "password+code", "password+passkey", "passkey", "oauth", "oauth+code"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** When sessions end, and for how long a proof of identity counts. */
export const sessionPolicy = {
  /** After sign-in, whatever happens. */
  absoluteMs: 7 * 86_400_000,
  /** Without a request. */
  idleMs: 24 * 3_600_000,
  /** How coarsely requests are noted. */
  seenEveryMs: 5 * 60_000,
  /** For so long after a proof sensitive changes are taken. */
  recentMs: 10 * 60_000,
} as const;

export const sessionSchema = z.object({
  id: z.string(),
  organisation: z.string(),
  method: z.enum(signInMethods),
  /** What the browser said of itself at sign-in. */
  userAgent: z.string(),
  createdAt: z.iso.datetime(),
  /** To five minutes. */
  lastSeenAt: z.iso.datetime(),
  /** When it ends at the latest; a day after `lastSeenAt` it is over too. */
  expiresAt: z.iso.datetime(),
  /** True for the session that asks. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof sessionSchema>;

/** `DELETE /api/v1/auth/sessions`. */
export const revokedSessionsSchema = z.object({ revoked: z.int() });

/** `POST /api/v1/auth/confirm/options`: how this person can prove again who they are. No less is asked for than to sign in. */
export const confirmationOptionsSchema = z.object({
  /** `with-code`: only together with a code of the authenticator app or a recovery code. Null: they have no password, or no code to go with it. */
  password: z.enum(["alone", "with-code"]).nullable(),
  /** What the browser is to be asked for a passkey, which is enough alone; null where they have none, or this site can have none. */
  passkey: passkeyOptionsSchema.nullable(),
  /** Other services that sign them in: doing that again is a proof too. */
  providers: z.array(z.string()),
});
export type ConfirmationOptions = z.infer<typeof confirmationOptionsSchema>;

/** `POST /api/v1/auth/confirm`: proves again who is there, which counts for ten minutes. */
export const confirmSchema = z.union([
  z.object({ password: z.string(), code: z.string().max(64).optional() }),
  z.object({ passkey: passkeySignInSchema }),
]);
export type Confirm = z.infer<typeof confirmSchema>;

export const confirmedSchema = z.object({ confirmedUntil: z.iso.datetime() });

/** `POST /api/v1/auth/password`. */
export const changePasswordSchema = z.object({ currentPassword: z.string(), newPassword: z.string() });
export type ChangePassword = z.infer<typeof changePasswordSchema>;
