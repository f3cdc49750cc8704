/** REST of the Monetization service: prices and projections. The sums that store nothing are in `calculator-routes.ts`. */
import { createRoute, type z } from "@hono/zod-openapi";
import { pageSchema } from "../../contracts/page.ts";
import {
  monetizationListSchema,
  priceRecommendationSchema,
  projectionSummarySchema,
  projectRevenueRequestSchema,
  recommendPriceRequestSchema,
  revenueProjectionSchema,
} from "../../contracts/services/monetization.ts";
import { commandIdOf, serviceApp } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, problems } from "../kit/openapi.ts";
import { answer } from "../kit/problem.ts";
import { body } from "./body.ts";
import { calculatorRoutes, type RoutesEnv } from "./calculator-routes.ts";
import * as examples from "./examples.ts";

export const routes = serviceApp<RoutesEnv>();

/** The command id of a REST call is its `Idempotency-Key`. */
const priceBodySchema = recommendPriceRequestSchema.omit({ commandId: true });
const projectionBodySchema = projectRevenueRequestSchema.omit({ commandId: true });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/prices",
    operationId: "recommendPrice",
    summary: "Recommend a price, with every strategy and its range side by side",
    request: { headers: idempotencyHeader, body: body(priceBodySchema, examples.price) },
    responses: { 201: jsonAnswer(priceRecommendationSchema, "The recommendation"), ...problems },
  }),
  async (c) => {
    const given = await c.req.json<z.input<typeof priceBodySchema>>();
    const price = await c.env.SELF.recommendPrice(c.var.principal, { ...given, commandId: commandIdOf(c.req.header("idempotency-key")) });
    return answer(c, price, 201, price.ok ? { location: `/api/v1/prices/${price.value.id}` } : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/prices",
    operationId: "listPrices",
    summary: "List price recommendations, newest first",
    request: { query: monetizationListSchema },
    responses: { 200: jsonAnswer(pageSchema(priceRecommendationSchema), "Price recommendations"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.prices(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/prices/{id}",
    operationId: "getPrice",
    summary: "Read a price recommendation",
    request: { params: idParam },
    responses: { 200: jsonAnswer(priceRecommendationSchema, "The recommendation"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.price(c.var.principal, c.req.valid("param").id)),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/projections",
    operationId: "projectRevenue",
    summary: "Project revenue: the deterministic series and a fan of simulated futures",
    request: { headers: idempotencyHeader, body: body(projectionBodySchema, examples.projection) },
    responses: { 201: jsonAnswer(revenueProjectionSchema, "The projection"), ...problems },
  }),
  async (c) => {
    const given = await c.req.json<z.input<typeof projectionBodySchema>>();
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const projection = await c.env.SELF.projectRevenue(c.var.principal, { ...given, commandId });
    return answer(c, projection, 201, projection.ok ? { location: `/api/v1/projections/${projection.value.id}` } : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/projections",
    operationId: "listProjections",
    summary: "List projections without their fans, newest first",
    request: { query: monetizationListSchema },
    responses: { 200: jsonAnswer(pageSchema(projectionSummarySchema), "Projections"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.projections(c.var.principal, c.req.valid("query"))),
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/projections/{id}",
    operationId: "getProjection",
    summary: "Read a projection with its fan",
    request: { params: idParam },
    responses: { 200: jsonAnswer(revenueProjectionSchema, "The projection"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.projection(c.var.principal, c.req.valid("param").id)),
);

routes.route("/", calculatorRoutes);
