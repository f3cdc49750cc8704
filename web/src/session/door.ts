/** What the pages before the door ask: signing in and up, links of e-mails, forgotten passwords, invitations. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { signedInSchema, type SignIn, type SignUp } from "../../../contracts/services/auth.ts";
import { passkeyOptionsSchema, secondStepSchema } from "../../../contracts/services/factors.ts";
import { checkMailSchema, verifiedEmailSchema } from "../../../contracts/services/mail.ts";
import { invitationPreviewSchema } from "../../../contracts/services/members.ts";
import { providersSchema } from "../../../contracts/services/providers.ts";
import { command, get, post } from "../api/client.ts";
import { askPasskey } from "./passkey.ts";

const root = "/api/v1/auth";

/** Other services with which people can sign in here. */
export const providersQuery = queryOptions({
  queryKey: ["providers"],
  queryFn: ({ signal }) => get(`${root}/providers`, providersSchema, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Where the browser sets out to another service. */
export function wayTo(provider: string): string {
  return `${root}/oauth/${provider}`;
}

/** Signed in, or, where there is a second factor, what is wanted next. */
export function signIn(input: SignIn) {
  return post(`${root}/sign-in`, z.union([signedInSchema, secondStepSchema]), input);
}

/** `code`: of the app, or a recovery code. */
export function signInWithCode(challenge: string, code: string) {
  return post(`${root}/sign-in/code`, signedInSchema, { challenge, code });
}

/** `challenge`: after a password; undefined: with the passkey alone. */
export async function signInWithPasskey(challenge?: string) {
  const { token, options } = await post(
    `${root}/sign-in/passkey/options`,
    passkeyOptionsSchema,
    challenge === undefined ? {} : { challenge },
  );
  return post(`${root}/sign-in/passkey`, signedInSchema, { token, credential: await askPasskey(options) });
}

/** Signed up and in at once, or, where e-mail is sent, a link on its way. */
export function signUp(input: SignUp) {
  return post(`${root}/sign-up`, z.union([signedInSchema, checkMailSchema]), input);
}

export function confirmSignUp(token: string, password: string) {
  return post(`${root}/sign-up/confirm`, signedInSchema, { token, password });
}

export function forgotPassword(email: string) {
  return post(`${root}/password/forgot`, checkMailSchema, { email });
}

export function resetPassword(token: string, newPassword: string) {
  return command(`${root}/password/reset`, { token, newPassword });
}

export function verifyEmail(token: string) {
  return post(`${root}/email/verify`, verifiedEmailSchema, { token });
}

export function previewInvitation(token: string) {
  return post(`${root}/invitations/preview`, invitationPreviewSchema, { token });
}

export function acceptInvitation(token: string) {
  return post(`${root}/invitations/accept`, invitationPreviewSchema, { token });
}
