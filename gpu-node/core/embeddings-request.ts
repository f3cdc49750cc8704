/** The body of an embeddings request, from bytes to a checked value with a message that says what is wrong. */
import { nodeEmbeddingsRequestSchema, nodeMaxTexts, type NodeEmbeddingsRequest } from "../../contracts/node-protocol.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";

/** `invalid_input` for anything that is not UTF-8, not JSON, or not the request's shape. */
export function parseEmbeddingsRequest(body: Uint8Array): Result<NodeEmbeddingsRequest> {
  const text = decodeUtf8(body);
  if (text === undefined) return err("invalid_input", "The body is not valid UTF-8.");
  const value = parseJson(text);
  if (value === undefined) return err("invalid_input", "The body is not valid JSON.");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return err("invalid_input", "The body must be a JSON object.");
  const fault = "input" in value ? inputFault(value.input) : "`input` is missing: give a text or a list of texts.";
  if (fault !== undefined) return err("invalid_input", fault, { fields: [{ path: "input", message: fault }] });
  const request = parse<NodeEmbeddingsRequest>(nodeEmbeddingsRequestSchema, value);
  if (!request.ok) return request;
  return ok(request.value);
}

/** The texts in the order given, with half surrogate pairs replaced, as every UTF-8 encoder does. */
export function textsOf({ input }: NodeEmbeddingsRequest): string[] {
  return (typeof input === "string" ? [input] : input).map((text) => text.toWellFormed());
}

/** The schema knows these rules too, but a union can only say that nothing matched. */
function inputFault(input: unknown): string | undefined {
  if (input === "") return "`input` is empty: a text needs at least one character.";
  if (typeof input === "string") return undefined;
  if (!Array.isArray(input)) return "`input` must be a text or a list of texts.";
  if (input.length === 0) return "`input` is an empty list: give at least one text.";
  if (input.length > nodeMaxTexts) return `\`input\` holds ${input.length} texts, at most ${nodeMaxTexts} fit into one request.`;
  const wrong = input.findIndex((text) => typeof text !== "string" || text === "");
  if (wrong === -1) return undefined;
  if (input[wrong] === "") return `\`input[${wrong}]\` is empty: a text needs at least one character.`;
  return `\`input[${wrong}]\` is not a text. Lists of token numbers are not supported.`;
}

function decodeUtf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
