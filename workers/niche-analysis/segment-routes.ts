/** REST of who says it: groups of people held against the themes of a niche. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { segmentsSchema, type NicheAnalysisService } from "../../contracts/services/niche-analysis.ts";
import type { ServiceContext } from "../kit/app.ts";
import { idParam, jsonAnswer, problems } from "../kit/openapi.ts";
import { answer } from "../kit/problem.ts";

/** Registers `GET /api/v1/niches/{id}/segments`. */
export function segmentRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/niches/{id}/segments",
      operationId: "listSegments",
      summary:
        "Who says it: groups of people, by attributes of their texts and by areas, and the themes that they write about more or less than others",
      request: { params: idParam },
      responses: { 200: jsonAnswer(segmentsSchema, "Surest difference first; without segments before there are themes"), ...problems },
    }),
    async (c) => answer(c, await c.env.SELF.segments(c.var.principal, c.req.valid("param").id)),
  );
}
