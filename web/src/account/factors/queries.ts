/** What the person has beside a password. */
import { queryOptions, type QueryClient } from "@tanstack/react-query";
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
import { meQuery } from "../../session/session.ts";

const root = "/api/v1/auth";

export const factorsQuery = queryOptions({
  queryKey: ["factors"],
  queryFn: ({ signal }) => get(`${root}/factors`, factorsSchema, signal),
});

/** Reads anew which factors there are, and what the person may do, which an organisation can make depend on them. */
export async function factorsChanged(queries: QueryClient): Promise<void> {
  await Promise.all([factorsQuery, meQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })));
}

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
