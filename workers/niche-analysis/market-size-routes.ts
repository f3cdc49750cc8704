/** REST of the market size: a sum that stores nothing. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { parse } from "../../contracts/result.ts";
import {
  marketSizeRequestSchema,
  marketSizeSchema,
  type MarketSizeRequest,
  type NicheAnalysisService,
} from "../../contracts/services/niche-analysis.ts";
import type { ServiceContext } from "../kit/app.ts";
import { jsonAnswer, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

/** Can be sent as it stands. */
export const marketSizeExample: MarketSizeRequest = {
  customers: { kind: "lognormal", p10: 20_000, p90: 80_000 },
  currency: "USD",
  monthlyPrice: { kind: "pert", low: 900, mode: 1900, high: 3900 },
  serviceable: { kind: "pert", low: 0.2, mode: 0.35, high: 0.5 },
  obtainable: { kind: "pert", low: 0.01, mode: 0.03, high: 0.08 },
  topDown: 1_500_000_000,
};

/** Registers `POST /api/v1/niches/market-size`. */
export function marketSizeRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/v1/niches/market-size",
      operationId: "sizeMarket",
      summary: "The whole market, the part that can be served and the part that can be won, with percentiles",
      request: {
        body: { required: true, content: { "application/json": { schema: marketSizeRequestSchema, example: marketSizeExample } } },
      },
      responses: { 200: jsonAnswer(marketSizeSchema, "Amounts a year"), ...problems },
    }),
    async (c) => {
      const input = parse(marketSizeRequestSchema, await c.req.json());
      return input.ok ? answer(c, await c.env.SELF.marketSize(c.var.principal, input.value)) : problem(c, input.error);
    },
  );
}
