/** OpenAI's embeddings request and answer (https://platform.openai.com/docs/api-reference/embeddings). */
import * as z from "zod";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import type { Embeddings } from "../../../contracts/services/ai-models.ts";
import { base64OfRow, rowOf } from "./vectors.ts";

const maxTexts = 2_048;

export const embeddingsRequestSchema = z.object({
  /** An alias, a model's name, or `name@version`. */
  model: z.string("must be the name of a model or an alias, such as `default-embedding`").min(1).max(400),
  /** One text or up to 2,048. Token arrays are not read: a token means something else to every model. */
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(maxTexts)]),
  encoding_format: z.enum(["float", "base64"]).default("float"),
  dimensions: z.int().positive().optional(),
  /** Taken for the sake of clients that send it, and not used. */
  user: z.string().optional(),
});

/** The input is looked at by hand, for messages that say which of its forms is wrong and how. */
const looseSchema = embeddingsRequestSchema.extend({ input: z.unknown().optional() });

export interface EmbeddingsRequest {
  model: string;
  texts: string[];
  format: "float" | "base64";
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
  const { model, input, encoding_format: format, dimensions } = parsed.value;
  const fault = faultOfInput(input);
  if (fault !== undefined) return err("invalid_input", `\`input\`: ${fault}.`, { fields: [{ path: "input", message: fault }] });
  const texts = z.array(z.string()).parse(Array.isArray(input) ? input : [input]);
  return ok({ model, texts, format, ...(dimensions === undefined ? {} : { dimensions }) });
}

function faultOfInput(input: unknown): string | undefined {
  if (typeof input === "string") return input === "" ? "must not be empty" : undefined;
  if (!Array.isArray(input)) return "must be a text or a list of texts";
  if (input.length === 0) return "must not be an empty list";
  if (input.some((item) => typeof item === "number" || Array.isArray(item))) return "token arrays are not supported, send the text itself";
  if (input.length > maxTexts) return `must hold at most ${maxTexts} texts, not ${input.length}`;
  const wrong = input.findIndex((item) => typeof item !== "string" || item === "");
  return wrong < 0 ? undefined : `item ${wrong} must be a text that is not empty`;
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
