/** What a node's refusal means: its HTTP status, and the message of its OpenAI-shaped body. */
import * as z from "zod";
import type { FailureKind, NodeFailure } from "../domain/node-failure.ts";

const refusalSchema = z.object({ error: z.object({ message: z.string(), code: z.string().nullish() }) });

const kinds: Record<number, FailureKind> = { 400: "request", 413: "request", 422: "request", 404: "absent", 429: "busy", 504: "late" };

export async function failureOfStatus(response: Response): Promise<NodeFailure> {
  const kind = kinds[response.status] ?? "broken";
  const message = await messageOf(response);
  const retryAfter = Number(response.headers.get("retry-after"));
  const detail = kind === "request" ? message : `it answered ${response.status} (${message})`;
  return { kind, detail, ...(kind === "busy" && retryAfter > 0 ? { retryAfter } : {}) };
}

async function messageOf(response: Response): Promise<string> {
  try {
    return refusalSchema.parse(await response.json()).error.message;
  } catch {
    return response.statusText || "without a message";
  }
}
