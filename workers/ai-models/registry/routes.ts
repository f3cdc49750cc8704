/** REST of the registry: OpenAI's list of models, with what we know beyond it, and the aliases. */
import { createRoute, z } from "@hono/zod-openapi";
import { err } from "../../../contracts/result.ts";
import { modelSchema, moveAliasRequestSchema, type AiModelsService, type ModelView } from "../../../contracts/services/ai-models.ts";
import { serviceApp } from "../../kit/app.ts";
import { jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import { readModelReference, writeModelReference } from "../domain/model-reference.ts";

/** A model as OpenAI's clients read it, and the rest of what is registered. */
const listedModelSchema = modelSchema.omit({ registeredAt: true }).extend({
  /** `name@version`, which every route takes as `model`. */
  id: z.string(),
  object: z.literal("model"),
  /** Epoch seconds. */
  created: z.int(),
  owned_by: z.string(),
});

export const registryRoutes = serviceApp<{ SELF: AiModelsService }>();

registryRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models",
    operationId: "listModels",
    responses: { 200: jsonAnswer(z.object({ object: z.literal("list"), data: z.array(listedModelSchema) }), "Newest first"), ...problems },
  }),
  async (c) => {
    const models = await c.env.SELF.models(c.var.principal);
    return models.ok ? c.json({ object: "list", data: models.value.map(listed) }) : problem(c, models.error);
  },
);

registryRoutes.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/models/{model}",
    operationId: "getModel",
    request: { params: z.object({ model: z.string().min(1).max(400) }) },
    responses: { 200: jsonAnswer(listedModelSchema, "The version that this alias, name or `name@version` means now"), ...problems },
  }),
  async (c) => {
    const reference = c.req.valid("param").model;
    const models = await c.env.SELF.models(c.var.principal);
    if (!models.ok) return problem(c, models.error);
    const { name, version } = readModelReference(reference);
    const aliased = version === undefined ? models.value.find(({ aliases }) => aliases.includes(name)) : undefined;
    const found = aliased ?? models.value.find((model) => model.name === name && (version === undefined || model.version === version));
    return found ? c.json(listed(found)) : problem(c, err("not_found", `There is no model or alias \`${reference}\`.`).error);
  },
);

registryRoutes.openapi(
  createRoute({
    method: "put",
    path: "/api/v1/models/aliases/{alias}",
    operationId: "moveAlias",
    request: { params: z.object({ alias: z.string() }), body: jsonBody(moveAliasRequestSchema.omit({ alias: true })) },
    responses: { 200: jsonAnswer(modelSchema, "The version that the alias means from now on"), ...problems },
  }),
  async (c) => {
    const target = moveAliasRequestSchema.omit({ alias: true }).parse(await c.req.json());
    return answer(c, await c.env.SELF.moveAlias(c.var.principal, { alias: c.req.valid("param").alias, ...target }));
  },
);

function listed({ registeredAt, ...model }: ModelView): z.infer<typeof listedModelSchema> {
  return {
    id: writeModelReference(model),
    object: "model",
    created: Math.floor(Date.parse(registeredAt) / 1_000),
    owned_by: "paissive",
    ...model,
  };
}
