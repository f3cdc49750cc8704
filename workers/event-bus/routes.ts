/** REST of the event bus. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import {
  exportEventsSchema,
  listEventsSchema,
  redriveSchema,
  rejectedEventSchema,
  rewindSchema,
  storedEventSchema,
  subscriptionSchema,
  type EventBusService,
} from "../../contracts/services/event-bus.ts";
import { serviceApp } from "../kit/app.ts";
import { jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

export const routes = serviceApp<{ SELF: EventBusService }>();

routes.route("/", webhookRoutes);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/events",
    operationId: "listEvents",
    request: { query: listEventsSchema },
    responses: { 200: jsonAnswer(pageSchema(storedEventSchema), "Events of the organisation"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.listEvents(c.var.principal, c.req.valid("query"))),
);

const exported: ReturnType<typeof jsonAnswer> = {
  description: "All events of the organisation, one JSON object a line",
  content: { "application/x-ndjson": { schema: z.string() } },
};

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/events/export",
    operationId: "exportEvents",
    request: { query: exportEventsSchema },
    responses: { 200: exported, ...problems },
  }),
  async (c) => {
    const stream = await c.env.SELF.exportEvents(c.var.principal, c.req.valid("query"));
    if (!stream.ok) return problem(c, stream.error);
    const headers = { "content-type": "application/x-ndjson", "content-disposition": 'attachment; filename="events.ndjson"' };
    return c.body(stream.value, 200, headers);
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/events/rejected",
    operationId: "listRejectedEvents",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(rejectedEventSchema), "Events that the store refused, latest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.rejectedEvents(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/event-subscriptions",
    operationId: "listSubscriptions",
    responses: { 200: jsonAnswer(z.object({ items: z.array(subscriptionSchema) }), "Who has received how much"), ...problems },
  }),
  async (c) => {
    const subscriptions = await c.env.SELF.subscriptions(c.var.principal);
    return subscriptions.ok ? c.json({ items: subscriptions.value }) : problem(c, subscriptions.error);
  },
);

const nameParam = z.object({ name: redriveSchema.shape.subscription });
const requested = (description: string) => jsonAnswer(z.object({ requested: z.literal(true) }), description);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/event-subscriptions/{name}/pause",
    operationId: "pauseSubscription",
    request: { params: nameParam },
    responses: { 202: requested("The organisation's events wait"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.pauseSubscription(c.var.principal, { subscription: c.req.valid("param").name }), 202),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/event-subscriptions/{name}/resume",
    operationId: "resumeSubscription",
    request: { params: nameParam },
    responses: { 202: requested("The organisation's events go on where the pause began"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.resumeSubscription(c.var.principal, { subscription: c.req.valid("param").name }), 202),
);

const rewindBodySchema = rewindSchema.omit({ subscription: true });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/event-subscriptions/{name}/rewinds",
    operationId: "rewindSubscription",
    request: { params: nameParam, body: jsonBody(rewindBodySchema) },
    responses: { 202: requested("The organisation's events after the position are delivered again"), ...problems },
  }),
  async (c) => {
    const { position } = rewindBodySchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.rewindSubscription(c.var.principal, { subscription: c.req.valid("param").name, position }), 202);
  },
);

const redriveBodySchema = redriveSchema.omit({ subscription: true });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/event-subscriptions/{name}/redrives",
    operationId: "redriveSubject",
    request: { params: nameParam, body: jsonBody(redriveBodySchema) },
    responses: { 202: requested("The subject is tried again now"), ...problems },
  }),
  async (c) => {
    const { subject } = redriveBodySchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.redrive(c.var.principal, { subscription: c.req.valid("param").name, subject }), 202);
  },
);
