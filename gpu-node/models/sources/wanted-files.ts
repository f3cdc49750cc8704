/** Which files of a model's repository a node needs: those that Transformers and Sentence Transformers publish beside the ONNX graph. */
import { basename } from "node:path/posix";
import { err, ok, type Result } from "../../../contracts/result.ts";

const needed = ["config.json", "tokenizer.json"] as const;
const useful = ["tokenizer_config.json", "sentence_bert_config.json", "modules.json", "1_Pooling/config.json"] as const;
const usualGraphs = ["model.onnx", "onnx/model.onnx"] as const;

export interface WantedFile {
  /** Path in the repository. */
  from: string;
  /** Path in the model's folder. */
  to: string;
}

/**
 * The files to fetch out of those that `paths` names. `graph` is the graph to take where a repository has several
 * (`onnx/model_fp16.onnx`). `unavailable` names what is missing.
 */
export function wantedFiles(paths: Iterable<string>, graph?: string): Result<WantedFile[]> {
  const present = new Set(paths);
  const chosen = graph === undefined ? usualGraphs.find((path) => present.has(path)) : present.has(graph) ? graph : undefined;
  if (chosen === undefined) {
    const others = [...present].filter((path) => path.endsWith(".onnx")).slice(0, 8);
    const hint = others.length > 0 ? ` It has ${others.join(", ")}: choose with #graph=.` : "";
    return err("unavailable", `it has no ${graph ?? usualGraphs.join(" or ")}.${hint}`, { retryable: false });
  }
  const missing = needed.find((path) => !present.has(path));
  if (missing !== undefined) return err("unavailable", `it has no ${missing}.`, { retryable: false });
  const companions = [...needed, ...useful].filter((path) => present.has(path));
  // Weights in files of their own keep the name that the graph knows them by.
  const weights = [...present].filter((path) => path.startsWith(`${chosen}_data`) || path === `${chosen}.data`);
  const beside = weights.map((path) => ({ from: path, to: basename(path) }));
  return ok([{ from: chosen, to: "model.onnx" }, ...beside, ...companions.map((path) => ({ from: path, to: path }))]);
}
