/** REST of the weights of an organisation. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { authorize } from "../../contracts/principal.ts";
import { parse } from "../../contracts/result.ts";
import { opportunityWeightsSchema, weightsChangeSchema, type NicheAnalysisService } from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { requiredVersionOf } from "../kit/entity-tag.ts";
import { changedSince, jsonAnswer, problems, versionedHeaders, versionWanted } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

const path = "/api/v1/niches/weights";

/** Can be sent as it stands. */
const example = {
  kind: "stated",
  weights: {
    market_size: 0.1,
    growth_rate: 0.1,
    competition: 0.2,
    problem_severity: 0.3,
    solution_feasibility: 0.15,
    monetization_potential: 0.15,
  },
};

/** Registers `GET` and `PUT /api/v1/niches/weights`; before `/{id}`, which would take "weights" for an id. */
export function weightsRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "getOpportunityWeights",
      summary: "What the factors of an opportunity count for",
      responses: { 200: jsonAnswer(opportunityWeightsSchema, "The weights that all scores are made with"), ...problems },
    }),
    async (c) => answer(c, await c.env.SELF.weights(c.var.principal)),
  );

  app.openapi(
    createRoute({
      method: "put",
      path,
      operationId: "setOpportunityWeights",
      summary: "State the weights, judge pairs of factors, or go back to the product's own; every score, list and comparison follows",
      request: {
        headers: versionedHeaders,
        body: { required: true, content: { "application/json": { schema: weightsChangeSchema, example } } },
      },
      responses: {
        200: jsonAnswer(opportunityWeightsSchema, "The weights as they are now"),
        ...problems,
        ...changedSince,
        ...versionWanted,
      },
    }),
    async (c) => {
      const allowed = authorize(c.var.principal, "niches:write");
      if (!allowed.ok) return problem(c, allowed.error);
      const expected = requiredVersionOf(c.req.header("if-match"));
      if (!expected.ok) return problem(c, expected.error);
      const change = parse(weightsChangeSchema, await c.req.json());
      if (!change.ok) return problem(c, change.error);
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      return answer(c, await c.env.SELF.setWeights(allowed.value, { commandId, change: change.value, expectedVersion: expected.value }));
    },
  );
}
