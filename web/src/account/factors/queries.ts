/** What the person has beside a password. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import {
  createdPasskeySchema,
  factorsSchema,
  passkeyOptionsSchema,
  recoveryCodesSchema,
  totpEnrolmentSchema,
} from "../../../../contracts/services/factors.ts";
import { get, post, remove } from "../../api/client.ts";
import { makePasskey } from "../../session/passkey.ts";

const root = "/api/v1/auth";

export const factorsQuery = queryOptions({
  queryKey: ["factors"],
  queryFn: ({ signal }) => get(`${root}/factors`, factorsSchema, signal),
});

/** A secret for an authenticator app. It is not asked for before `confirmTotp`. */
export function enrolTotp() {
  return post(`${root}/factors/totp`, totpEnrolmentSchema);
}

export function confirmTotp(code: string) {
  return post(`${root}/factors/totp/confirm`, recoveryCodesSchema, { code });
}

export function removeTotp() {
  return remove(`${root}/factors/totp`, z.undefined());
}

export function replaceRecoveryCodes() {
  return post(`${root}/factors/recovery-codes`, recoveryCodesSchema);
}

export async function addPasskey(name: string) {
  const { token, options } = await post(`${root}/passkeys/options`, passkeyOptionsSchema);
  return post(`${root}/passkeys`, createdPasskeySchema, { token, name, credential: await makePasskey(options) });
}

export function removePasskey(id: string) {
  return remove(`${root}/passkeys/${encodeURIComponent(id)}`, z.undefined());
}
