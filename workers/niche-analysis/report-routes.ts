/** REST of a niche, and of niches side by side, as a file. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { comparisonFormats, reportFormats, type NicheAnalysisService, type ReportFormat } from "../../contracts/services/niche-analysis.ts";
import type { ServiceContext } from "../kit/app.ts";
import { idParam, problems } from "../kit/openapi.ts";
import { problem } from "../kit/problem.ts";

const files: Record<ReportFormat, { type: string; ending: string }> = {
  markdown: { type: "text/markdown; charset=utf-8", ending: "md" },
  pdf: { type: "application/pdf", ending: "pdf" },
  csv: { type: "text/csv; charset=utf-8", ending: "csv" },
  figures: { type: "text/csv; charset=utf-8", ending: "figures.csv" },
};
const text = { schema: z.string() };
const querySchema = z.object({ format: z.enum(reportFormats).default("markdown") });

const comparedSchema = z.object({
  format: z.enum(comparisonFormats).default("markdown"),
  ids: z.string().transform((list) => list.split(",").filter((id) => id !== "")),
});

/** Registers `GET /api/v1/niches/comparison/report`; before the report of a niche, which would take "comparison" for an id. */
export function comparisonReportRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/niches/comparison/report",
      operationId: "getComparisonReport",
      summary: "Niches side by side as a file",
      request: { query: comparedSchema },
      responses: {
        200: {
          description:
            "Markdown or PDF with the order, what would change it and what is known of each niche, with notes; or one row a niche",
          content: {
            "text/markdown": text,
            "application/pdf": { schema: { type: "string" as const, format: "binary" } },
            "text/csv": text,
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { ids, format } = c.req.valid("query");
      const report = await c.env.SELF.comparisonReport(c.var.principal, ids, format);
      if (!report.ok) return problem(c, report.error);
      const { type, ending } = files[format];
      return c.body(report.value, 200, { "content-type": type, "content-disposition": `attachment; filename="comparison.${ending}"` });
    },
  );
}

/** Registers `GET /api/v1/niches/{id}/report`. */
export function reportRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/v1/niches/{id}/report",
      operationId: "getNicheReport",
      request: { params: idParam, query: querySchema },
      responses: {
        200: {
          description: "The niche as Markdown or PDF with footnotes to the evidence, or its themes or all figures as a table",
          content: {
            "text/markdown": text,
            "application/pdf": { schema: { type: "string" as const, format: "binary" } },
            "text/csv": text,
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { format } = c.req.valid("query");
      const report = await c.env.SELF.report(c.var.principal, id, format);
      if (!report.ok) return problem(c, report.error);
      const { type, ending } = files[format];
      return c.body(report.value, 200, { "content-type": type, "content-disposition": `attachment; filename="${id}.${ending}"` });
    },
  );
}
