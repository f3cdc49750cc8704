/** REST of the directory of actors and of their dead letters. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { effectViewSchema } from "../../contracts/actor.ts";
import { pageSchema } from "../../contracts/page.ts";
import { authorize } from "../../contracts/principal.ts";
import { err } from "../../contracts/result.ts";
import {
  actorSummarySchema,
  deadLetterSchema,
  effectInputSchema,
  effectReferenceSchema,
  listActorsSchema,
} from "../../contracts/services/actors.ts";
import type { DatabaseService } from "../../contracts/services/database.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { requiredVersionOf } from "../kit/entity-tag.ts";
import { changedSince, idempotencyHeader, jsonAnswer, jsonBody, problems, versionedHeaders, versionWanted } from "../kit/openapi.ts";
import { answer, answerLive, problem } from "../kit/problem.ts";

const effectPath = "/api/v1/actors/{kind}/{actorId}/effects/{effectId}";
const effectAnswer = (description: string) => ({ 200: jsonAnswer(effectViewSchema, description), ...problems });
const commandOf = (c: Context) => commandIdOf(c.req.header("idempotency-key"));

export function actorRoutes(routes: OpenAPIHono<ServiceContext<{ SELF: DatabaseService }>>): void {
  routes.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/actors",
      operationId: "listActors",
      request: { query: listActorsSchema },
      responses: { 200: jsonAnswer(pageSchema(actorSummarySchema), "Actors of a kind, in the order of their ids"), ...problems },
    }),
    async (c) => answer(c, await c.env.SELF.actors(c.var.principal, c.req.valid("query"))),
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/dead-letters",
      operationId: "listDeadLetters",
      request: { query: listActorsSchema },
      responses: { 200: jsonAnswer(pageSchema(deadLetterSchema), "Effects out of attempts, latest first"), ...problems },
    }),
    async (c) => answer(c, await c.env.SELF.deadLetters(c.var.principal, c.req.valid("query"))),
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: effectPath,
      operationId: "inspectEffect",
      request: { params: effectReferenceSchema },
      responses: effectAnswer("The effect with its cause and its failed attempts"),
    }),
    async (c) => answerLive(c, await c.env.SELF.inspectEffect(c.var.principal, c.req.valid("param"))),
  );

  routes.openapi(
    createRoute({
      method: "put",
      path: `${effectPath}/input`,
      operationId: "editEffect",
      request: { params: effectReferenceSchema, headers: versionedHeaders, body: jsonBody(effectInputSchema) },
      responses: { ...effectAnswer("The effect with its new input"), ...changedSince, ...versionWanted },
    }),
    async (c) => {
      const allowed = authorize(c.var.principal, "database:admin");
      if (!allowed.ok) return problem(c, allowed.error);
      const expected = requiredVersionOf(c.req.header("if-match"));
      if (!expected.ok) return problem(c, expected.error);
      const { input } = effectInputSchema.parse(await c.req.json());
      // A schema that takes anything also takes nothing, which would empty the input.
      if (input === undefined) return problem(c, err("invalid_input", "`input`: write the new input, `null` for none.").error);
      const edit = { ...c.req.valid("param"), commandId: commandOf(c), input, expectedVersion: expected.value };
      return answer(c, await c.env.SELF.editEffect(allowed.value, edit));
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${effectPath}/redrive`,
      operationId: "redriveEffect",
      request: { params: effectReferenceSchema, headers: idempotencyHeader },
      responses: effectAnswer("The effect, waiting for its next attempt"),
    }),
    async (c) => answer(c, await c.env.SELF.redriveEffect(c.var.principal, { ...c.req.valid("param"), commandId: commandOf(c) })),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${effectPath}/discard`,
      operationId: "discardEffect",
      request: { params: effectReferenceSchema, headers: idempotencyHeader },
      responses: effectAnswer("The effect, given up for good"),
    }),
    async (c) => answer(c, await c.env.SELF.discardEffect(c.var.principal, { ...c.req.valid("param"), commandId: commandOf(c) })),
  );
}
