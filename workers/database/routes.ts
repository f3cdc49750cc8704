/** REST of the database service. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import { serviceSchemaSchema, verificationSchema, type DatabaseService } from "../../contracts/services/database.ts";
import { commandIdOf, serviceApp } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

export const routes = serviceApp<{ SELF: DatabaseService }>();

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/schema",
    operationId: "listSchemas",
    responses: {
      200: jsonAnswer(z.object({ items: z.array(serviceSchemaSchema) }), "Migrations of every service, with drift"),
      ...problems,
    },
  }),
  async (c) => {
    const schemas = await c.env.SELF.schemas(c.var.principal);
    return schemas.ok ? c.json({ items: schemas.value }) : problem(c, schemas.error);
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/verify",
    operationId: "startVerification",
    request: { headers: idempotencyHeader },
    responses: { 202: jsonAnswer(verificationSchema, "The verification; follow its `status`"), ...problems },
  }),
  async (c) => {
    const started = await c.env.SELF.startVerification(c.var.principal, { commandId: commandIdOf(c.req.header("idempotency-key")) });
    return answer(c, started, 202, started.ok ? { location: `/api/v1/database/verifications/${started.value.id}` } : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/verifications",
    operationId: "listVerifications",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(verificationSchema), "Verifications, latest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.verifications(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/verifications/{id}",
    operationId: "getVerification",
    request: { params: idParam },
    responses: { 200: jsonAnswer(verificationSchema, "The verification"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.verification(c.var.principal, c.req.valid("param").id)),
);
