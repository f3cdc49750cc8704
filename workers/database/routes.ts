/** REST of the database service. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  maintenanceKinds,
  maintenanceSchema,
  projectingServices,
  serviceProjectionsSchema,
  serviceSchemaSchema,
  verificationSchema,
  type DatabaseService,
  type Maintenance,
  type Verification,
} from "../../contracts/services/database.ts";
import { commandIdOf, serviceApp } from "../kit/app.ts";
import { fileAnswer, idempotencyHeader, idParam, jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";
import { actorRoutes } from "./actor-routes.ts";
import { backupRoutes } from "./backup/routes.ts";
import { viewVerification } from "./domain/verification-view.ts";

/** The organisation is named in full, so that nobody erases by accident. */
const erasureBodySchema = z.object({ organisation: z.string().max(100) });

export const routes = serviceApp<{ SELF: DatabaseService }>();

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/schema",
    operationId: "listSchemas",
    responses: {
      200: jsonAnswer(z.object({ items: z.array(serviceSchemaSchema) }), "Migrations of every service, with drift"),
      ...problems,
    },
  }),
  async (c) => {
    const schemas = await c.env.SELF.schemas(c.var.principal);
    return schemas.ok ? c.json({ items: schemas.value }) : problem(c, schemas.error);
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/projections",
    operationId: "listEventProjections",
    responses: {
      200: jsonAnswer(z.object({ items: z.array(serviceProjectionsSchema) }), "Projections of every service, with rows and lag"),
      ...problems,
    },
  }),
  async (c) => {
    const projections = await c.env.SELF.projections(c.var.principal);
    return projections.ok ? c.json({ items: projections.value }) : problem(c, projections.error);
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/projections/{service}/rebuild",
    operationId: "rebuildProjections",
    request: { headers: idempotencyHeader, params: z.object({ service: z.enum(projectingServices) }) },
    responses: { 202: jsonAnswer(maintenanceSchema, "The rebuild; follow its `status`"), ...problems },
  }),
  async (c) => {
    const { service } = c.req.valid("param");
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const started = await c.env.SELF.startMaintenance(c.var.principal, { kind: "rebuild", service, commandId });
    return answer(c, started, 202, location(started));
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/exports",
    operationId: "exportOrganisation",
    request: { headers: idempotencyHeader },
    responses: { 202: jsonAnswer(maintenanceSchema, "The export; follow its `status`"), ...problems },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const started = await c.env.SELF.startMaintenance(c.var.principal, { kind: "export", commandId });
    return answer(c, started, 202, location(started));
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/exports/{id}/content",
    operationId: "downloadExport",
    request: { params: idParam },
    responses: {
      200: fileAnswer("application/x-ndjson", "Events and rows, one JSON object a line"),
      ...problems,
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const file = await c.env.SELF.exported(c.var.principal, id);
    if (!file.ok) return problem(c, file.error);
    const headers = { "content-type": "application/x-ndjson", "content-disposition": `attachment; filename="${id}.ndjson"` };
    return c.body(file.value, 200, headers);
  },
);

routes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/database/exports/{id}/content",
    operationId: "deleteExport",
    request: { params: idParam },
    responses: { 204: { description: "The file is deleted" }, ...problems },
  }),
  async (c) => {
    const discarded = await c.env.SELF.discardExport(c.var.principal, c.req.valid("param").id);
    return discarded.ok ? c.body(null, 204) : problem(c, discarded.error);
  },
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/erasures",
    operationId: "eraseOrganisation",
    request: { headers: idempotencyHeader, body: jsonBody(erasureBodySchema) },
    responses: { 202: jsonAnswer(maintenanceSchema, "The erasure; its `result` is the certificate"), ...problems },
  }),
  async (c) => {
    const body = parse(erasureBodySchema, await c.req.json());
    if (!body.ok) return problem(c, body.error);
    const { organisation } = body.value;
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const started = await c.env.SELF.startMaintenance(c.var.principal, { kind: "erasure", organisation, commandId });
    return answer(c, started, 202, location(started));
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/maintenance",
    operationId: "listMaintenance",
    request: { query: pageQuerySchema.extend({ kind: z.enum(maintenanceKinds).optional() }) },
    responses: { 200: jsonAnswer(pageSchema(maintenanceSchema), "Long work of the organisation, latest first"), ...problems },
  }),
  async (c) => {
    const { kind, ...page } = c.req.valid("query");
    return answer(c, await c.env.SELF.maintenances(c.var.principal, page, kind));
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/maintenance/{id}",
    operationId: "getMaintenance",
    request: { params: idParam },
    responses: { 200: jsonAnswer(maintenanceSchema, "One piece of long work"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.maintenance(c.var.principal, c.req.valid("param").id)),
);

routes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/verify",
    operationId: "startVerification",
    request: { headers: idempotencyHeader },
    responses: { 202: jsonAnswer(verificationSchema, "The verification; follow its `status`"), ...problems },
  }),
  async (c) => {
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const started = asVerification(await c.env.SELF.startMaintenance(c.var.principal, { kind: "verification", commandId }));
    return answer(c, started, 202, started.ok ? { location: `/api/v1/database/verifications/${started.value.id}` } : {});
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/verifications",
    operationId: "listVerifications",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(verificationSchema), "Verifications, latest first"), ...problems },
  }),
  async (c) => {
    const page = await c.env.SELF.maintenances(c.var.principal, c.req.valid("query"), "verification");
    return answer(c, page.ok ? ok({ ...page.value, items: page.value.items.flatMap(viewVerification) }) : page);
  },
);

routes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/verifications/{id}",
    operationId: "getVerification",
    request: { params: idParam },
    responses: { 200: jsonAnswer(verificationSchema, "The verification"), ...problems },
  }),
  async (c) => answer(c, asVerification(await c.env.SELF.maintenance(c.var.principal, c.req.valid("param").id))),
);

actorRoutes(routes);
routes.route("/", backupRoutes);

function asVerification(found: Result<Maintenance>): Result<Verification> {
  if (!found.ok) return found;
  const [verification] = viewVerification(found.value);
  return verification ? ok(verification) : err("not_found", `There is no verification ${found.value.id}.`);
}

function location(started: Result<Maintenance>): Record<string, string> {
  return started.ok ? { location: `/api/v1/database/maintenance/${started.value.id}` } : {};
}
