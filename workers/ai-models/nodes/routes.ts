/** REST of the nodes: joining and heartbeats, which bring their own proof and no principal, and the list, which needs one. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { systemSources } from "../../../contracts/ids.ts";
import { heartbeatSchema, joinAnswerSchema, joinRequestSchema, signatureHeaders } from "../../../contracts/node-protocol.ts";
import { linkCloseCodes } from "../../../contracts/node-link/protocol.ts";
import { err, ok, type Fault, type Result } from "../../../contracts/result.ts";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import { nodeSchema, type AiModelsService } from "../../../contracts/services/ai-models.ts";
import { publicApp, serviceApp } from "../../kit/app.ts";
import { idParam, jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import type { AiModelsEnv } from "../env.ts";
import { keepTime } from "../monitor/clock.ts";
import { readJson } from "../read-json.ts";
import { openLink } from "../links.ts";
import { heartbeat } from "./heartbeat.ts";
import { join } from "./join.ts";
import { admitLink } from "./link.ts";
import type { SignedCall } from "./signed-call.ts";

type RoutesEnv = AiModelsEnv & { SELF: AiModelsService };

/** A join or a heartbeat is a page of text. */
const maxBodyBytes = 64 * 1024;
const maxNonceLength = 100;

const linkQuery = z.object({ epoch: z.coerce.number().int().min(1) });

export const memberRoutes = publicApp<RoutesEnv>();

memberRoutes.openAPIRegistry.registerPath({
  method: "post",
  path: "/api/v1/nodes/join",
  operationId: "joinNode",
  description: "Needs `Authorization: Bearer <join token>`.",
  request: { body: jsonBody(joinRequestSchema) },
  responses: { 200: jsonAnswer(joinAnswerSchema, "Who the node is from now on; the key is shown once"), ...problems },
});

memberRoutes.post("/api/v1/nodes/join", async (c) => {
  const body = await readBody(c.req.raw);
  if (!body.ok) return problem(c, body.error);
  const token = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  const joined = await join(c.env, token, readJson(body.value), systemSources);
  if (joined.ok) c.executionCtx.waitUntil(c.env.SELF.drainOutbox());
  return answer(c, joined, 200, { "cache-control": "no-store" });
});

memberRoutes.openAPIRegistry.registerPath({
  method: "post",
  path: "/api/v1/nodes/{id}/heartbeat",
  operationId: "nodeHeartbeat",
  description: `Signed with the node's key: headers ${Object.values(signatureHeaders).join(", ")}.`,
  request: { params: idParam, body: jsonBody(heartbeatSchema) },
  responses: { 204: { description: "The lease is renewed" }, ...problems },
});

memberRoutes.post("/api/v1/nodes/:id/heartbeat", async (c) => {
  const call = await readSignedCall(c, c.req.param("id"));
  if (!call.ok) return problem(c, call.error);
  const heard = await heartbeat(c.env, call.value, systemSources);
  if (!heard.ok) return problem(c, heard.error);
  if (heard.value.noted) c.executionCtx.waitUntil(c.env.SELF.drainOutbox());
  c.executionCtx.waitUntil(keepTime(c.env, Date.now()));
  return c.body(null, 204);
});

memberRoutes.openAPIRegistry.registerPath({
  method: "get",
  path: "/api/v1/nodes/{id}/link",
  operationId: "openNodeLink",
  description: `Opens the link of a node that dials out: a WebSocket, signed with the node's key as a heartbeat is. \
A node that may not is told so by the code with which the socket closes.`,
  request: { params: idParam, query: linkQuery },
  responses: { 101: { description: "The link is open" }, ...problems },
});

memberRoutes.get("/api/v1/nodes/:id/link", async (c) => {
  const isUpgrade = c.req.header("upgrade")?.toLowerCase() === "websocket";
  const query = linkQuery.safeParse(c.req.query());
  const call = await readSignedCall(c, c.req.param("id"));
  const admitted = call.ok && query.success ? await admitLink(c.env, call.value, query.data.epoch, systemSources) : call;
  if (!admitted.ok) return isUpgrade ? closed(admitted.error) : problem(c, admitted.error);
  if (!query.success || !isUpgrade) return problem(c, err("invalid_input", "Open a WebSocket here, with `epoch` of the join.").error);
  return openLink(c.env.NODE_LINK, { id: c.req.param("id"), epoch: query.data.epoch });
});

export const nodeRoutes = serviceApp<RoutesEnv>();

nodeRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/nodes",
    operationId: "listNodes",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(nodeSchema), "Every node that ever joined, by name"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.pageOfNodes(c.var.principal, c.req.valid("query"))),
);

/** A socket that says why it is closed: clients of WebSockets do not see the status of a refused upgrade. */
function closed({ code, detail }: Fault): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  // RFC 6455, 5.5: a reason has at most 123 bytes.
  server.close(code === "conflict" ? linkCloseCodes.replaced : linkCloseCodes.unauthenticated, detail.slice(0, 120));
  return new Response(null, { status: 101, webSocket: client });
}

async function readSignedCall(c: Context, nodeId: string): Promise<Result<SignedCall>> {
  const [keyId, timestamp, nonce, signature] = [
    c.req.header(signatureHeaders.keyId),
    c.req.header(signatureHeaders.timestamp),
    c.req.header(signatureHeaders.nonce),
    c.req.header(signatureHeaders.signature),
  ];
  if (keyId === undefined || timestamp === undefined || nonce === undefined || signature === undefined) {
    return err("unauthenticated", `This needs the headers ${Object.values(signatureHeaders).join(", ")}.`);
  }
  if (nonce === "" || nonce.length > maxNonceLength)
    return err("unauthenticated", `The nonce must have 1 to ${maxNonceLength} characters.`);
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  const { pathname, search } = new URL(c.req.url);
  return ok({
    nodeId,
    method: c.req.method,
    path: pathname + search,
    body: body.value,
    keyId,
    timestamp: Number(timestamp),
    nonce,
    signature,
  });
}

async function readBody(request: Request): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length <= maxBodyBytes ? ok(bytes) : err("too_large", "The body is larger than 64 KiB.");
}
