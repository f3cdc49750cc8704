/** `/api/v1/api-keys`. */
import { createRoute } from "@hono/zod-openapi";
import { systemSources } from "../../../contracts/ids.ts";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { apiKeySchema, createdApiKeySchema, newApiKeySchema, rotateApiKeySchema } from "../../../contracts/services/auth.ts";
import { commandIdOf, serviceApp } from "../../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer } from "../../kit/problem.ts";
import { createApiKey } from "../api-keys/create.ts";
import { listApiKeys } from "../api-keys/list.ts";
import { revokeApiKey } from "../api-keys/revoke.ts";
import { rotateApiKey } from "../api-keys/rotate.ts";
import { changed, databaseOf, ledgerOf, standingOf, type RouteEnv } from "./context.ts";

export const keys = serviceApp<RouteEnv>();

keys.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listApiKeys",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(apiKeySchema), "Keys of the organisation, newest first"), ...problems },
  }),
  async (c) => answer(c, await listApiKeys(databaseOf(c), c.var.principal, c.req.valid("query"))),
);

keys.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createApiKey",
    request: { headers: idempotencyHeader, body: jsonBody(newApiKeySchema) },
    responses: { 201: jsonAnswer(createdApiKeySchema, "The key; its text is shown here and never again"), ...problems },
  }),
  async (c) => {
    const input = newApiKeySchema.parse(await c.req.json());
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    return changed(c, await createApiKey(databaseOf(c), systemSources, standingOf(c), input, commandId), 201);
  },
);

keys.openapi(
  createRoute({
    method: "post",
    path: "/{id}/rotate",
    operationId: "rotateApiKey",
    request: { params: idParam, body: jsonBody(rotateApiKeySchema) },
    responses: {
      201: jsonAnswer(createdApiKeySchema, "The key in its place, shown here and never again; the old one goes on for the overlap"),
      ...problems,
    },
  }),
  async (c) => {
    const { overlapSeconds } = rotateApiKeySchema.parse(await c.req.json());
    return changed(c, await rotateApiKey(ledgerOf(c), standingOf(c), c.req.valid("param").id, overlapSeconds), 201);
  },
);

keys.openapi(
  createRoute({
    method: "delete",
    path: "/{id}",
    operationId: "revokeApiKey",
    request: { params: idParam },
    responses: { 200: jsonAnswer(apiKeySchema, "The key, revoked"), ...problems },
  }),
  async (c) => changed(c, await revokeApiKey(ledgerOf(c), standingOf(c), c.req.valid("param").id)),
);
