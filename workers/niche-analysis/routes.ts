/** REST of the Niche Analysis service. */
import { createRoute, type z as Zod } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { actorName } from "../../contracts/actor.ts";
import { isId } from "../../contracts/ids.ts";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import { authorize } from "../../contracts/principal.ts";
import { err, parse } from "../../contracts/result.ts";
import {
  analyseRequestSchema,
  defaultOutlierShare,
  comparisonSchema,
  competitionLevels,
  createNicheRequestSchema,
  forkNicheSchema,
  growthRates,
  marketSizes,
  monetizationLevels,
  nicheDetailSchema,
  nicheSummarySchema,
  themeSchema,
  type NicheAnalysisService,
} from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, serviceApp } from "../kit/app.ts";
import { requiredVersionOf } from "../kit/entity-tag.ts";
import {
  changedSince,
  feedRoute,
  idempotencyHeader,
  idParam,
  jsonAnswer,
  jsonBody,
  problems,
  versionedHeaders,
  versionWanted,
} from "../kit/openapi.ts";
import { answer, followed, problem } from "../kit/problem.ts";
import { calculatorRoutes } from "./calculator-routes.ts";
import { evidenceRoutes } from "./evidence-routes.ts";
import { marketRoutes } from "./market-routes.ts";
import { marketSizeRoutes } from "./market-size-routes.ts";
import { overrideRoutes } from "./override-routes.ts";
import { sourceRoutes } from "./source-routes.ts";
import { comparisonReportRoutes, reportRoutes } from "./report-routes.ts";
import { segmentRoutes } from "./segment-routes.ts";
import { uploadRoutes } from "./upload-routes.ts";
import { shownTag } from "./shown-niche.ts";
import { weightsRoutes } from "./weights-routes.ts";

interface RoutesEnv {
  SELF: NicheAnalysisService;
  NICHE: DurableObjectNamespace;
}

export const routes = serviceApp<RoutesEnv>();

const createBodySchema = createNicheRequestSchema.omit({ commandId: true });
/** Without the defaults of `marketSchema`, which would make everything that is not named unknown. */
const marketChangeSchema = z.object({
  marketSize: z.enum(marketSizes).optional(),
  growthRate: z.enum(growthRates).optional(),
  competition: z.enum(competitionLevels).optional(),
  monetization: z.enum(monetizationLevels).optional(),
});
const analyseBodySchema = analyseRequestSchema.pick({ seed: true, outlierShare: true });
/** Written as OpenAPI has it: the framework would refuse an empty body, which here means all defaults. */
const analyseBodyDescription = {
  type: "object" as const,
  properties: {
    seed: { type: "integer" as const, minimum: 0, default: 1 },
    outlierShare: { type: "number" as const, minimum: 0, maximum: 1, default: defaultOutlierShare },
  },
};
const comparisonQuerySchema = z.object({ ids: z.string().transform((list) => list.split(",").filter((id) => id !== "")) });
const itemsSchema = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

const unsafe = (body: Zod.ZodType) => ({ headers: idempotencyHeader, body: jsonBody(body) });
const commandOf = (c: Context) => commandIdOf(c.req.header("idempotency-key"));
const at = (nicheId: string) => ({ location: `/api/v1/niches/${nicheId}` });

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/niches",
    operationId: "createNiche",
    request: unsafe(createBodySchema),
    responses: { 201: jsonAnswer(nicheDetailSchema, "The niche, still without evidence"), ...problems },
  }),
  async (c) => {
    const body = createBodySchema.parse(await c.req.json());
    const created = await c.env.SELF.createNiche(c.var.principal, { ...body, commandId: commandOf(c) });
    return answer(c, created, 201, created.ok ? at(created.value.id) : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/niches",
    operationId: "listNiches",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(nicheSummarySchema), "Highest expected score first, unscored last"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.niches(c.var.principal, c.req.valid("query"))),
);

// These before `/{id}`, which would take "comparison" for an id.
routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/niches/comparison",
    operationId: "compareNiches",
    request: { query: comparisonQuerySchema },
    responses: { 200: jsonAnswer(comparisonSchema, "The niches `ids`, separated by commas, side by side"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.compare(c.var.principal, c.req.valid("query").ids)),
);
comparisonReportRoutes(routes);
weightsRoutes(routes);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/niches/{id}",
    operationId: "getNiche",
    request: { params: idParam },
    responses: { 200: jsonAnswer(nicheDetailSchema, "The niche with its themes, quotes and score"), ...problems },
  }),
  async (c) => {
    const niche = await c.env.SELF.niche(c.var.principal, c.req.valid("param").id);
    return answer(c, niche, 200, niche.ok ? { etag: shownTag(niche.value) } : {});
  },
);

routes.openapi(
  createRoute({
    method: "patch",
    path: "/api/v1/niches/{id}/market",
    operationId: "assumeMarket",
    request: { params: idParam, headers: versionedHeaders, body: jsonBody(marketChangeSchema) },
    responses: {
      200: jsonAnswer(nicheDetailSchema, "The niche with its new score; what is not named stays as it is"),
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
    const { id: nicheId } = c.req.valid("param");
    const niche = await c.env.SELF.niche(allowed.value, nicheId);
    if (!niche.ok) return problem(c, niche.error);
    const market = { ...niche.value.market, ...marketChangeSchema.parse(await c.req.json()) };
    return answer(
      c,
      await c.env.SELF.setMarket(c.var.principal, { commandId: commandOf(c), nicheId, market, expectedVersion: expected.value }),
    );
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/niches/{id}/themes",
    operationId: "listThemes",
    request: { params: idParam },
    responses: { 200: jsonAnswer(itemsSchema(themeSchema), "All themes with the ids of their evidence"), ...problems },
  }),
  async (c) => {
    const themes = await c.env.SELF.themes(c.var.principal, c.req.valid("param").id);
    return themes.ok ? c.json({ items: themes.value }) : problem(c, themes.error);
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/niches/{id}/analyses",
    operationId: "analyseNiche",
    request: { params: idParam, headers: idempotencyHeader, body: { content: { "application/json": { schema: analyseBodyDescription } } } },
    responses: { 202: jsonAnswer(nicheDetailSchema, "The niche; follow `work` or its feed"), ...problems },
  }),
  async (c) => {
    const { id: nicheId } = c.req.valid("param");
    const text = await c.req.text();
    const body = parse(analyseBodySchema, text === "" ? {} : JSON.parse(text));
    if (!body.ok) return problem(c, body.error);
    return answer(c, await c.env.SELF.analyse(c.var.principal, { commandId: commandOf(c), nicheId, ...body.value }), 202, at(nicheId));
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/niches/{id}/discoveries",
    operationId: "discoverNiches",
    request: { params: idParam, headers: idempotencyHeader },
    responses: { 202: jsonAnswer(itemsSchema(nicheSummarySchema), "The niches that come out of this one"), ...problems },
  }),
  async (c) => {
    const { id: nicheId } = c.req.valid("param");
    const children = await c.env.SELF.discover(c.var.principal, { commandId: commandOf(c), nicheId });
    return children.ok
      ? c.json({ items: children.value }, 202, { location: `/api/v1/niches/${nicheId}/children` })
      : problem(c, children.error);
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/niches/{id}/fork",
    operationId: "forkNiche",
    request: { params: idParam, ...unsafe(forkNicheSchema) },
    responses: { 201: jsonAnswer(nicheDetailSchema, "The new niche"), ...problems },
  }),
  async (c) => {
    const { id: nicheId } = c.req.valid("param");
    const { version } = forkNicheSchema.parse(await c.req.json());
    const forked = await c.env.SELF.fork(c.var.principal, { commandId: commandOf(c), nicheId, version });
    return answer(c, forked, 201, forked.ok ? at(forked.value.id) : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/niches/{id}/children",
    operationId: "listChildNiches",
    request: { params: idParam, query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(nicheSummarySchema), "Niches discovered in this one, highest score first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.children(c.var.principal, c.req.valid("param").id, c.req.valid("query"))),
);

routes.openAPIRegistry.registerPath(feedRoute("/api/v1/niches/{id}/feed", "followNiche"));
routes.get("/api/v1/niches/:id/feed", async (c) => {
  const allowed = authorize(c.var.principal, "niches:read");
  if (!allowed.ok) return problem(c, allowed.error);
  const id = c.req.param("id");
  if (!isId("niche", id)) return problem(c, err("not_found", `There is no niche ${id}.`).error);
  return followed(c, await c.env.NICHE.getByName(actorName(allowed.value.organisation, id)).fetch(c.req.raw));
});

evidenceRoutes(routes);
marketSizeRoutes(routes);
marketRoutes(routes);
calculatorRoutes(routes);
overrideRoutes(routes);
reportRoutes(routes);
segmentRoutes(routes);
sourceRoutes(routes);
uploadRoutes(routes);
