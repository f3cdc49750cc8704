/** REST of the event bus. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { pageSchema } from "../../contracts/page.ts";
import {
  listEventsSchema,
  redriveSchema,
  rejectedEventSchema,
  storedEventSchema,
  subscriptionSchema,
  type EventBusService,
} from "../../contracts/services/event-bus.ts";
import { serviceApp } from "../kit/app.ts";
import { jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

export const routes = serviceApp<{ SELF: EventBusService }>();

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

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/events/rejected",
    operationId: "listRejectedEvents",
    responses: {
      200: jsonAnswer(z.object({ items: z.array(rejectedEventSchema) }), "Events that the store refused, latest first"),
      ...problems,
    },
  }),
  async (c) => {
    const rejected = await c.env.SELF.rejectedEvents(c.var.principal);
    return rejected.ok ? c.json({ items: rejected.value }) : problem(c, rejected.error);
  },
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

const redriveBodySchema = redriveSchema.omit({ subscription: true });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/event-subscriptions/{name}/redrives",
    operationId: "redriveSubject",
    request: { params: z.object({ name: redriveSchema.shape.subscription }), body: jsonBody(redriveBodySchema) },
    responses: { 202: jsonAnswer(z.object({ requested: z.literal(true) }), "The subject is tried again now"), ...problems },
  }),
  async (c) => {
    const { subject } = redriveBodySchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.redrive(c.var.principal, { subscription: c.req.valid("param").name, subject }), 202);
  },
);
