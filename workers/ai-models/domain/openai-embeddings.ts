/** OpenAI's embeddings request and answer (https://platform.openai.com/docs/api-reference/embeddings). */
import * as z from "zod";
import type { Priority } from "../../../contracts/node-protocol.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import type { Embeddings } from "../../../contracts/services/ai-models.ts";
import { callPrioritySchema, faultOfTexts, inputSchema, modelNameSchema } from "./text-input.ts";
import { base64OfRow, rowOf } from "./vectors.ts";

export const embeddingsRequestSchema = z.object({
  /** An alias, a model's name, or `name@version`. */
  model: modelNameSchema,
  /** One text or up to 2,048. */
  input: inputSchema,
  encoding_format: z.enum(["float", "base64"]).default("float"),
  dimensions: z.int().positive().optional(),
  priority: callPrioritySchema,
  /** Taken for the sake of clients that send it, and not used. */
  user: z.string().optional(),
});

/** The input is looked at by hand, for messages that say which of its forms is wrong and how. */
const looseSchema = embeddingsRequestSchema.extend({ input: z.unknown().optional() });

export interface EmbeddingsRequest {
  model: string;
  texts: string[];
  format: "float" | "base64";
  priority: Priority;
  dimensions?: number;
}

export const embeddingsAnswerSchema = z.object({
  object: z.literal("list"),
  data: z.array(z.object({ object: z.literal("embedding"), index: z.int(), embedding: z.union([z.array(z.number()), z.string()]) })),
  /** `name@version` that computed them. */
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
});
export type EmbeddingsAnswer = z.infer<typeof embeddingsAnswerSchema>;

/** `invalid_input` names the field that is wrong. */
export function readEmbeddingsRequest(body: unknown): Result<EmbeddingsRequest> {
  const parsed = parse<z.output<typeof looseSchema>>(looseSchema, body);
  if (!parsed.ok) return parsed;
  const { model, input, encoding_format: format, priority, dimensions } = parsed.value;
  const fault = faultOfTexts(input);
  if (fault !== undefined) return err("invalid_input", `\`input\`: ${fault}.`, { fields: [{ path: "input", message: fault }] });
  const texts = z.array(z.string()).parse(Array.isArray(input) ? input : [input]);
  return ok({ model, texts, format, priority, ...(dimensions === undefined ? {} : { dimensions }) });
}

export function writeEmbeddingsAnswer({ model, vectors, dimensions, tokens }: Embeddings, format: "float" | "base64"): EmbeddingsAnswer {
  const rows = Array.from({ length: vectors.length / dimensions }, (_, index) => rowOf(vectors, dimensions, index));
  return {
    object: "list",
    data: rows.map((row, index) => ({ object: "embedding", index, embedding: format === "base64" ? base64OfRow(row) : Array.from(row) })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
