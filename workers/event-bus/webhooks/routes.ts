/** REST of webhooks. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { authorize } from "../../../contracts/principal.ts";
import type { EventBusService } from "../../../contracts/services/event-bus.ts";
import {
  createdWebhookSchema,
  listDeliveriesSchema,
  newWebhookSchema,
  rotateSecretSchema,
  webhookChangeSchema,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
  webhookDetailSchema,
  webhookSchema,
} from "../../../contracts/services/webhooks.ts";
import { commandIdOf, serviceApp } from "../../kit/app.ts";
import { requiredVersionOf } from "../../kit/entity-tag.ts";
import {
  changedSince,
  idempotencyHeader,
  idParam,
  jsonAnswer,
  jsonBody,
  problems,
  versionedHeaders,
  versionWanted,
} from "../../kit/openapi.ts";
import { answer, answerLive, problem } from "../../kit/problem.ts";

export const webhookRoutes = serviceApp<{ SELF: EventBusService }>();

const deliveryParam = idParam.extend({ delivery: z.string().min(1).max(20) });

webhookRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/webhooks",
    operationId: "createWebhook",
    request: { headers: idempotencyHeader, body: jsonBody(newWebhookSchema) },
    responses: { 201: jsonAnswer(createdWebhookSchema, "The endpoint, with its secret: it is shown only here"), ...problems },
  }),
  async (c) => {
    const request = newWebhookSchema.parse(await c.req.json());
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    return answer(c, await c.env.SELF.createWebhook(c.var.principal, { ...request, commandId }), 201);
  },
);

webhookRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/webhooks",
    operationId: "listWebhooks",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(webhookSchema), "Endpoints of the organisation, oldest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.webhooks(c.var.principal, c.req.valid("query"))),
);

webhookRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/webhooks/{id}",
    operationId: "getWebhook",
    request: { params: idParam },
    responses: { 200: jsonAnswer(webhookDetailSchema, "The endpoint and how it is doing"), ...problems },
  }),
  async (c) => answerLive(c, await c.env.SELF.webhook(c.var.principal, c.req.valid("param").id)),
);

webhookRoutes.openapi(
  createRoute({
    method: "patch",
    path: "/api/v1/webhooks/{id}",
    operationId: "changeWebhook",
    request: { params: idParam, headers: versionedHeaders, body: jsonBody(webhookChangeSchema) },
    responses: { 200: jsonAnswer(webhookSchema, "The endpoint as it is now"), ...problems, ...changedSince, ...versionWanted },
  }),
  async (c) => {
    const allowed = authorize(c.var.principal, "events:admin");
    if (!allowed.ok) return problem(c, allowed.error);
    const expected = requiredVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    const change = webhookChangeSchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.changeWebhook(c.var.principal, c.req.valid("param").id, change, expected.value));
  },
);

webhookRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/webhooks/{id}",
    operationId: "deleteWebhook",
    request: { params: idParam },
    responses: { 204: { description: "Gone, with its log" }, ...problems },
  }),
  async (c) => {
    const deleted = await c.env.SELF.deleteWebhook(c.var.principal, c.req.valid("param").id);
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  },
);

webhookRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/webhooks/{id}/secret-rotations",
    operationId: "rotateWebhookSecret",
    request: { params: idParam, headers: idempotencyHeader, body: jsonBody(rotateSecretSchema) },
    responses: { 200: jsonAnswer(createdWebhookSchema, "The endpoint with its new secret: it is shown only here"), ...problems },
  }),
  async (c) => {
    const request = rotateSecretSchema.parse(await c.req.json());
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    return answer(c, await c.env.SELF.rotateWebhookSecret(c.var.principal, { ...request, id: c.req.valid("param").id, commandId }));
  },
);

webhookRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/webhooks/{id}/tests",
    operationId: "testWebhook",
    request: { params: idParam, headers: idempotencyHeader },
    responses: { 202: jsonAnswer(webhookDeliverySchema, "A `webhook.tested` event is on its way"), ...problems },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    return answer(c, await c.env.SELF.testWebhook(c.var.principal, { id: c.req.valid("param").id, commandId }), 202);
  },
);

webhookRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/webhooks/{id}/deliveries",
    operationId: "listWebhookDeliveries",
    request: { params: idParam, query: listDeliveriesSchema },
    responses: { 200: jsonAnswer(pageSchema(webhookDeliverySchema), "Deliveries, latest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.webhookDeliveries(c.var.principal, c.req.valid("param").id, c.req.valid("query"))),
);

webhookRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/webhooks/{id}/deliveries/{delivery}",
    operationId: "getWebhookDelivery",
    request: { params: deliveryParam },
    responses: { 200: jsonAnswer(webhookDeliveryDetailSchema, "A delivery with its attempts"), ...problems },
  }),
  async (c) => {
    const { id, delivery } = c.req.valid("param");
    return answer(c, await c.env.SELF.webhookDelivery(c.var.principal, id, delivery));
  },
);

webhookRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliveries",
    operationId: "redeliverWebhook",
    request: { params: deliveryParam },
    responses: { 202: jsonAnswer(webhookDeliverySchema, "The delivery is sent again now"), ...problems },
  }),
  async (c) => {
    const { id, delivery } = c.req.valid("param");
    return answer(c, await c.env.SELF.redeliver(c.var.principal, id, delivery), 202);
  },
);
