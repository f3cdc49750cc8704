/** Classify and rerank requests and answers, in the shapes that text-embeddings-inference and its peers speak. */
import * as z from "zod";
import { rerankMethods, type Priority } from "../../../contracts/node-protocol.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import type { Classifications, Ranking } from "../../../contracts/services/ai-models.ts";
import { callPrioritySchema, faultOfTexts, inputSchema, modelNameSchema, textListSchema } from "./text-input.ts";

const usageSchema = z.object({ prompt_tokens: z.int(), total_tokens: z.int() });

export const classifyBodySchema = z.object({
  /** A classifier: an alias, a model's name, or `name@version`. */
  model: modelNameSchema,
  /** One text or up to 2,048. */
  input: inputSchema,
  priority: callPrioritySchema,
});

export const classifyAnswerSchema = z.object({
  object: z.literal("classify"),
  /** For each text every label, the likeliest first. */
  data: z.array(z.array(z.object({ label: z.string(), score: z.number() }))),
  /** `name@version` that computed it. */
  model: z.string(),
  usage: usageSchema,
});

export const rerankBodySchema = z.object({
  /** A model that ranks, or any embedding model. */
  model: modelNameSchema,
  query: z.string().min(1),
  /** Up to 2,048 texts. */
  documents: textListSchema,
  /** Only the so many best. */
  top_n: z.int().positive().optional(),
  /** True: every result brings its document. */
  return_documents: z.boolean().default(false),
  priority: callPrioritySchema,
});

export const rerankAnswerSchema = z.object({
  object: z.literal("rerank"),
  id: z.string(),
  /** Whether query and document were read together, or their vectors compared. */
  method: z.enum(rerankMethods),
  results: z.array(z.object({ index: z.int(), relevance_score: z.number(), document: z.object({ text: z.string() }).optional() })),
  model: z.string(),
  usage: usageSchema,
});

export interface RerankBody {
  model: string;
  query: string;
  documents: string[];
  topN: number | undefined;
  priority: Priority;
  sendBack: boolean;
}

/** `invalid_input` names the field that is wrong. */
export function readClassifyRequest(body: unknown): Result<{ model: string; texts: string[]; priority: Priority }> {
  const parsed = parse<z.output<typeof looseClassifySchema>>(looseClassifySchema, body);
  if (!parsed.ok) return parsed;
  const texts = readTexts("input", parsed.value.input);
  return texts.ok ? ok({ model: parsed.value.model, texts: texts.value, priority: parsed.value.priority }) : texts;
}

/** `invalid_input` names the field that is wrong. */
export function readRerankRequest(body: unknown): Result<RerankBody> {
  const parsed = parse<z.output<typeof looseRerankSchema>>(looseRerankSchema, body);
  if (!parsed.ok) return parsed;
  const { model, query, documents: given, top_n: topN, return_documents: sendBack, priority } = parsed.value;
  const documents = readTexts("documents", given);
  return documents.ok ? ok({ model, query, documents: documents.value, topN, priority, sendBack }) : documents;
}

export function writeClassifyAnswer({ results, model, tokens }: Classifications): z.infer<typeof classifyAnswerSchema> {
  return { object: "classify", data: results, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** `documents` are those that shall go back, by index. */
export function writeRerankAnswer(ranking: Ranking, id: string, documents?: readonly string[]): z.infer<typeof rerankAnswerSchema> {
  const { method, model, tokens } = ranking;
  const results = ranking.results.map(({ index, score }) => {
    const text = documents?.[index];
    return { index, relevance_score: score, ...(text === undefined ? {} : { document: { text } }) };
  });
  return { object: "rerank", id, method, results, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

const looseClassifySchema = classifyBodySchema.extend({ input: z.unknown().optional() });
const looseRerankSchema = rerankBodySchema.extend({ documents: z.unknown().optional() });

function readTexts(field: "input" | "documents", value: unknown): Result<string[]> {
  const fault = field === "documents" && !Array.isArray(value) ? "must be a list of texts" : faultOfTexts(value);
  if (fault !== undefined) return err("invalid_input", `\`${field}\`: ${fault}.`, { fields: [{ path: field, message: fault }] });
  return ok(z.array(z.string()).parse(Array.isArray(value) ? value : [value]));
}
