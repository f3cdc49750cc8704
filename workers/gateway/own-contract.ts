/** What the door answers by itself, as its part of the OpenAPI document. */
import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { serviceNames, type ServiceContract } from "../../contracts/services/common.ts";
import { contractOf } from "../kit/contract.ts";
import { jsonAnswer, problems } from "../kit/openapi.ts";

const healthSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  degraded: z.array(z.object({ part: z.enum([...serviceNames, "settings", "load"]), reason: z.string() })).optional(),
});

/** Why the health is not `ok`, one sentence each. */
const reasons = z.array(z.string());

const serviceStatusSchema = z.discriminatedUnion("reachable", [
  z.object({ service: z.enum(serviceNames), reachable: z.literal(false), health: z.literal("unreachable"), reasons }),
  z.object({
    service: z.enum(serviceNames),
    reachable: z.literal(true),
    /** `degraded`: it answers, and something that it needs does not, or it failed several times in a row at this door. */
    health: z.enum(["ok", "degraded"]),
    reasons,
    version: z.string(),
    /** What it was deployed from (`BUILD_ID`); absent where nobody said. */
    build: z.string().optional(),
    /** SHA-256 of the service's part of this document. */
    contract: z.string(),
    dependencies: z.array(z.enum(serviceNames)),
    handles: z.array(z.string()).optional(),
  }),
]);

export function ownContract(): ServiceContract {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  registry.registerPath({
    method: "get",
    path: "/api/v1/health",
    operationId: "health",
    summary: "Whether the door answers",
    security: [],
    responses: { 200: jsonAnswer(healthSchema, "It does") },
  });
  registry.registerPath({
    method: "get",
    path: "/api/v1/openapi.json",
    operationId: "openApi",
    summary: "This document",
    security: [],
    responses: {
      200: {
        ...jsonAnswer(z.record(z.string(), z.unknown()), "OpenAPI 3.1"),
        headers: { etag: { description: "SHA-256 of the document, for `If-None-Match`", required: true, schema: { type: "string" } } },
      },
    },
  });
  registry.registerPath({
    method: "get",
    path: "/api/v1/services",
    operationId: "listServices",
    summary: "Services with version, contract and dependencies, and which of them answer",
    responses: { 200: jsonAnswer(z.object({ items: z.array(serviceStatusSchema) }), "Every service"), ...problems },
  });
  return contractOf(app);
}
