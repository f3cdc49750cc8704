/** REST shapes of what travels by e-mail: confirmations, resets, and the local outbox. */
import * as z from "zod";

/** How long the links in e-mails work. */
export const linkMinutes = { "sign-up": 24 * 60, "verify-email": 24 * 60, "reset-password": 30 } as const;
export type LinkPurpose = keyof typeof linkMinutes;

/** What is answered while an e-mail is on its way, or would be if the address were known. */
export const checkMailSchema = z.object({ status: z.literal("check-mail") });
export type CheckMail = z.infer<typeof checkMailSchema>;

/** `POST /api/v1/auth/sign-up/confirm`: the token of the e-mail, and the password that was chosen. */
export const confirmSignUpSchema = z.object({ token: z.string().min(1).max(200), password: z.string() });

/** `POST /api/v1/auth/password/forgot`. */
export const forgotPasswordSchema = z.object({ email: z.string().max(254) });

/** `POST /api/v1/auth/password/reset`. */
export const resetPasswordSchema = z.object({ token: z.string().min(1).max(200), newPassword: z.string() });

/** `POST /api/v1/auth/email/verify`. */
export const verifiedEmailSchema = z.object({ email: z.string() });

/** An e-mail in the outbox of a local system. */
export const mailSchema = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  createdAt: z.iso.datetime(),
});
export type Mail = z.infer<typeof mailSchema>;
