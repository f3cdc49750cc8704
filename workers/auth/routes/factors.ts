/** `/api/v1/auth/factors` and `/api/v1/auth/passkeys`: what the signed-in person has beside a password. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  createdPasskeySchema,
  factorsSchema,
  newPasskeySchema,
  passkeyOptionsSchema,
  recoveryCodesSchema,
  totpConfirmSchema,
  totpEnrolmentSchema,
} from "../../../contracts/services/factors.ts";
import { serviceApp } from "../../kit/app.ts";
import { jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer } from "../../kit/problem.ts";
import { appsOf, confirmTotp, enrolTotp, listFactors, removeTotp, replaceRecoveryCodes } from "../factors.ts";
import { addPasskey, removePasskey, startPasskey } from "../passkeys.ts";
import { changed, databaseOf, done, ledgerOf, partyIn, standingOf, type RouteEnv } from "./context.ts";

export const factors = serviceApp<RouteEnv>();

factors.openapi(
  createRoute({
    method: "get",
    path: "/factors",
    operationId: "listFactors",
    responses: { 200: jsonAnswer(factorsSchema, "The person's second factors"), ...problems },
  }),
  async (c) => answer(c, await listFactors(databaseOf(c), c.var.principal)),
);

factors.openapi(
  createRoute({
    method: "post",
    path: "/factors/totp",
    operationId: "enrolTotp",
    responses: { 201: jsonAnswer(totpEnrolmentSchema, "A secret for an authenticator app, shown here and never again"), ...problems },
  }),
  async (c) => changed(c, await enrolTotp(ledgerOf(c), standingOf(c), appsOf(c.env)), 201),
);

factors.openapi(
  createRoute({
    method: "post",
    path: "/factors/totp/confirm",
    operationId: "confirmTotp",
    request: { body: jsonBody(totpConfirmSchema) },
    responses: {
      200: jsonAnswer(recoveryCodesSchema, "The app is asked for from now on; recovery codes, if it is the first factor"),
      ...problems,
    },
  }),
  async (c) => changed(c, await confirmTotp(ledgerOf(c), standingOf(c), totpConfirmSchema.parse(await c.req.json()).code, appsOf(c.env))),
);

factors.openapi(
  createRoute({
    method: "delete",
    path: "/factors/totp",
    operationId: "removeTotp",
    responses: { 204: { description: "No app is asked for any more" }, ...problems },
  }),
  async (c) => done(c, await removeTotp(ledgerOf(c), standingOf(c))),
);

factors.openapi(
  createRoute({
    method: "post",
    path: "/factors/recovery-codes",
    operationId: "replaceRecoveryCodes",
    responses: {
      201: jsonAnswer(recoveryCodesSchema, "New recovery codes in the place of all old ones, shown here and never again"),
      ...problems,
    },
  }),
  async (c) => changed(c, await replaceRecoveryCodes(ledgerOf(c), standingOf(c)), 201),
);

factors.openapi(
  createRoute({
    method: "post",
    path: "/passkeys/options",
    operationId: "startPasskey",
    responses: {
      200: jsonAnswer(passkeyOptionsSchema, "What the browser is to be asked, and the token that goes back with its answer"),
      ...problems,
    },
  }),
  async (c) => changed(c, await startPasskey(ledgerOf(c), standingOf(c), partyIn(c))),
);

factors.openapi(
  createRoute({
    method: "post",
    path: "/passkeys",
    operationId: "addPasskey",
    request: { body: jsonBody(newPasskeySchema) },
    responses: { 201: jsonAnswer(createdPasskeySchema, "The passkey; with recovery codes, if it is the first factor"), ...problems },
  }),
  async (c) => changed(c, await addPasskey(ledgerOf(c), standingOf(c), partyIn(c), newPasskeySchema.parse(await c.req.json())), 201),
);

factors.openapi(
  createRoute({
    method: "delete",
    path: "/passkeys/{credential}",
    operationId: "removePasskey",
    request: { params: z.object({ credential: z.string().min(1).max(2_000) }) },
    responses: { 204: { description: "The passkey opens nothing any more" }, ...problems },
  }),
  async (c) => done(c, await removePasskey(ledgerOf(c), standingOf(c), c.req.valid("param").credential)),
);
