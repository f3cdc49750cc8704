/** REST of the Agent Teams service. */
import { createRoute, type z } from "@hono/zod-openapi";
import { actorName } from "../../contracts/actor.ts";
import { isId } from "../../contracts/ids.ts";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import { authorize } from "../../contracts/principal.ts";
import { err } from "../../contracts/result.ts";
import {
  decisionInputSchema,
  forkRunSchema,
  runInputSchema,
  runListSchema,
  runSchema,
  runSummarySchema,
  teamInputSchema,
  teamSchema,
  type AgentTeamsService,
  type RunInput,
} from "../../contracts/services/agent-teams.ts";
import { commandIdOf, serviceApp } from "../kit/app.ts";
import { expectedVersionOf } from "../kit/entity-tag.ts";
import { changedSince, feedRoute, idempotencyHeader, idParam, jsonAnswer, jsonBody, problems, versionedHeaders } from "../kit/openapi.ts";
import { answer, followed, problem } from "../kit/problem.ts";

interface RoutesEnv {
  SELF: AgentTeamsService;
  AGENT_TEAM: DurableObjectNamespace;
}

export const routes = serviceApp<RoutesEnv>();

const unsafe = (body: z.ZodType) => ({ headers: idempotencyHeader, body: jsonBody(body) });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/teams",
    operationId: "createTeam",
    request: unsafe(teamInputSchema),
    responses: { 201: jsonAnswer(teamSchema, "The team"), ...problems },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    return answer(c, await c.env.SELF.createTeam(c.var.principal, { ...teamInputSchema.parse(await c.req.json()), commandId }), 201);
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/teams",
    operationId: "listTeams",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(teamSchema), "Teams, newest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.teams(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/teams/{id}",
    operationId: "getTeam",
    request: { params: idParam },
    responses: { 200: jsonAnswer(teamSchema, "The team"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.team(c.var.principal, c.req.valid("param").id)),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/runs",
    operationId: "startRun",
    request: unsafe(runInputSchema),
    responses: { 202: jsonAnswer(runSchema, "The run; follow `status` or its feed"), ...problems },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    // As it was sent: with the defaults filled in, nobody could tell what the founder stated.
    const started = await c.env.SELF.startRun(c.var.principal, { ...(await c.req.json<RunInput>()), commandId });
    return answer(c, started, 202, started.ok ? { location: `/api/v1/runs/${started.value.id}` } : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/runs",
    operationId: "listRuns",
    request: { query: runListSchema },
    responses: { 200: jsonAnswer(pageSchema(runSummarySchema), "Runs, newest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.runs(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/runs/{id}",
    operationId: "getRun",
    request: { params: idParam },
    responses: { 200: jsonAnswer(runSchema, "The run"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.run(c.var.principal, c.req.valid("param").id)),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/runs/{id}/decisions",
    operationId: "decideApproval",
    request: { params: idParam, headers: versionedHeaders, body: jsonBody(decisionInputSchema) },
    responses: { 200: jsonAnswer(runSchema, "The run after the decision"), ...problems, ...changedSince },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const expected = expectedVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    const expectedVersion = expected.value;
    const decision = decisionInputSchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.decide(c.var.principal, { ...decision, commandId, runId: c.req.valid("param").id, expectedVersion }));
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/runs/{id}/fork",
    operationId: "forkRun",
    request: { params: idParam, ...unsafe(forkRunSchema) },
    responses: { 202: jsonAnswer(runSchema, "The new run; follow `status` or its feed"), ...problems },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const { version } = forkRunSchema.parse(await c.req.json());
    const forked = await c.env.SELF.fork(c.var.principal, { commandId, runId: c.req.valid("param").id, version });
    return answer(c, forked, 202, forked.ok ? { location: `/api/v1/runs/${forked.value.id}` } : {});
  },
);

for (const action of ["resume", "cancel"] as const) {
  routes.openapi(
    createRoute({
      method: "post",
      path: `/api/v1/runs/{id}/${action}`,
      operationId: `${action}Run`,
      request: { params: idParam, headers: versionedHeaders },
      responses: { 200: jsonAnswer(runSchema, "The run"), ...problems, ...changedSince },
    }),
    async (c) => {
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      const expected = expectedVersionOf(c.req.header("if-match"));
      if (!expected.ok) return problem(c, expected.error);
      const input = { commandId, runId: c.req.valid("param").id, expectedVersion: expected.value };
      return answer(c, await c.env.SELF[action](c.var.principal, input));
    },
  );
}

routes.openAPIRegistry.registerPath(feedRoute("/api/v1/runs/{id}/feed", "followRun"));
routes.get("/api/v1/runs/:id/feed", async (c) => {
  const allowed = authorize(c.var.principal, "teams:read");
  if (!allowed.ok) return problem(c, allowed.error);
  const id = c.req.param("id");
  if (!isId("run", id)) return problem(c, err("not_found", `There is no run ${id}.`).error);
  return followed(c, await c.env.AGENT_TEAM.getByName(actorName(allowed.value.organisation, id)).fetch(c.req.raw));
});
