/** REST of backups and restores. Everything needs the operator. */
import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { authorizeOperator } from "../../../contracts/principal.ts";
import { idSchema } from "../../../contracts/ids.ts";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { err, parse } from "../../../contracts/result.ts";
import {
  backupSchema,
  maxPartBytes,
  restoreSchema,
  sealedManifestSchema,
  startRestoreSchema,
  type BackupService,
} from "../../../contracts/services/backups.ts";
import { commandIdOf, serviceApp } from "../../kit/app.ts";
import { fileAnswer, idempotencyHeader, jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";

const idParam = z.object({ id: idSchema("maintenance") });
const partParam = idParam.extend({ number: z.coerce.number().int().min(0).max(999_999) });

export const backupRoutes = serviceApp<{ SELF: BackupService }>();

backupRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/backups",
    operationId: "startBackup",
    request: { headers: idempotencyHeader },
    responses: { 202: jsonAnswer(backupSchema, "The backup; follow its `status`"), ...problems },
  }),
  async (c) => {
    const started = await c.env.SELF.startBackup(c.var.principal, { commandId: commandIdOf(c.req.header("idempotency-key")) });
    return answer(c, started, 202, started.ok ? { location: `/api/v1/database/backups/${started.value.id}` } : {});
  },
);

backupRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/backups",
    operationId: "listBackups",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(backupSchema), "Backups, latest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.backups(c.var.principal, c.req.valid("query"))),
);

backupRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/backups/{id}",
    operationId: "getBackup",
    request: { params: idParam },
    responses: { 200: jsonAnswer(backupSchema, "One backup"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.backup(c.var.principal, c.req.valid("param").id)),
);

backupRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/database/backups/{id}",
    operationId: "deleteBackup",
    request: { params: idParam },
    responses: { 204: { description: "The backup is deleted" }, ...problems },
  }),
  async (c) => {
    const deleted = await c.env.SELF.deleteBackup(c.var.principal, c.req.valid("param").id);
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  },
);

backupRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/backups/{id}/content",
    operationId: "downloadBackup",
    request: { params: idParam },
    responses: { 200: fileAnswer("application/x-tar", "The manifest and the parts as one tar file"), ...problems },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const file = await c.env.SELF.backupContent(c.var.principal, id);
    if (!file.ok) return problem(c, file.error);
    return c.body(file.value, 200, { "content-type": "application/x-tar", "content-disposition": `attachment; filename="${id}.tar"` });
  },
);

backupRoutes.openapi(
  createRoute({
    method: "put",
    path: "/api/v1/database/backups/{id}/parts/{number}",
    operationId: "sendBackupPart",
    request: { params: partParam, query: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) },
    responses: { 204: { description: "The part is stored" }, ...problems },
  }),
  async (c) => {
    // Before the body is read: it may be large.
    const allowed = authorizeOperator(c.var.principal);
    if (!allowed.ok) return problem(c, allowed.error);
    const { id, number } = c.req.valid("param");
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > maxPartBytes) return problem(c, err("too_large", `A part has at most ${maxPartBytes} bytes.`).error);
    const part = { backup: id, number, sha256: c.req.valid("query").sha256 };
    const received = await c.env.SELF.receivePart(allowed.value, part, bytes);
    return received.ok ? c.body(null, 204) : problem(c, received.error);
  },
);

backupRoutes.openapi(
  createRoute({
    method: "put",
    path: "/api/v1/database/backups/{id}/manifest",
    operationId: "sendBackupManifest",
    request: { params: idParam, body: jsonBody(sealedManifestSchema) },
    responses: { 200: jsonAnswer(backupSchema, "The backup, complete"), ...problems },
  }),
  async (c) => {
    // As it came: its digest is that of its own text.
    const json: unknown = await c.req.json();
    const sealed = parse(sealedManifestSchema, json);
    if (!sealed.ok) return problem(c, sealed.error);
    if (sealed.value.manifest.id !== c.req.valid("param").id)
      return problem(c, err("invalid_input", "This is the manifest of another backup.").error);
    return answer(c, await c.env.SELF.receiveManifest(c.var.principal, json as typeof sealed.value));
  },
);

backupRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/database/restores",
    operationId: "startRestore",
    request: { headers: idempotencyHeader, body: jsonBody(startRestoreSchema) },
    responses: { 202: jsonAnswer(restoreSchema, "The restore; follow its `status`"), ...problems },
  }),
  async (c) => {
    const body = parse(startRestoreSchema, await c.req.json());
    if (!body.ok) return problem(c, body.error);
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const started = await c.env.SELF.startRestore(c.var.principal, { ...body.value, commandId });
    return answer(c, started, 202, started.ok ? { location: `/api/v1/database/restores/${started.value.id}` } : {});
  },
);

backupRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/restores",
    operationId: "listRestores",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(restoreSchema), "Restores, latest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.restorations(c.var.principal, c.req.valid("query"))),
);

backupRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/database/restores/{id}",
    operationId: "getRestore",
    request: { params: idParam },
    responses: { 200: jsonAnswer(restoreSchema, "One restore"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.restoration(c.var.principal, c.req.valid("param").id)),
);
