/** REST of a niche's market: tables in, as raw streams, their rows and what they say out. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { pageQuerySchema } from "../../contracts/page.ts";
import { authorize } from "../../contracts/principal.ts";
import { err, parse } from "../../contracts/result.ts";
import {
  keptMarketSizeSchema,
  marketFiguresQuerySchema,
  marketFiguresSchema,
  marketRowsPageSchema,
  marketSizeRequestSchema,
  marketTableKinds,
  marketTableSchema,
  nicheDetailSchema,
  type NicheAnalysisService,
} from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { requiredVersionOf } from "../kit/entity-tag.ts";
import { changedSince, idempotencyHeader, idParam, jsonAnswer, problems, versionedHeaders, versionWanted } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";
import { dispositionName } from "./evidence-routes.ts";
import { marketSizeExample } from "./market-size-routes.ts";

const path = "/api/v1/niches/{id}/market-tables";
/** What may be uploaded. What the file really is, is decided by its bytes. */
const mediaTypes = [
  "text/csv",
  "text/tab-separated-values",
  "text/plain",
  "application/gzip",
  "application/zstd",
  "application/octet-stream",
];
const tableParams = idParam.extend({ tableId: z.string().min(1).max(100) });
const importQuerySchema = z.object({
  /** Default: the file name of Content-Disposition, else "upload". */
  fileName: z.string().min(1).max(255).optional(),
  /** What the file is, where its columns do not tell. */
  kind: z.enum(marketTableKinds).optional(),
});
/** Written as OpenAPI has it: a zod schema here would make the framework read and check the body. */
const binary = { type: "string" as const, format: "binary" };
const example = "Competitor,Price,Features,Reviews\nAcme,9,12,5400\nBolt,29,40,1200\nCord,5,6,300\n";

/** Registers the routes of market tables, of what they say, and of the size that is kept. */
export function marketRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "importMarketTable",
      summary: "Keep a table of keywords, competitors or a survey: an export as it is, or any CSV with such columns",
      request: {
        params: idParam,
        query: importQuerySchema,
        headers: idempotencyHeader,
        body: { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: binary, example }])) },
      },
      responses: { 200: jsonAnswer(marketTableSchema, "The table: what was read, kept and left out, and why"), ...problems },
    }),
    async (c) => {
      const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
      if (!mediaTypes.includes(type))
        return problem(
          c,
          err("unsupported_media", `Send the file itself as one of ${mediaTypes.join(", ")}, not as ${type || "nothing"}.`).error,
        );
      const body: ReadableStream<Uint8Array> | null = c.req.raw.body;
      if (!body) return problem(c, err("invalid_input", "There is no file in the body.").error);
      const { fileName, kind } = c.req.valid("query");
      const request = {
        commandId: commandIdOf(c.req.header("idempotency-key")),
        nicheId: c.req.valid("param").id,
        fileName: fileName ?? dispositionName(c.req.header("content-disposition")) ?? "upload",
        ...(kind && { kind }),
      };
      return answer(c, await c.env.SELF.importMarketTable(c.var.principal, request, body));
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listMarketTables",
      summary: "Tables of the niche's market, oldest first",
      request: { params: idParam },
      responses: {
        200: jsonAnswer(z.object({ items: z.array(marketTableSchema) }), "The latest of a kind is the one that figures are of"),
        ...problems,
      },
    }),
    async (c) => {
      const tables = await c.env.SELF.marketTables(c.var.principal, c.req.valid("param").id);
      return tables.ok ? c.json({ items: tables.value }) : problem(c, tables.error);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: `${path}/{tableId}/rows`,
      operationId: "listMarketRows",
      summary: "Rows of a market table in the order of its file",
      request: { params: tableParams, query: pageQuerySchema },
      responses: { 200: jsonAnswer(marketRowsPageSchema, "`kind` says what the rows are"), ...problems },
    }),
    async (c) => {
      const { id, tableId } = c.req.valid("param");
      return answer(c, await c.env.SELF.marketRows(c.var.principal, id, tableId, c.req.valid("query")));
    },
  );

  app.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{tableId}`,
      operationId: "removeMarketTable",
      summary: "Take a table out of the niche's market; an earlier table of its kind counts again",
      request: { params: tableParams, headers: idempotencyHeader },
      responses: { 200: jsonAnswer(nicheDetailSchema, "The niche without the table"), ...problems },
    }),
    async (c) => {
      const { id: nicheId, tableId } = c.req.valid("param");
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      return answer(c, await c.env.SELF.removeMarketTable(c.var.principal, { commandId, nicheId, tableId }));
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/niches/{id}/market-figures",
      operationId: "getMarketFigures",
      summary:
        "What the niche's tables say: demand by keyword, concentration, white space, outcomes of a survey, underserved themes, what people praise and complain about",
      request: { params: idParam, query: marketFiguresQuerySchema },
      responses: {
        200: jsonAnswer(marketFiguresSchema, "Of the latest table of each kind; what there is no table for is absent"),
        ...problems,
      },
    }),
    async (c) => answer(c, await c.env.SELF.marketFigures(c.var.principal, c.req.valid("param").id, c.req.valid("query"))),
  );

  app.openapi(
    createRoute({
      method: "put",
      path: "/api/v1/niches/{id}/market-size",
      operationId: "sizeNicheMarket",
      summary: "Compute the size of the niche's market from stated ranges, and keep it with them",
      request: {
        params: idParam,
        headers: versionedHeaders,
        body: { required: true, content: { "application/json": { schema: marketSizeRequestSchema, example: marketSizeExample } } },
      },
      responses: {
        200: jsonAnswer(keptMarketSizeSchema, "What was stated, and the amounts a year that follow"),
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
      const request = parse(marketSizeRequestSchema, await c.req.json());
      if (!request.ok) return problem(c, request.error);
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      const nicheId = c.req.valid("param").id;
      const command = { commandId, nicheId, request: request.value, expectedVersion: expected.value };
      return answer(c, await c.env.SELF.sizeNicheMarket(allowed.value, command));
    },
  );
}
