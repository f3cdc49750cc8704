/** From the bytes of a body to a JSON object, and what all requests of texts have in common. */
import { nodeMaxTexts } from "../../contracts/node-protocol.ts";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";

/** `invalid_input` for anything that is not UTF-8, not JSON, or not an object. */
export function parseObject(body: Uint8Array): Result<object> {
  const text = decodeUtf8(body);
  if (text === undefined) return err("invalid_input", "The body is not valid UTF-8.");
  const value = parseJson(text);
  if (value === undefined) return err("invalid_input", "The body is not valid JSON.");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return err("invalid_input", "The body must be a JSON object.");
  return ok(value);
}

/** What is wrong with a field that holds a text or a list of texts; a schema's union could only say that nothing matched. */
export function faultOfTexts(body: object, field: "input" | "documents"): Err | undefined {
  const fault = field in body ? describe(field, Object.entries(body).find(([name]) => name === field)?.[1]) : missing(field);
  return fault === undefined ? undefined : err("invalid_input", fault, { fields: [{ path: field, message: fault }] });
}

/** A text as a list of one, with half surrogate pairs replaced, as every UTF-8 encoder does. */
export function wellFormed(texts: string | readonly string[]): string[] {
  return (typeof texts === "string" ? [texts] : texts).map((text) => text.toWellFormed());
}

function missing(field: string): string {
  return `\`${field}\` is missing: give ${field === "input" ? "a text or " : ""}a list of texts.`;
}

function describe(field: string, texts: unknown): string | undefined {
  if (field === "input" && texts === "") return "`input` is empty: a text needs at least one character.";
  if (field === "input" && typeof texts === "string") return undefined;
  if (!Array.isArray(texts)) return `\`${field}\` must be ${field === "input" ? "a text or " : ""}a list of texts.`;
  if (texts.length === 0) return `\`${field}\` is an empty list: give at least one text.`;
  if (texts.length > nodeMaxTexts) return `\`${field}\` holds ${texts.length} texts, at most ${nodeMaxTexts} fit into one request.`;
  const wrong = texts.findIndex((text) => typeof text !== "string" || text === "");
  if (wrong === -1) return undefined;
  if (texts[wrong] === "") return `\`${field}[${wrong}]\` is empty: a text needs at least one character.`;
  return `\`${field}[${wrong}]\` is not a text. Lists of token numbers are not supported.`;
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
