/** REST of the sources of a niche: searches and feeds whose new texts become evidence by themselves. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { parse } from "../../contracts/result.ts";
import {
  nicheSourceSchema,
  sourceSettingsSchema,
  type NicheAnalysisService,
  type SourceAction,
} from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

const path = "/api/v1/niches/{id}/sources";
const sourceParams = idParam.extend({ sourceId: z.string().min(1).max(100) });
const itemsSchema = z.object({ items: z.array(nicheSourceSchema) });
/** What is done to one source, by the last part of its path. */
const controls = [
  {
    action: "pause",
    method: "post",
    below: "/pause",
    operationId: "pauseNicheSource",
    summary: "Fetch nothing more from it until it is resumed",
  },
  { action: "resume", method: "post", below: "/resume", operationId: "resumeNicheSource", summary: "Fetch from it again" },
  { action: "fetch", method: "post", below: "/fetches", operationId: "fetchNicheSource", summary: "Fetch from it now" },
  { action: "remove", method: "delete", below: "", operationId: "removeNicheSource", summary: "Remove it; what was fetched stays" },
] as const satisfies { action: SourceAction; [other: string]: string }[];

/** Registers the list of sources, the adding of one, and what can be done to one. */
export function sourceRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listNicheSources",
      summary: "Sources of the niche, in the order in which they were added",
      request: { params: idParam },
      responses: { 200: jsonAnswer(itemsSchema, "How each is doing, with its last error"), ...problems },
    }),
    async (c) => {
      const sources = await c.env.SELF.sources(c.var.principal, c.req.valid("param").id);
      return sources.ok ? c.json({ items: sources.value }) : problem(c, sources.error);
    },
  );

  app.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "addNicheSource",
      summary: "Add a search or a feed whose new texts become evidence by themselves",
      request: { params: idParam, headers: idempotencyHeader, body: jsonBody(sourceSettingsSchema) },
      responses: { 201: jsonAnswer(nicheSourceSchema, "The source; its first fetch has begun"), ...problems },
    }),
    async (c) => {
      const { id: nicheId } = c.req.valid("param");
      const settings = parse(sourceSettingsSchema, await c.req.json());
      if (!settings.ok) return problem(c, settings.error);
      const added = await c.env.SELF.addSource(c.var.principal, { commandId: commandOf(c), nicheId, settings: settings.value });
      return answer(c, added, 201, { location: `/api/v1/niches/${nicheId}/sources` });
    },
  );

  for (const { action, method, below, operationId, summary } of controls)
    app.openapi(
      createRoute({
        method,
        path: `${path}/{sourceId}${below}`,
        operationId,
        summary,
        request: { params: sourceParams, headers: idempotencyHeader },
        responses: { 202: jsonAnswer(nicheSourceSchema, "The source as it is then"), ...problems },
      }),
      async (c) => {
        const { id: nicheId, sourceId } = c.req.valid("param");
        const controlled = await c.env.SELF.controlSource(c.var.principal, { commandId: commandOf(c), nicheId, sourceId, action });
        return answer(c, controlled, 202);
      },
    );
}

function commandOf(c: Context): string {
  return commandIdOf(c.req.header("idempotency-key"));
}
