/** What every request with texts has in common: how its model is named, and what its texts may be. */
import * as z from "zod";
import { prioritySchema } from "../../../contracts/node-protocol.ts";

const maxTexts = 2_048;

export const modelNameSchema = z.string("must be the name of a model or an alias, such as `default-embedding`").min(1).max(400);
/** Who goes first on a node where several wait: a person who waits for it, a program, or what can wait. */
export const callPrioritySchema = prioritySchema.default("normal");
export const textListSchema = z.array(z.string().min(1)).min(1).max(maxTexts);
/** One text or a list. Token arrays are not read: a token means something else to every model. */
export const inputSchema = z.union([z.string().min(1), textListSchema]);

/** What is wrong with one text or a list of them; a schema's union could not say which of its forms is meant. */
export function faultOfTexts(input: unknown): string | undefined {
  if (typeof input === "string") return input === "" ? "must not be empty" : undefined;
  if (!Array.isArray(input)) return "must be a text or a list of texts";
  if (input.length === 0) return "must not be an empty list";
  if (input.some((item) => typeof item === "number" || Array.isArray(item))) return "token arrays are not supported, send the text itself";
  if (input.length > maxTexts) return `must hold at most ${maxTexts} texts, not ${input.length}`;
  const wrong = input.findIndex((item) => typeof item !== "string" || item === "");
  return wrong < 0 ? undefined : `item ${wrong} must be a text that is not empty`;
}
