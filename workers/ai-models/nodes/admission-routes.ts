/** REST of who may join, for the operator: one-time tokens, and the end of a node. */
import { createRoute, z } from "@hono/zod-openapi";
import { pageQuerySchema, pageSchema } from "../../../contracts/page.ts";
import type { AiModelsService } from "../../../contracts/services/ai-models.ts";
import { issuedJoinTokenSchema, issueJoinTokenRequestSchema, joinTokenSchema } from "../../../contracts/services/node-admission.ts";
import { serviceApp } from "../../kit/app.ts";
import { idParam, jsonAnswer, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";

export const admissionRoutes = serviceApp<{ SELF: AiModelsService }>();

const tokenParam = z.object({ token: z.string().min(1).max(100) });

admissionRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/nodes/join-tokens",
    operationId: "issueJoinToken",
    description: "A token with which one node can join. Needs the operator.",
    request: {
      body: {
        required: true,
        content: { "application/json": { schema: issueJoinTokenRequestSchema, example: { nodeName: "desk", expiresInSeconds: 3_600 } } },
      },
    },
    responses: { 201: jsonAnswer(issuedJoinTokenSchema, "The token, shown once"), ...problems },
  }),
  async (c) => {
    const request = issueJoinTokenRequestSchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.issueJoinToken(c.var.principal, request), 201, { "cache-control": "no-store" });
  },
);

admissionRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/nodes/join-tokens",
    operationId: "listJoinTokens",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(joinTokenSchema), "Tokens without their secret, the latest first"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.joinTokens(c.var.principal, c.req.valid("query"))),
);

admissionRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/nodes/join-tokens/{token}",
    operationId: "revokeJoinToken",
    description: "Nobody joins with it any more. `token` is its id. Needs the operator.",
    request: { params: tokenParam },
    responses: { 204: { description: "It is revoked" }, ...problems },
  }),
  async (c) => {
    const revoked = await c.env.SELF.revokeJoinToken(c.var.principal, c.req.valid("param").token);
    return revoked.ok ? c.body(null, 204) : problem(c, revoked.error);
  },
);

admissionRoutes.openapi(
  createRoute({
    method: "put",
    path: "/api/v1/nodes/{id}/drain",
    operationId: "drainNode",
    description: "The node gets no new calls and finishes what it has, also after it has joined again. Needs the operator.",
    request: { params: idParam },
    responses: { 204: { description: "It is drained" }, ...problems },
  }),
  async (c) => {
    const drained = await c.env.SELF.setDraining(c.var.principal, { id: c.req.valid("param").id, draining: true });
    return drained.ok ? c.body(null, 204) : problem(c, drained.error);
  },
);

admissionRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/nodes/{id}/drain",
    operationId: "resumeNode",
    description: "The node gets calls again. Needs the operator.",
    request: { params: idParam },
    responses: { 204: { description: "It gets calls" }, ...problems },
  }),
  async (c) => {
    const resumed = await c.env.SELF.setDraining(c.var.principal, { id: c.req.valid("param").id, draining: false });
    return resumed.ok ? c.body(null, 204) : problem(c, resumed.error);
  },
);

admissionRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/nodes/{id}",
    operationId: "revokeNode",
    description:
      "The node is a member no more: its key is dead, its link closed, its one-time token revoked, its name free. Needs the operator.",
    request: { params: idParam },
    responses: { 204: { description: "It is revoked" }, ...problems },
  }),
  async (c) => {
    const revoked = await c.env.SELF.revokeNode(c.var.principal, c.req.valid("param").id);
    return revoked.ok ? c.body(null, 204) : problem(c, revoked.error);
  },
);
