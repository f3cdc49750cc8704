/** REST of the directory of actors and of their dead letters. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { effectViewSchema } from "../../contracts/actor.ts";
import { pageSchema } from "../../contracts/page.ts";
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
import { idempotencyHeader, jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

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
    async (c) => answer(c, await c.env.SELF.inspectEffect(c.var.principal, c.req.valid("param"))),
  );

  routes.openapi(
    createRoute({
      method: "put",
      path: `${effectPath}/input`,
      operationId: "editEffect",
      request: { params: effectReferenceSchema, headers: idempotencyHeader, body: jsonBody(effectInputSchema) },
      responses: effectAnswer("The effect with its new input"),
    }),
    async (c) => {
      const { input } = effectInputSchema.parse(await c.req.json());
      // A schema that takes anything also takes nothing, which would empty the input.
      if (input === undefined) return problem(c, err("invalid_input", "`input`: write the new input, `null` for none.").error);
      return answer(c, await c.env.SELF.editEffect(c.var.principal, { ...c.req.valid("param"), commandId: commandOf(c), input }));
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
