/** Reads an encoder from a folder in the layout of Hugging Face and Sentence Transformers, and says what kind of model it is. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { ModelTask } from "../../contracts/node-protocol.ts";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import { withExternalWeights } from "./external-weights.ts";

export const poolings = ["mean", "cls", "last-token"] as const;
export type Pooling = (typeof poolings)[number];

export interface DirectoryModel {
  /** With all its weights inside. */
  graph: Uint8Array;
  tokenizer: Buffer;
  task: ModelTask;
  /** Of an embedding model: how the states of its tokens become one vector. */
  pooling: Pooling;
  /** Numbers of a token's state, when `config.json` says. */
  hiddenSize: number | undefined;
  maxTokens: number;
  /** Of a classifier. */
  labels: string[] | undefined;
  /** True: each label is judged by itself; false: the labels' probabilities add up to 1. */
  multiLabel: boolean;
  /** SHA-256 over everything read. */
  digest: string;
}

const configSchema = z.object({
  architectures: z.array(z.string()).default([]),
  model_type: z.string().default(""),
  hidden_size: z.int().positive().optional(),
  /** What DistilBERT calls `hidden_size`. */
  dim: z.int().positive().optional(),
  max_position_embeddings: z.int().positive().optional(),
  pad_token_id: z.int().min(0).nullish(),
  id2label: z.record(z.string(), z.string()).optional(),
  problem_type: z.string().nullish(),
});
const poolingSchema = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
  pooling_mode_max_tokens: z.boolean().default(false),
  pooling_mode_mean_sqrt_len_tokens: z.boolean().default(false),
  pooling_mode_weightedmean_tokens: z.boolean().default(false),
});
const sentenceSchema = z.object({ max_seq_length: z.int().positive().nullish() });
/** What Sentence Transformers does with a text, step by step. */
const modulesSchema = z.array(z.object({ type: z.string() }));
/** The steps that are built into the prepared graph. */
const knownModules: ReadonlySet<string> = new Set(["Transformer", "Pooling", "Normalize"]);
/** Where there is no limit, `model_max_length` is a number without meaning, such as 1e30. */
const tokenizerSchema = z.object({ model_max_length: z.number().positive().nullish() });

/** What is assumed of a model whose files name no longest text: BERT's. */
const usualMaxTokens = 512;
/** Their position tables begin after the padding token. */
const offsetPositions: ReadonlySet<string> = new Set(["roberta", "xlm-roberta", "camembert", "mpnet"]);

/**
 * Needs `config.json`, `tokenizer.json` and `model.onnx` (or `onnx/model.onnx`), and the files of weights that the graph names beside it; reads `modules.json`, `1_Pooling/config.json`, `sentence_bert_config.json` and
 * `tokenizer_config.json` where they are. `unavailable` names the file that is missing or makes no sense.
 */
export async function readDirectory(folder: string): Promise<Result<DirectoryModel>> {
  const hash = createHash("sha256");
  const read = async (name: string) => {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes) hash.update(`${name} ${bytes.length}\n`).update(bytes);
    return bytes;
  };
  const atTop = await read("model.onnx");
  const alone = atTop ?? (await read("onnx/model.onnx"));
  if (!alone) return refused(folder, "has no model.onnx");
  const graph = await withExternalWeights(alone, (name) => read(atTop ? name : `onnx/${name}`));
  if (!graph.ok) return err("unavailable", `The model folder ${folder} cannot be used: ${graph.error.detail}`, { retryable: false });
  const tokenizer = await read("tokenizer.json");
  if (!tokenizer) return refused(folder, "has no tokenizer.json");
  const config = parseFile(configSchema, await read("config.json"));
  if (!config) return refused(folder, "has no config.json that can be read");
  const poolingFile = await read("1_Pooling/config.json");
  const pooling = poolingFile ? poolingOf(parseFile(poolingSchema, poolingFile)) : "mean";
  if (!pooling) return refused(folder, "pools in a way that is not supported (1_Pooling/config.json): mean, cls and lasttoken are");
  const modulesFile = await read("modules.json");
  const modules = modulesFile ? parseFile(modulesSchema, modulesFile) : [];
  if (!modules) return refused(folder, "has no modules.json that can be read");
  const further = modules.map(({ type }) => type.split(".").at(-1) ?? type).find((type) => !knownModules.has(type));
  if (further !== undefined)
    return refused(folder, `has a further step, ${further} (modules.json), which is not supported: its vectors would be other ones`);
  const sentence = parseFile(sentenceSchema, await read("sentence_bert_config.json"));
  const limits = parseFile(tokenizerSchema, await read("tokenizer_config.json"));
  const labels = config.id2label && Object.keys(config.id2label).map((_, index) => config.id2label?.[String(index)] ?? String(index));
  const classifies = config.architectures.some((name) => name.endsWith("ForSequenceClassification"));
  const task = classifies ? (labels?.length === 1 ? "rerank" : "classification") : "embedding";
  return ok({
    graph: graph.value,
    tokenizer,
    task,
    pooling,
    hiddenSize: config.hidden_size ?? config.dim,
    maxTokens: Math.min(sentence?.max_seq_length ?? Infinity, limits?.model_max_length ?? Infinity, positionsOf(config)),
    // What Transformers assumes of a classifier that names no labels.
    labels: task === "classification" ? (labels ?? ["LABEL_0", "LABEL_1"]) : undefined,
    multiLabel: config.problem_type === "multi_label_classification",
    digest: hash.digest("hex"),
  });
}

function positionsOf({ model_type: type, max_position_embeddings: positions, pad_token_id: pad }: z.infer<typeof configSchema>): number {
  if (positions === undefined) return usualMaxTokens;
  return offsetPositions.has(type) ? positions - (pad ?? 1) - 1 : positions;
}

/** Undefined when the mode is another one, or when several are joined. */
function poolingOf(modes: z.infer<typeof poolingSchema> | undefined): Pooling | undefined {
  const chosen = Object.entries(modes ?? {}).flatMap(([mode, on]) => (on ? [mode] : []));
  if (chosen.length !== 1) return undefined;
  const known: Record<string, Pooling> = {
    pooling_mode_mean_tokens: "mean",
    pooling_mode_cls_token: "cls",
    pooling_mode_lasttoken: "last-token",
  };
  return known[chosen[0] ?? ""];
}

function parseFile<T>(schema: z.ZodType<T>, bytes: Buffer | undefined): T | undefined {
  try {
    return bytes && schema.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    return undefined;
  }
}

function refused(folder: string, what: string): Err {
  return err("unavailable", `The model folder ${folder} ${what}.`, { retryable: false });
}
