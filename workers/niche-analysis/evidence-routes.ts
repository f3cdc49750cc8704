/** REST of a niche's evidence: a file in, as a raw stream, and rows out. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { pageQuerySchema } from "../../contracts/page.ts";
import { err } from "../../contracts/result.ts";
import {
  columnMappingSchema,
  evidenceFilterSchema,
  evidenceSchema,
  importReportSchema,
  type NicheAnalysisService,
} from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";

/** What may be uploaded. What the file really is, is decided by its bytes. */
const mediaTypes = [
  "text/csv",
  "text/tab-separated-values",
  "text/plain",
  "application/x-ndjson",
  "application/jsonl",
  "application/json",
  "application/xml",
  "text/xml",
  "application/mbox",
  "application/gzip",
  "application/zstd",
  "application/octet-stream",
];

const importQuerySchema = columnMappingSchema.extend({
  /** Shown as the source of each row; default: the file name of Content-Disposition, else "upload". */
  fileName: z.string().min(1).max(255).optional(),
  /** What the file is written in, where its bytes do not tell: any name of the WHATWG Encoding Standard. */
  encoding: z.string().min(1).max(40).optional(),
  /** Columns to keep as attributes of the texts (plan, role, country), with commas between; empty for none. Default: found by name and content. */
  attributes: z.string().max(1_100).optional(),
});
const evidenceQuerySchema = pageQuerySchema.extend({ ids: z.string().max(10_000).optional(), ...evidenceFilterSchema.shape });
/** Written as OpenAPI has it: a zod schema here would make the framework read and check the body. */
const binary = { type: "string" as const, format: "binary" };

/** Registers the routes below `/api/v1/niches/{id}/evidence`. */
export function evidenceRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/v1/niches/{id}/evidence",
      operationId: "importEvidence",
      request: {
        params: idParam,
        query: importQuerySchema,
        headers: idempotencyHeader,
        body: { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: binary }])) },
      },
      responses: { 200: jsonAnswer(importReportSchema, "What was read, kept and left out, and why"), ...problems },
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
      const { fileName, encoding, attributes, ...mapping } = c.req.valid("query");
      const request = {
        commandId: commandIdOf(c.req.header("idempotency-key")),
        nicheId: c.req.valid("param").id,
        fileName: fileName ?? dispositionName(c.req.header("content-disposition")) ?? "upload",
        mapping,
        encoding,
        ...(attributes !== undefined && { attributes: columnsOf(attributes) }),
      };
      return answer(c, await c.env.SELF.importEvidence(c.var.principal, request, body));
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/niches/{id}/evidence",
      operationId: "listEvidence",
      request: { params: idParam, query: evidenceQuerySchema },
      responses: {
        200: jsonAnswer(
          z.object({ items: z.array(evidenceSchema), nextCursor: z.string().optional() }),
          "The rows `ids`, or a page of all, of those of the months `from` to `to`, of those of a theme",
        ),
        ...problems,
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { ids, from, to, themeId, ...page } = c.req.valid("query");
      if (ids === undefined) return answer(c, await c.env.SELF.evidencePage(c.var.principal, id, page, { from, to, themeId }));
      const rows = await c.env.SELF.evidence(
        c.var.principal,
        id,
        ids.split(",").filter((one) => one !== ""),
      );
      return rows.ok ? c.json({ items: rows.value }) : problem(c, rows.error);
    },
  );
}

/** The names between the commas; a comma within a name is doubled. */
export function columnsOf(list: string): string[] {
  return list
    .split(/(?<!,),(?!,)/)
    .map((name) => name.replaceAll(",,", ",").trim())
    .filter((name) => name !== "");
}

/** The file name of a Content-Disposition header (RFC 6266), its extended form first. */
export function dispositionName(header: string | undefined): string | undefined {
  const extended = /filename\*=(?:utf-8|UTF-8)''([^;]+)/.exec(header ?? "")?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended).slice(0, 255);
    } catch {
      // not percent-encoded as it should be: the plain form below
    }
  }
  return /filename="?([^";]+)"?/.exec(header ?? "")?.[1]?.slice(0, 255);
}
