/** REST of the Marketing service. */
import { createRoute, type z } from "@hono/zod-openapi";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import {
  experimentReportSchema,
  experimentRequestSchema,
  planRequestSchema,
  planSchema,
  planSummarySchema,
  textReportSchema,
  textRequestSchema,
  type MarketingService,
} from "../../contracts/services/marketing.ts";
import { commandIdOf, serviceApp } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, problems } from "../kit/openapi.ts";
import { answer } from "../kit/problem.ts";
import * as examples from "./examples.ts";

export const routes = serviceApp<{ SELF: MarketingService }>();

/** The command id of a REST call is its `Idempotency-Key`. */
const planBodySchema = planRequestSchema.omit({ commandId: true });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/marketing-plans",
    operationId: "createMarketingPlan",
    summary: "Plan channels, budget and texts from a niche's own evidence",
    request: { headers: idempotencyHeader, body: body(planBodySchema, examples.plan) },
    responses: { 201: jsonAnswer(planSchema, "The plan"), ...problems },
  }),
  async (c) => {
    const given = await c.req.json<z.input<typeof planBodySchema>>();
    const plan = await c.env.SELF.createPlan(c.var.principal, { ...given, commandId: commandIdOf(c.req.header("idempotency-key")) });
    return answer(c, plan, 201, plan.ok ? { location: `/api/v1/marketing-plans/${plan.value.id}` } : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/marketing-plans",
    operationId: "listMarketingPlans",
    summary: "List marketing plans, newest first",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(planSummarySchema), "Plans"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.plans(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/marketing-plans/{id}",
    operationId: "getMarketingPlan",
    summary: "Read a marketing plan with its texts",
    request: { params: idParam },
    responses: { 200: jsonAnswer(planSchema, "The plan"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.plan(c.var.principal, c.req.valid("param").id)),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/readability",
    operationId: "analyseReadability",
    summary: "Measure how an English text reads: six scores, counts and tone",
    request: { body: body(textRequestSchema, examples.text) },
    responses: { 200: jsonAnswer(textReportSchema, "The measurements"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.analyseReadability(c.var.principal, c.req.valid("json"))),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/experiments/evaluations",
    operationId: "evaluateExperiment",
    summary: "Compare the variants of a test with its control",
    request: { body: body(experimentRequestSchema, examples.experiment) },
    responses: { 200: jsonAnswer(experimentReportSchema, "Rates, intervals and honest p-values"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.analyseExperiment(c.var.principal, c.req.valid("json"))),
);

/** A JSON body with an example that can be sent as it stands. */
function body<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { "application/json": { schema, example } } };
}
