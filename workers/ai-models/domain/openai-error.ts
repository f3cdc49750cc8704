/** A fault in the shape that OpenAI's clients turn into their own exceptions. */
import * as z from "zod";
import { errors } from "../../../contracts/errors.ts";
import type { Fault } from "../../../contracts/result.ts";

export const openAiErrorSchema = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }),
});
export type OpenAiError = z.infer<typeof openAiErrorSchema>;

/** `code` is ours, except `model_not_found`, which clients look for. */
export function openAiError(fault: Fault): { status: number; headers: Record<string, string>; body: OpenAiError } {
  const { status } = errors[fault.code];
  const code = fault.code === "not_found" ? "model_not_found" : fault.code;
  const param = fault.code === "not_found" ? "model" : (fault.fields?.[0]?.path ?? null);
  return {
    status,
    headers: fault.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(fault.retryAfter)) },
    body: { error: { message: fault.detail, type: typeOf(status), param, code } },
  };
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
