/** What concerns the signed-in person themselves: `/api/v1/auth/me`, sessions, the password, memberships. */
import { createRoute, z } from "@hono/zod-openapi";
import { ok } from "../../../contracts/result.ts";
import { meSchema, signedInSchema } from "../../../contracts/services/auth.ts";
import { checkMailSchema, mailSchema } from "../../../contracts/services/mail.ts";
import { invitationPreviewSchema, leaveSchema, membershipSchema, tokenSchema } from "../../../contracts/services/members.ts";
import { linkedIdentitySchema } from "../../../contracts/services/providers.ts";
import {
  changePasswordSchema,
  confirmationOptionsSchema,
  confirmedSchema,
  confirmSchema,
  revokedSessionsSchema,
  sessionSchema,
} from "../../../contracts/services/sessions.ts";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { serviceApp } from "../../kit/app.ts";
import { idParam, jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import { me } from "../accounts/me.ts";
import { demandedOfAll } from "../demands.ts";
import { appsOf } from "../factors.ts";
import { listIdentities, removeIdentity } from "../identities.ts";
import { confirmationOptions, confirmIdentity } from "../confirmation.ts";
import { acceptInvitation } from "../invitations.ts";
import { listMails } from "../mailer.ts";
import { leave } from "../members.ts";
import { enterOrganisation, listMemberships } from "../memberships.ts";
import { changePassword } from "../passwords.ts";
import { requestEmailVerification } from "../recovery.ts";
import { listSessions, revokeOtherSessions, revokeSession } from "../sessions.ts";
import { clearedCookie, cookieOf } from "../session.ts";
import { accepted, admitted, changed, databaseOf, deskOf, done, ledgerOf, partyIn, standingOf, tokenOf, type RouteEnv } from "./context.ts";

export const person = serviceApp<RouteEnv>();

person.openapi(
  createRoute({
    method: "get",
    path: "/me",
    operationId: "me",
    responses: { 200: jsonAnswer(meSchema, "Who the caller is"), ...problems },
  }),
  async (c) => answer(c, await me(databaseOf(c), c.var.principal, demandedOfAll(c.env))),
);

person.openapi(
  createRoute({
    method: "get",
    path: "/sessions",
    operationId: "listSessions",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(sessionSchema), "The person's sessions, the latest first"), ...problems },
  }),
  async (c) => answer(c, await listSessions(databaseOf(c), c.var.principal, tokenOf(c), c.req.valid("query"), Date.now())),
);

person.openapi(
  createRoute({
    method: "delete",
    path: "/sessions",
    operationId: "revokeOtherSessions",
    responses: { 200: jsonAnswer(revokedSessionsSchema, "How many other sessions ended"), ...problems },
  }),
  async (c) => changed(c, await revokeOtherSessions(ledgerOf(c), standingOf(c))),
);

person.openapi(
  createRoute({
    method: "delete",
    path: "/sessions/{id}",
    operationId: "revokeSession",
    request: { params: idParam },
    responses: { 204: { description: "The session is over" }, ...problems },
  }),
  async (c) => done(c, await revokeSession(ledgerOf(c), standingOf(c), c.req.valid("param").id)),
);

person.openapi(
  createRoute({
    method: "post",
    path: "/confirm/options",
    operationId: "startConfirmation",
    responses: { 200: jsonAnswer(confirmationOptionsSchema, "How the person can prove again who they are"), ...problems },
  }),
  async (c) => answer(c, await confirmationOptions(ledgerOf(c), c.var.principal, partyIn(c))),
);

person.openapi(
  createRoute({
    method: "post",
    path: "/confirm",
    operationId: "confirmIdentity",
    request: { body: jsonBody(confirmSchema) },
    responses: { 200: jsonAnswer(confirmedSchema, "Until when sensitive changes are taken; the session has a new cookie"), ...problems },
  }),
  async (c) => {
    const means = { party: partyIn(c), apps: appsOf(c.env) };
    const confirmed = await confirmIdentity(ledgerOf(c), standingOf(c), confirmSchema.parse(await c.req.json()), means);
    if (!confirmed.ok) return problem(c, confirmed.error);
    const { token, confirmedUntil } = confirmed.value;
    c.header("set-cookie", cookieOf(token));
    return changed(c, ok({ confirmedUntil }));
  },
);

person.openapi(
  createRoute({
    method: "post",
    path: "/password",
    operationId: "changePassword",
    request: { body: jsonBody(changePasswordSchema) },
    responses: { 204: { description: "Changed; other sessions have ended, and this one has a new cookie" }, ...problems },
  }),
  async (c) => {
    const result = await changePassword(ledgerOf(c), standingOf(c), changePasswordSchema.parse(await c.req.json()));
    return done(c, result, result.ok ? { "set-cookie": cookieOf(result.value.token), "cache-control": "no-store" } : {});
  },
);

person.openapi(
  createRoute({
    method: "get",
    path: "/organisations",
    operationId: "listMemberships",
    responses: { 200: jsonAnswer(z.object({ items: z.array(membershipSchema) }), "Organisations of the person"), ...problems },
  }),
  async (c) => {
    const listed = await listMemberships(databaseOf(c), c.var.principal);
    return answer(c, listed.ok ? { ok: true, value: { items: listed.value } } : listed);
  },
);

person.openapi(
  createRoute({
    method: "post",
    path: "/organisations/{id}/enter",
    operationId: "enterOrganisation",
    request: { params: idParam },
    responses: { 200: jsonAnswer(signedInSchema, "The session acts there now, and has a new cookie"), ...problems },
  }),
  async (c) => admitted(c, await enterOrganisation(deskOf(c), standingOf(c), c.req.valid("param").id), 200),
);

person.openapi(
  createRoute({
    method: "post",
    path: "/leave",
    operationId: "leaveOrganisation",
    request: { body: jsonBody(leaveSchema) },
    responses: { 204: { description: "No member any more; the sessions and keys there have ended" }, ...problems },
  }),
  async (c) =>
    done(c, await leave(ledgerOf(c), c.var.principal, leaveSchema.parse(await c.req.json()).organisation), { "set-cookie": clearedCookie }),
);

person.openapi(
  createRoute({
    method: "get",
    path: "/identities",
    operationId: "listIdentities",
    responses: {
      200: jsonAnswer(z.object({ items: z.array(linkedIdentitySchema) }), "Other services that sign the person in"),
      ...problems,
    },
  }),
  async (c) => {
    const listed = await listIdentities(databaseOf(c), c.var.principal);
    return answer(c, listed.ok ? ok({ items: listed.value }) : listed);
  },
);

person.openapi(
  createRoute({
    method: "delete",
    path: "/identities/{identity}",
    operationId: "removeIdentity",
    request: { params: z.object({ identity: z.string().min(1).max(100) }) },
    responses: { 204: { description: "That service signs nobody in here any more" }, ...problems },
  }),
  async (c) => done(c, await removeIdentity(ledgerOf(c), standingOf(c), c.req.valid("param").identity)),
);

person.openapi(
  createRoute({
    method: "post",
    path: "/invitations/accept",
    operationId: "acceptInvitation",
    request: { body: jsonBody(tokenSchema) },
    responses: { 200: jsonAnswer(invitationPreviewSchema, "What the person is a member of now"), ...problems },
  }),
  async (c) => changed(c, await acceptInvitation(ledgerOf(c), c.var.principal, tokenSchema.parse(await c.req.json()).token)),
);

person.openapi(
  createRoute({
    method: "post",
    path: "/email/verification",
    operationId: "requestEmailVerification",
    responses: { 202: jsonAnswer(checkMailSchema, "A link is on its way to the person's address"), ...problems },
  }),
  async (c) => accepted(c, await requestEmailVerification(deskOf(c), c.var.principal)),
);

person.openapi(
  createRoute({
    method: "get",
    path: "/mails",
    operationId: "listMails",
    responses: { 200: jsonAnswer(z.object({ items: z.array(mailSchema) }), "E-mails of the local outbox, the newest first"), ...problems },
  }),
  async (c) => {
    const listed = await listMails(databaseOf(c), c.env, c.req.url, c.var.principal);
    return answer(c, listed.ok ? { ok: true, value: { items: listed.value } } : listed);
  },
);
