/** What the door answers by itself, as its part of the OpenAPI document. */
import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import type { ServiceContract } from "../../contracts/services/common.ts";
import { doorHealthSchema, limitsSchema, serviceStatusSchema } from "../../contracts/services/gateway.ts";
import { contractOf } from "../kit/contract.ts";
import { jsonAnswer, problems } from "../kit/openapi.ts";

/** Paths that the door answers, all of them read only. */
export const ownPaths = {
  health: "/api/v1/health",
  openApi: "/api/v1/openapi.json",
  services: "/api/v1/services",
  limits: "/api/v1/limits",
} as const;

let contract: ServiceContract | undefined;

export function ownContract(): ServiceContract {
  contract ??= described();
  return contract;
}

function described(): ServiceContract {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  registry.registerPath({
    method: "get",
    path: ownPaths.health,
    operationId: "health",
    summary: "Whether the door answers",
    security: [],
    responses: { 200: jsonAnswer(doorHealthSchema, "It does") },
  });
  registry.registerPath({
    method: "get",
    path: ownPaths.openApi,
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
    path: ownPaths.services,
    operationId: "listServices",
    summary: "Services with version, contract and dependencies, and which of them answer",
    responses: { 200: jsonAnswer(z.object({ items: z.array(serviceStatusSchema) }), "The gateway and every service"), ...problems },
  });
  registry.registerPath({
    method: "get",
    path: ownPaths.limits,
    operationId: "getLimits",
    summary: "What the plan of the organisation allows, and what of it is left",
    responses: { 200: jsonAnswer(limitsSchema, "The plan and its quotas"), ...problems },
  });
  return contractOf(app);
}
