/** What is asked before there is a principal: signing up, in and out, and the links in e-mails. */
import { createRoute } from "@hono/zod-openapi";
import { signedInSchema, signInSchema, signUpSchema } from "../../../contracts/services/auth.ts";
import {
  codeSignInSchema,
  passkeyOptionsSchema,
  passkeySignInOptionsSchema,
  passkeySignInSchema,
  secondStepSchema,
} from "../../../contracts/services/factors.ts";
import {
  checkMailSchema,
  confirmSignUpSchema,
  forgotPasswordSchema,
  resetPasswordSchema,
  verifiedEmailSchema,
} from "../../../contracts/services/mail.ts";
import { invitationPreviewSchema, tokenSchema } from "../../../contracts/services/members.ts";
import { publicApp } from "../../kit/app.ts";
import { jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { ok } from "../../../contracts/result.ts";
import { answer, problem } from "../../kit/problem.ts";
import { provePassword, signOut } from "../accounts/sign-in.ts";
import { confirmSignUp, signUp } from "../accounts/sign-up.ts";
import { appsOf } from "../factors.ts";
import { previewInvitation } from "../invitations.ts";
import { enter, passkeyOptions, signInWithCode, signInWithPasskey } from "../second-step.ts";
import { forgotPassword, resetPassword, verifyEmail } from "../recovery.ts";
import { clearedCookie } from "../session.ts";
import { accepted, admitted, changed, databaseOf, deskOf, done, partyIn, sendEvents, tokenOf, type RouteEnv } from "./context.ts";

export const door = publicApp<RouteEnv>();

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-up",
    operationId: "signUp",
    request: { body: jsonBody(signUpSchema) },
    responses: {
      201: jsonAnswer(signedInSchema, "Signed up and in; the session is in the cookie"),
      202: jsonAnswer(
        checkMailSchema,
        "Where e-mail is sent: what happens next stands in an e-mail, whether or not the address has an account",
      ),
      ...problems,
    },
  }),
  async (c) => {
    const arrived = await signUp(deskOf(c), signUpSchema.parse(await c.req.json()));
    if (!arrived.ok) return problem(c, arrived.error);
    return "checkMail" in arrived.value ? accepted(c, ok(arrived.value.checkMail)) : admitted(c, ok(arrived.value.admission), 201);
  },
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-up/confirm",
    operationId: "confirmSignUp",
    request: { body: jsonBody(confirmSignUpSchema) },
    responses: { 201: jsonAnswer(signedInSchema, "Signed up and in; the session is in the cookie"), ...problems },
  }),
  async (c) => admitted(c, await confirmSignUp(deskOf(c), confirmSignUpSchema.parse(await c.req.json())), 201),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/password/forgot",
    operationId: "forgotPassword",
    request: { body: jsonBody(forgotPasswordSchema) },
    responses: { 202: jsonAnswer(checkMailSchema, "A link is on its way, if the address has an account"), ...problems },
  }),
  async (c) => accepted(c, await forgotPassword(deskOf(c), forgotPasswordSchema.parse(await c.req.json()))),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/password/reset",
    operationId: "resetPassword",
    request: { body: jsonBody(resetPasswordSchema) },
    responses: { 204: { description: "The password is the new one; all sessions have ended" }, ...problems },
  }),
  async (c) => done(c, await resetPassword(deskOf(c), resetPasswordSchema.parse(await c.req.json()))),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/email/verify",
    operationId: "verifyEmail",
    request: { body: jsonBody(tokenSchema) },
    responses: { 200: jsonAnswer(verifiedEmailSchema, "The address that is proved now"), ...problems },
  }),
  async (c) => changed(c, await verifyEmail(deskOf(c), tokenSchema.parse(await c.req.json()).token)),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-in",
    operationId: "signIn",
    request: { body: jsonBody(signInSchema) },
    responses: {
      200: jsonAnswer(signedInSchema, "Signed in; the session is in the cookie"),
      202: jsonAnswer(secondStepSchema, "The password is right, and a second factor is wanted"),
      ...problems,
    },
  }),
  async (c) => {
    const desk = deskOf(c);
    const proved = await provePassword(desk, signInSchema.parse(await c.req.json()));
    const entered = proved.ok ? await enter(desk, proved.value.userId, "password", { statements: proved.value.rehash, told: [] }) : proved;
    if (!entered.ok) {
      sendEvents(c);
      return problem(c, entered.error);
    }
    return "secondStep" in entered.value ? accepted(c, ok(entered.value.secondStep)) : admitted(c, ok(entered.value.admission), 200);
  },
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-in/code",
    operationId: "signInWithCode",
    request: { body: jsonBody(codeSignInSchema) },
    responses: { 200: jsonAnswer(signedInSchema, "Signed in; the session is in the cookie"), ...problems },
  }),
  async (c) => admitted(c, await signInWithCode(deskOf(c), codeSignInSchema.parse(await c.req.json()), appsOf(c.env)), 200),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-in/passkey/options",
    operationId: "startPasskeySignIn",
    request: { body: jsonBody(passkeySignInOptionsSchema) },
    responses: {
      200: jsonAnswer(passkeyOptionsSchema, "What the browser is to be asked, and the token that goes back with its answer"),
      ...problems,
    },
  }),
  async (c) => answer(c, await passkeyOptions(deskOf(c), partyIn(c), passkeySignInOptionsSchema.parse(await c.req.json()).challenge)),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-in/passkey",
    operationId: "signInWithPasskey",
    request: { body: jsonBody(passkeySignInSchema) },
    responses: { 200: jsonAnswer(signedInSchema, "Signed in; the session is in the cookie"), ...problems },
  }),
  async (c) => admitted(c, await signInWithPasskey(deskOf(c), partyIn(c), passkeySignInSchema.parse(await c.req.json())), 200),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-out",
    operationId: "signOut",
    responses: { 204: { description: "There is no session any more, whether or not there was one" }, ...problems },
  }),
  async (c) => {
    const token = tokenOf(c);
    if (token !== undefined) await signOut(deskOf(c), token);
    sendEvents(c);
    return c.body(null, 204, { "set-cookie": clearedCookie });
  },
);

door.openapi(
  createRoute({
    method: "post",
    path: "/invitations/preview",
    operationId: "previewInvitation",
    request: { body: jsonBody(tokenSchema) },
    responses: { 200: jsonAnswer(invitationPreviewSchema, "What the invitation is to, for whoever has its link"), ...problems },
  }),
  async (c) => answer(c, await previewInvitation(databaseOf(c), tokenSchema.parse(await c.req.json()).token, Date.now())),
);
