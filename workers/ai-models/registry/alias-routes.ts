/** REST of the aliases: what they mean, and what the operator does to them. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { fallbackPolicySchema } from "../../../contracts/model-fallback.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import { modelSchema, type AiModelsService } from "../../../contracts/services/ai-models.ts";
import {
  aliasDetailSchema,
  aliasSchema,
  moveAliasRequestSchema,
  setCanaryRequestSchema,
} from "../../../contracts/services/model-registry.ts";
import { authorizeOperator } from "../../../contracts/principal.ts";
import { serviceApp, type ServiceContext } from "../../kit/app.ts";
import { expectedVersionOf, requiredVersionOf } from "../../kit/entity-tag.ts";
import { changedSince, jsonAnswer, makingHeaders, problems, versionedHeaders, versionWanted } from "../../kit/openapi.ts";
import { answer, answerLive, problem } from "../../kit/problem.ts";

export const aliasRoutes = serviceApp<{ SELF: AiModelsService }>();

const params = z.object({ alias: moveAliasRequestSchema.shape.alias });
const path = "/api/v1/models/aliases/{alias}";
const target = { model: "all-minilm-l6-v2", version: "1.1.0" };
const failures = { ...problems, ...changedSince };
const body = (schema: z.ZodType, example: unknown) => ({ required: true, content: { "application/json": { schema, example } } });

aliasRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models/aliases",
    operationId: "listModelAliases",
    responses: { 200: jsonAnswer(z.object({ items: z.array(aliasSchema) }), "Every alias, by name"), ...problems },
  }),
  async (c) => {
    const aliases = await c.env.SELF.aliases(c.var.principal);
    return answer(c, aliases.ok ? ok({ items: aliases.value }) : aliases);
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "get",
    path,
    operationId: "getModelAlias",
    request: { params },
    responses: { 200: jsonAnswer(aliasDetailSchema, "The alias and what it has meant, the latest first"), ...problems },
  }),
  async (c) => answerLive(c, await c.env.SELF.alias(c.var.principal, c.req.valid("param").alias)),
);

aliasRoutes.openapi(
  createRoute({
    method: "put",
    path,
    operationId: "moveAlias",
    description: "Everybody gets this version from now on; a canary ends. Makes the alias when it is not there. Needs the operator.",
    request: { params, headers: makingHeaders, body: body(moveAliasRequestSchema.omit({ alias: true }), target) },
    responses: { 200: jsonAnswer(modelSchema, "The version that the alias means from now on"), ...failures, ...versionWanted },
  }),
  async (c) => {
    const expected = demanded(c);
    if (!expected.ok) return problem(c, expected.error);
    const given = moveAliasRequestSchema.omit({ alias: true }).parse(await c.req.json());
    return answer(c, await c.env.SELF.moveAlias(c.var.principal, { alias: c.req.valid("param").alias, ...given }, expected.value));
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "put",
    path: `${path}/canary`,
    operationId: "setModelCanary",
    description: "A share of organisations, always the same ones, gets this version. Needs the operator.",
    request: { params, headers: versionedHeaders, body: body(setCanaryRequestSchema.omit({ alias: true }), { ...target, percent: 10 }) },
    responses: { 200: jsonAnswer(aliasSchema, "The alias"), ...failures, ...versionWanted },
  }),
  async (c) => {
    const expected = demanded(c);
    if (!expected.ok) return problem(c, expected.error);
    const given = setCanaryRequestSchema.omit({ alias: true }).parse(await c.req.json());
    return answer(c, await c.env.SELF.setCanary(c.var.principal, { alias: c.req.valid("param").alias, ...given }, expected.value));
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "delete",
    path: `${path}/canary`,
    operationId: "endModelCanary",
    description: "Everybody gets what the alias means. Needs the operator.",
    request: { params, headers: versionedHeaders },
    responses: { 200: jsonAnswer(aliasSchema, "The alias"), ...failures },
  }),
  async (c) => {
    const expected = expectedVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    return answer(c, await c.env.SELF.endCanary(c.var.principal, c.req.valid("param").alias, expected.value));
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "post",
    path: `${path}/promote`,
    operationId: "promoteModelCanary",
    description: "The canary becomes what the alias means. Needs the operator.",
    request: { params, headers: versionedHeaders },
    responses: { 200: jsonAnswer(aliasSchema, "The alias"), ...failures },
  }),
  async (c) => {
    const expected = expectedVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    return answer(c, await c.env.SELF.promote(c.var.principal, c.req.valid("param").alias, expected.value));
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "post",
    path: `${path}/rollback`,
    operationId: "rollBackModelAlias",
    description: "Back to what the alias meant before: without its canary, or else the version before this one. Needs the operator.",
    request: { params, headers: versionedHeaders },
    responses: { 200: jsonAnswer(aliasSchema, "The alias"), ...failures },
  }),
  async (c) => {
    const expected = expectedVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    return answer(c, await c.env.SELF.rollBack(c.var.principal, c.req.valid("param").alias, expected.value));
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "put",
    path: `${path}/fallback`,
    operationId: "setModelFallback",
    description: "What is asked when the version that the alias means cannot answer. Needs the operator.",
    request: {
      params,
      headers: versionedHeaders,
      body: body(fallbackPolicySchema, { strategies: ["specified-list", "model-type"], models: ["all-minilm-l6-v2"], maxAttempts: 2 }),
    },
    responses: { 200: jsonAnswer(aliasSchema, "The alias"), ...failures, ...versionWanted },
  }),
  async (c) => {
    const expected = demanded(c);
    if (!expected.ok) return problem(c, expected.error);
    const policy = fallbackPolicySchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.setFallback(c.var.principal, c.req.valid("param").alias, policy, expected.value));
  },
);

aliasRoutes.openapi(
  createRoute({
    method: "delete",
    path: `${path}/fallback`,
    operationId: "removeModelFallback",
    description: "Nothing is asked in its place from now on. Needs the operator.",
    request: { params, headers: versionedHeaders },
    responses: { 200: jsonAnswer(aliasSchema, "The alias"), ...failures },
  }),
  async (c) => {
    const expected = expectedVersionOf(c.req.header("if-match"));
    if (!expected.ok) return problem(c, expected.error);
    return answer(c, await c.env.SELF.setFallback(c.var.principal, c.req.valid("param").alias, null, expected.value));
  },
);

/** The revision that a change wants. Who may not change it learns nothing of what it wants. */
function demanded(c: Context<ServiceContext<{ SELF: AiModelsService }>>): Result<number | undefined> {
  const allowed = authorizeOperator(c.var.principal);
  return allowed.ok ? requiredVersionOf(c.req.header("if-match"), c.req.header("if-none-match")) : allowed;
}
