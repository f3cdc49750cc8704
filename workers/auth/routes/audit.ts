/** `/api/v1/audit`: the log of who did what to people, keys and doors; below `installation` that of what concerns no organisation. */
import { createRoute, z } from "@hono/zod-openapi";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { auditActions, auditEntrySchema, auditVerificationSchema } from "../../../contracts/services/audit.ts";
import { serviceApp } from "../../kit/app.ts";
import { fileAnswer, jsonAnswer, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import { exportAuditEntries, listAuditEntries, verifyAuditLog, type Log } from "../audit-log.ts";
import { databaseOf, ledgerOf, standingOf, type RouteContext, type RouteEnv } from "./context.ts";

const querySchema = pageQuerySchema.extend({
  action: z.enum(auditActions).optional(),
  actor: z.string().max(100).optional(),
  target: z.string().max(100).optional(),
});

export const audit = serviceApp<RouteEnv>();

audit.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listAuditEntries",
    request: { query: querySchema },
    responses: { 200: jsonAnswer(pageSchema(auditEntrySchema), "Entries of the audit log, newest first"), ...problems },
  }),
  async (c) => answer(c, await listAuditEntries(databaseOf(c), c.var.principal, "organisation", c.req.valid("query"))),
);

audit.openapi(
  createRoute({
    method: "get",
    path: "/export",
    operationId: "exportAuditEntries",
    responses: { 200: fileAnswer("application/x-ndjson", "All entries, oldest first, one JSON object a line"), ...problems },
  }),
  (c) => exported(c, "organisation"),
);

audit.openapi(
  createRoute({
    method: "get",
    path: "/verification",
    operationId: "verifyAuditLog",
    responses: { 200: jsonAnswer(auditVerificationSchema, "Whether the chain holds from its first entry to its last"), ...problems },
  }),
  async (c) => answer(c, await verifyAuditLog(databaseOf(c), c.var.principal, "organisation")),
);

audit.openapi(
  createRoute({
    method: "get",
    path: "/installation",
    operationId: "listInstallationAuditEntries",
    request: { query: querySchema },
    responses: { 200: jsonAnswer(pageSchema(auditEntrySchema), "Entries of the installation's own log, newest first"), ...problems },
  }),
  async (c) => answer(c, await listAuditEntries(databaseOf(c), c.var.principal, "installation", c.req.valid("query"))),
);

audit.openapi(
  createRoute({
    method: "get",
    path: "/installation/export",
    operationId: "exportInstallationAuditEntries",
    responses: { 200: fileAnswer("application/x-ndjson", "All entries of the installation's own log, oldest first"), ...problems },
  }),
  (c) => exported(c, "installation"),
);

audit.openapi(
  createRoute({
    method: "get",
    path: "/installation/verification",
    operationId: "verifyInstallationAuditLog",
    responses: { 200: jsonAnswer(auditVerificationSchema, "Whether the chain of the installation's own log holds"), ...problems },
  }),
  async (c) => answer(c, await verifyAuditLog(databaseOf(c), c.var.principal, "installation")),
);

async function exported(c: RouteContext, log: Log): Promise<Response> {
  const file = await exportAuditEntries(ledgerOf(c), standingOf(c), log);
  if (!file.ok) return problem(c, file.error);
  return c.body(file.value, 200, {
    "content-type": "application/x-ndjson",
    "content-disposition": `attachment; filename="${log === "installation" ? "audit-installation" : "audit"}.ndjson"`,
  });
}
