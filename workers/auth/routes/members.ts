/** `/api/v1/members` and `/api/v1/invitations`. */
import { createRoute } from "@hono/zod-openapi";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { authorize } from "../../../contracts/principal.ts";
import {
  changeRoleSchema,
  createdInvitationSchema,
  invitationSchema,
  memberSchema,
  newInvitationSchema,
  transferSchema,
} from "../../../contracts/services/members.ts";
import { revokedSessionsSchema } from "../../../contracts/services/sessions.ts";
import { serviceApp } from "../../kit/app.ts";
import { requiredVersionOf } from "../../kit/entity-tag.ts";
import { changedSince, idParam, jsonAnswer, jsonBody, problems, versionedHeaders, versionWanted } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import { createInvitation, listInvitations, revokeInvitation } from "../invitations.ts";
import { changeRole, endMemberSessions, listMembers, removeMember, transferOwnership } from "../members.ts";
import { changed, databaseOf, deskOf, ledgerOf, standingOf, type RouteEnv } from "./context.ts";

export const people = serviceApp<RouteEnv>();

people.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listMembers",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(memberSchema), "Members, in the order in which they joined"), ...problems },
  }),
  async (c) => answer(c, await listMembers(databaseOf(c), c.var.principal, c.req.valid("query"))),
);

people.openapi(
  createRoute({
    method: "post",
    path: "/transfer",
    operationId: "transferOwnership",
    request: { body: jsonBody(transferSchema) },
    responses: { 200: jsonAnswer(memberSchema, "The new owner; the caller is an administrator now"), ...problems },
  }),
  async (c) => changed(c, await transferOwnership(ledgerOf(c), standingOf(c), transferSchema.parse(await c.req.json()).userId)),
);

people.openapi(
  createRoute({
    method: "patch",
    path: "/{id}",
    operationId: "changeRole",
    request: { params: idParam, headers: versionedHeaders, body: jsonBody(changeRoleSchema) },
    responses: {
      200: jsonAnswer(memberSchema, "The member in the new role, which holds at once"),
      ...problems,
      ...changedSince,
      ...versionWanted,
    },
  }),
  async (c) => {
    const allowed = authorize(c.var.principal, "organisation:admin");
    if (!allowed.ok) return problem(c, allowed.error);
    const expected = requiredVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    const { role } = changeRoleSchema.parse(await c.req.json());
    return changed(c, await changeRole(ledgerOf(c), standingOf(c), c.req.valid("param").id, role, expected.value));
  },
);

people.openapi(
  createRoute({
    method: "delete",
    path: "/{id}",
    operationId: "removeMember",
    request: { params: idParam },
    responses: {
      200: jsonAnswer(memberSchema, "Who was a member; their sessions here have ended and their keys are revoked"),
      ...problems,
    },
  }),
  async (c) => changed(c, await removeMember(ledgerOf(c), standingOf(c), c.req.valid("param").id)),
);

people.openapi(
  createRoute({
    method: "delete",
    path: "/{id}/sessions",
    operationId: "endMemberSessions",
    request: { params: idParam },
    responses: { 200: jsonAnswer(revokedSessionsSchema, "How many sessions of the member ended here"), ...problems },
  }),
  async (c) => changed(c, await endMemberSessions(ledgerOf(c), standingOf(c), c.req.valid("param").id)),
);

export const guests = serviceApp<RouteEnv>();

guests.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listInvitations",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(invitationSchema), "Invitations, newest first"), ...problems },
  }),
  async (c) => answer(c, await listInvitations(databaseOf(c), c.var.principal, c.req.valid("query"), Date.now())),
);

guests.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createInvitation",
    request: { body: jsonBody(newInvitationSchema) },
    responses: { 201: jsonAnswer(createdInvitationSchema, "The invitation; its token is shown here and never again"), ...problems },
  }),
  async (c) =>
    changed(c, await createInvitation(ledgerOf(c), standingOf(c), newInvitationSchema.parse(await c.req.json()), deskOf(c).mailer), 201),
);

guests.openapi(
  createRoute({
    method: "delete",
    path: "/{id}",
    operationId: "revokeInvitation",
    request: { params: idParam },
    responses: { 200: jsonAnswer(invitationSchema, "The invitation, taken back"), ...problems },
  }),
  async (c) => changed(c, await revokeInvitation(ledgerOf(c), standingOf(c), c.req.valid("param").id)),
);
