/** REST of the monitor. */
import { createRoute, z } from "@hono/zod-openapi";
import { authorizeOperator } from "../../../contracts/principal.ts";
import { ok } from "../../../contracts/result.ts";
import type { AiModelsService } from "../../../contracts/services/ai-models.ts";
import {
  alertRuleSchema,
  alertRuleViewSchema,
  alertSchema,
  comparisonQuerySchema,
  comparisonSchema,
  installationUsageSchema,
  metricsQuerySchema,
  metricsSchema,
  putAlertRuleSchema,
  usageQuerySchema,
  usageSchema,
} from "../../../contracts/services/model-monitor.ts";
import { needs, serviceApp } from "../../kit/app.ts";
import { requiredVersionOf } from "../../kit/entity-tag.ts";
import { changedSince, jsonAnswer, jsonBody, makingHeaders, problems, versionWanted } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";

const ruleParam = z.object({ rule: putAlertRuleSchema.shape.id });

export const monitorRoutes = serviceApp<{ SELF: AiModelsService }>();

monitorRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models/metrics",
    operationId: "getModelMetrics",
    request: { query: metricsQuerySchema },
    responses: { 200: jsonAnswer(metricsSchema, "What was measured of each version or node, over time"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.metrics(c.var.principal, c.req.valid("query"))),
);

monitorRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models/metrics/comparison",
    operationId: "compareModelVersions",
    middleware: needs("models:read"),
    request: { query: comparisonQuerySchema },
    responses: { 200: jsonAnswer(comparisonSchema, "Two versions in the same window, and how they differ"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.compareVersions(c.var.principal, c.req.valid("query"))),
);

monitorRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models/alerts",
    operationId: "listModelAlerts",
    responses: { 200: jsonAnswer(z.object({ items: z.array(alertSchema) }), "Every rule and how it stands, by id"), ...problems },
  }),
  async (c) => {
    const alerts = await c.env.SELF.alerts(c.var.principal);
    return answer(c, alerts.ok ? ok({ items: alerts.value }) : alerts);
  },
);

monitorRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models/alert-rules",
    operationId: "listAlertRules",
    responses: { 200: jsonAnswer(z.object({ items: z.array(alertRuleViewSchema) }), "Every rule, by id, and whom it tells"), ...problems },
  }),
  async (c) => {
    const rules = await c.env.SELF.alertRules(c.var.principal);
    return answer(c, rules.ok ? ok({ items: rules.value }) : rules);
  },
);

monitorRoutes.openapi(
  createRoute({
    method: "put",
    path: "/api/v1/models/alert-rules/{rule}",
    operationId: "putAlertRule",
    request: { params: ruleParam, headers: makingHeaders, body: jsonBody(alertRuleSchema) },
    responses: {
      200: jsonAnswer(alertRuleViewSchema, "The rule, made or replaced, and measured"),
      ...problems,
      ...changedSince,
      ...versionWanted,
    },
  }),
  async (c) => {
    const allowed = authorizeOperator(c.var.principal);
    if (!allowed.ok) return problem(c, allowed.error);
    const expected = requiredVersionOf(c.req.header("if-match"), c.req.header("if-none-match"));
    if (!expected.ok) return problem(c, expected.error);
    const rule = alertRuleSchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.putAlertRule(c.var.principal, { ...rule, id: c.req.valid("param").rule }, expected.value));
  },
);

monitorRoutes.openapi(
  createRoute({
    method: "delete",
    path: "/api/v1/models/alert-rules/{rule}",
    operationId: "deleteAlertRule",
    request: { params: ruleParam },
    responses: { 204: { description: "It is gone; an alert that stood is cleared" }, ...problems },
  }),
  async (c) => {
    const deleted = await c.env.SELF.deleteAlertRule(c.var.principal, c.req.valid("param").rule);
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.error);
  },
);

monitorRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/usage",
    operationId: "getUsage",
    request: { query: usageQuerySchema },
    responses: { 200: jsonAnswer(usageSchema, "What the organisation used of the models, by who asked"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.usage(c.var.principal, c.req.valid("query"))),
);

monitorRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/usage/organisations",
    operationId: "getInstallationUsage",
    request: { query: usageQuerySchema },
    responses: { 200: jsonAnswer(installationUsageSchema, "What every organisation used of the models"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.installationUsage(c.var.principal, c.req.valid("query"))),
);
