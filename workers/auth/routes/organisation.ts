/** `/api/v1/auth/organisation`, the one that the caller acts in, and making a further one. */
import { createRoute } from "@hono/zod-openapi";
import { authorizeOwner } from "../../../contracts/principal.ts";
import { membershipSchema } from "../../../contracts/services/members.ts";
import { changeOrganisationSchema, newOrganisationSchema, ownOrganisationSchema } from "../../../contracts/services/organisation.ts";
import { serviceApp } from "../../kit/app.ts";
import { requiredVersionOf } from "../../kit/entity-tag.ts";
import { changedSince, jsonAnswer, jsonBody, problems, versionedHeaders, versionWanted } from "../../kit/openapi.ts";
import { answerLive, problem } from "../../kit/problem.ts";
import { demandedOfAll } from "../demands.ts";
import { changeOrganisation, createOrganisation, ownOrganisation } from "../organisations.ts";
import { changed, databaseOf, ledgerOf, standingOf, type RouteEnv } from "./context.ts";

export const organisation = serviceApp<RouteEnv>();

organisation.openapi(
  createRoute({
    method: "post",
    path: "/organisations",
    operationId: "createOrganisation",
    request: { body: jsonBody(newOrganisationSchema) },
    responses: { 201: jsonAnswer(membershipSchema, "The organisation; the session acts there once it is entered"), ...problems },
  }),
  async (c) => changed(c, await createOrganisation(ledgerOf(c), c.var.principal, newOrganisationSchema.parse(await c.req.json())), 201),
);

organisation.openapi(
  createRoute({
    method: "get",
    path: "/organisation",
    operationId: "getOrganisation",
    responses: { 200: jsonAnswer(ownOrganisationSchema, "The organisation in which the caller acts"), ...problems },
  }),
  async (c) => answerLive(c, await ownOrganisation(databaseOf(c), c.var.principal, demandedOfAll(c.env))),
);

organisation.openapi(
  createRoute({
    method: "patch",
    path: "/organisation",
    operationId: "changeOrganisation",
    request: { headers: versionedHeaders, body: jsonBody(changeOrganisationSchema) },
    responses: { 200: jsonAnswer(ownOrganisationSchema, "The organisation as it is now"), ...problems, ...changedSince, ...versionWanted },
  }),
  async (c) => {
    const allowed = authorizeOwner(c.var.principal, "organisation:admin");
    if (!allowed.ok) return problem(c, allowed.error);
    const expected = requiredVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    const change = changeOrganisationSchema.parse(await c.req.json());
    return changed(c, await changeOrganisation(ledgerOf(c), standingOf(c), change, demandedOfAll(c.env), expected.value));
  },
);
