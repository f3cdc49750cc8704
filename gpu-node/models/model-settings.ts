/** The part of the node's settings that says which models it serves, and whence. */
import { readFileSync } from "node:fs";
import * as z from "zod";
import { err, type Result } from "../../contracts/result.ts";
import { modelForms, servedForm } from "./model-form.ts";
import { defaultModelList, readModelList } from "./model-list.ts";
import type { ModelChoice } from "./servable-model.ts";
import type { SourceSettings } from "./sources/source-of.ts";

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

export const modelEnvironment = {
  /** Models to serve, with commas between them, or `@` and a file that holds them; the first is loaded at the start. */
  PAISSIVE_NODE_MODELS: z.string().default(defaultModelList),
  /** Form of the weights of the models that come with the node; each form is a version of its own. */
  PAISSIVE_NODE_WEIGHTS: z.enum(modelForms).default(servedForm),
  /** Folder of prepared models. */
  PAISSIVE_MODEL_DIR: z.string().min(1).default(".paissive/models"),
  /** Megabytes that the folder may take. Default: no bound but the disk. */
  PAISSIVE_MODEL_DISK_MB: z.coerce.number().int().min(1).max(1_073_741_824).optional(),
  /** The hub of `hf:` addresses, and the token for gated models: the names that the hub's own tools have. */
  HF_ENDPOINT: httpUrl.default("https://huggingface.co"),
  HF_TOKEN: z.string().min(1).optional(),
  /** The registry of `npm:` addresses. */
  PAISSIVE_NPM_REGISTRY: httpUrl.default("https://registry.npmjs.org"),
  /** The S3 endpoint of `r2:` addresses, with a key that may read. */
  PAISSIVE_R2_ENDPOINT: httpUrl.optional(),
  PAISSIVE_R2_ACCESS_KEY_ID: z.string().min(1).optional(),
  PAISSIVE_R2_SECRET_ACCESS_KEY: z.string().min(1).optional(),
} as const;

export type ModelEnvironment = z.infer<z.ZodObject<typeof modelEnvironment>>;
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The models of the list; a list in a file is read from there at every call. `variables` may hold keys of upstreams. `invalid_input` says what is
 * wrong.
 */
export function modelsOf(env: ModelEnvironment, variables: Variables): Result<ModelChoice[]> {
  const { PAISSIVE_NODE_MODELS: list, PAISSIVE_NODE_WEIGHTS: form } = env;
  if (!list.startsWith("@")) return readModelList(list, sourcesOf(env, variables), form);
  try {
    return readModelList(`${readFileSync(list.slice(1), "utf8")}\n`, sourcesOf(env, variables), form);
  } catch {
    return err("invalid_input", `the file ${list.slice(1)} cannot be read`);
  }
}

function sourcesOf(env: ModelEnvironment, variables: Variables): SourceSettings {
  const { PAISSIVE_R2_ENDPOINT: endpoint, PAISSIVE_R2_ACCESS_KEY_ID: accessKeyId, PAISSIVE_R2_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return {
    hub: { base: new URL(env.HF_ENDPOINT), token: env.HF_TOKEN },
    registry: new URL(env.PAISSIVE_NPM_REGISTRY),
    upstreamKey: (model) => variables[`PAISSIVE_UPSTREAM_KEY_${model.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`] || undefined,
    r2: endpoint && accessKeyId && secretAccessKey ? { endpoint: new URL(endpoint), accessKeyId, secretAccessKey } : undefined,
  };
}
