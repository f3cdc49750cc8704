/** REST of uploads: a file into a niche in parts, which goes on where a connection broke. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { authorize } from "../../contracts/principal.ts";
import { err, parse } from "../../contracts/result.ts";
import { maxPartBytes, uploadSchema, uploadSettingsSchema, type NicheAnalysisService } from "../../contracts/services/niche-analysis.ts";
import { commandIdOf, type ServiceContext } from "../kit/app.ts";
import { idempotencyHeader, idParam, jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem, problemOf, problemSchema } from "../kit/problem.ts";

const path = "/api/v1/niches/{id}/uploads";
const uploadParams = idParam.extend({ uploadId: z.string().min(1).max(100) });
const itemsSchema = z.object({ items: z.array(uploadSchema) });
const offsetSchema = z.object({
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .openapi({ param: { name: "offset", in: "query", required: true } }),
});
/** Says where to go on. */
const elsewhereSchema = problemSchema.extend({ received: z.int().min(0) });
const binary = { type: "string" as const, format: "binary" };

export function uploadRoutes<Env extends { SELF: NicheAnalysisService }>(app: OpenAPIHono<ServiceContext<Env>>): void {
  app.openapi(
    createRoute({
      method: "post",
      path,
      operationId: "openUpload",
      summary: "Open an upload for a file, which is sent in parts",
      request: { params: idParam, headers: idempotencyHeader, body: jsonBody(uploadSettingsSchema) },
      responses: { 201: jsonAnswer(uploadSchema, "The upload, still without bytes"), ...problems },
    }),
    async (c) => {
      const { id: nicheId } = c.req.valid("param");
      const settings = parse(uploadSettingsSchema, await c.req.json());
      if (!settings.ok) return problem(c, settings.error);
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      const opened = await c.env.SELF.openUpload(c.var.principal, { commandId, nicheId, settings: settings.value });
      return answer(c, opened, 201, opened.ok ? { location: `/api/v1/niches/${nicheId}/uploads/${opened.value.id}` } : {});
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path,
      operationId: "listUploads",
      summary: "Uploads under way, and the latest twenty that ended within a day",
      request: { params: idParam },
      responses: { 200: jsonAnswer(itemsSchema, "Oldest first"), ...problems },
    }),
    async (c) => {
      const uploads = await c.env.SELF.uploads(c.var.principal, c.req.valid("param").id);
      return uploads.ok ? c.json({ items: uploads.value }) : problem(c, uploads.error);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: `${path}/{uploadId}`,
      operationId: "getUpload",
      summary: "How far an upload is, and what became of it",
      request: { params: uploadParams },
      responses: { 200: jsonAnswer(uploadSchema, "Bytes received, rows read so far, and the report once it is done"), ...problems },
    }),
    async (c) => {
      const { id, uploadId } = c.req.valid("param");
      return answer(c, await c.env.SELF.upload(c.var.principal, id, uploadId));
    },
  );

  app.openapi(
    createRoute({
      method: "put",
      path: `${path}/{uploadId}`,
      operationId: "sendUploadPart",
      summary: "Send the part of the file that begins at `offset`",
      request: {
        params: uploadParams,
        query: offsetSchema,
        body: { required: true, content: { "application/octet-stream": { schema: binary } } },
      },
      responses: {
        200: jsonAnswer(uploadSchema, "The part is here; with the last one the file is being read"),
        ...problems,
        409: {
          description: "It does not go on where the upload ends, which is at `received`, or differs from what came before",
          content: { "application/problem+json": { schema: elsewhereSchema } },
        },
      },
    }),
    async (c) => {
      // Before the body is read: it may be large.
      const allowed = authorize(c.var.principal, "niches:write");
      if (!allowed.ok) return problem(c, allowed.error);
      const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "nothing";
      if (type !== "application/octet-stream")
        return problem(c, err("unsupported_media", `Send the bytes as application/octet-stream, not as ${type}.`).error);
      const { id: nicheId, uploadId } = c.req.valid("param");
      const bytes = await c.req.arrayBuffer();
      if (bytes.byteLength > maxPartBytes) return problem(c, err("too_large", `A part has at most ${maxPartBytes} bytes.`).error);
      const part = { nicheId, uploadId, offset: c.req.valid("query").offset };
      const received = await c.env.SELF.receiveUploadPart(allowed.value, part, bytes);
      if (!received.ok) return problem(c, received.error);
      const { upload } = received.value;
      if (received.value.taken) return c.json(upload);
      const fault = err("conflict", received.value.detail).error;
      const body = { ...problemOf(fault, new URL(c.req.url).pathname), received: upload.received };
      return c.body(JSON.stringify(body), 409, { "content-type": "application/problem+json" });
    },
  );

  app.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{uploadId}`,
      operationId: "removeUpload",
      summary: "Give an upload up; rows that have become evidence stay",
      request: { params: uploadParams, headers: idempotencyHeader },
      responses: { 204: { description: "It is gone" }, ...problems },
    }),
    async (c) => {
      const { id: nicheId, uploadId } = c.req.valid("param");
      const commandId = commandIdOf(c.req.header("idempotency-key"));
      const removed = await c.env.SELF.removeUpload(c.var.principal, { commandId, nicheId, uploadId });
      return removed.ok ? c.body(null, 204) : problem(c, removed.error);
    },
  );
}
