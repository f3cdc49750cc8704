/** Recipe of a model that lies in a folder: any encoder of BERT's family, exported to ONNX. */
import { basename } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import { SentenceTokenizer } from "../core/sentence-tokenizer.ts";
import { readDirectory, type DirectoryModel } from "./directory-files.ts";
import { adaptEncoder } from "./encoder-graph.ts";
import type { BuiltModel, Recipe } from "./model-store.ts";
import { checkNeighbours } from "./neighbour-check.ts";

/** Rises when adapting changes what it writes. */
export const adaptingRevision = 1;

/** Texts of very different length and kind: what a scale of the whole batch would show on. */
const probes = [
  "Fine.",
  "The battery lasts about ten hours, which is less than they say.",
  "WORST PURCHASE EVER!!! 1/10, it broke, they would not take it back and nobody answers the phone.",
  "a",
  "We have used this in our kitchen for two years now, every single day, and apart from a scratch on the lid it is as good as new.",
  "0.5 mg/kg, p < 0.001 (n = 42)",
];

/** `unavailable` with the reason when the folder, its files or its graph cannot be used. */
export function directoryRecipe(name: string, folder: string): Recipe {
  return {
    name,
    slot: `${name}-directory`,
    origin: async () => {
      const files = await readDirectory(folder);
      return files.ok ? ok(`${files.value.digest}, revision ${adaptingRevision}`) : files;
    },
    // Where it lies on this machine is nobody else's business.
    about: () => ({ manifest: { source: `directory:${basename(folder)}` } }),
    build: () => buildDirectory(name, folder),
  };
}

/** The model in a folder, prepared. `unavailable` with the reason when it cannot be used. */
export async function buildDirectory(name: string, folder: string): Promise<Result<BuiltModel>> {
  const files = await readDirectory(folder);
  if (!files.ok) return files;
  const built = await build(files.value);
  return built.ok ? built : err("unavailable", `${name} in ${folder}: ${built.error.detail}`, { retryable: false });
}

async function build(files: DirectoryModel): Promise<Result<BuiltModel>> {
  const { task, labels, maxTokens } = files;
  const tokenizer = readTokenizer(files);
  if (!tokenizer.ok) return tokenizer;
  const separator = tokenizer.value.encode("a").ids.at(-1) ?? 0;
  const adapted = adaptEncoder(files.graph, { ...files, separator });
  if (!adapted.ok) return adapted;
  const { graph, dimensions } = adapted.value;
  const rows = probes.map((text, i) => {
    const { ids } = task === "rerank" ? tokenizer.value.encodePair(probes.at(i - 1) ?? "", text) : tokenizer.value.encode(text);
    return Int32Array.from(ids);
  });
  const checked = await checkNeighbours(graph, dimensions, rows);
  if (!checked.ok) return checked;
  return ok({ graph, tokenizer: files.tokenizer, properties: { task, dimensions, maxTokens, ...(labels ? { labels } : {}) } });
}

function readTokenizer({ tokenizer, maxTokens }: DirectoryModel): Result<SentenceTokenizer> {
  try {
    return ok(new SentenceTokenizer(tokenizer.toString("utf8"), maxTokens));
  } catch (cause) {
    return err("invalid_input", `tokenizer.json cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
