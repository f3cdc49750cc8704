/** REST of the changes that people make to themes. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { parse } from "../../contracts/result.ts";
import {
  listedOverrideSchema,
  nicheDetailSchema,
  overrideSchema,
  type NicheAnalysisService,
} from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

const path = "/api/v1/niches/{id}/themes/overrides";
const overrideParams = idParam.extend({ overrideId: z.string().min(1).max(100) });

/** Registers the list of changes, the making of one and its withdrawal. */
export function overrideRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listThemeOverrides",
      request: { params: idParam },
      responses: {
        200: jsonAnswer(z.object({ items: z.array(listedOverrideSchema) }), "In the order in which they were made"),
        ...problems,
      },
    }),
    async (c) => {
      const overrides = await c.env.SELF.overrides(c.var.principal, c.req.valid("param").id);
      return overrides.ok ? c.json({ items: overrides.value }) : problem(c, overrides.error);
    },
  );

  app.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "overrideThemes",
      summary: "Rename, merge or split themes, or move texts between them; applied again after every analysis",
      request: { params: idParam, headers: idempotencyHeader, body: jsonBody(overrideSchema) },
      responses: { 202: jsonAnswer(listedOverrideSchema, "The change; the themes follow, see `work` of the niche"), ...problems },
    }),
    async (c) => {
      const { id: nicheId } = c.req.valid("param");
      const override = parse(overrideSchema, await c.req.json());
      if (!override.ok) return problem(c, override.error);
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      const made = await c.env.SELF.overrideThemes(c.var.principal, { commandId, nicheId, override: override.value });
      return answer(c, made, 202, { location: `/api/v1/niches/${nicheId}` });
    },
  );

  app.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{overrideId}`,
      operationId: "withdrawThemeOverride",
      request: { params: overrideParams, headers: idempotencyHeader },
      responses: { 202: jsonAnswer(nicheDetailSchema, "The niche; its themes follow, see `work`"), ...problems },
    }),
    async (c) => {
      const { id: nicheId, overrideId } = c.req.valid("param");
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      const withdrawn = await c.env.SELF.withdrawOverride(c.var.principal, { commandId, nicheId, overrideId });
      return answer(c, withdrawn, 202, { location: `/api/v1/niches/${nicheId}` });
    },
  );
}
