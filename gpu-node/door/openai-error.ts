/** A fault in the shape that OpenAI's clients expect. */
import { errors } from "../../contracts/errors.ts";
import type { Fault } from "../../contracts/result.ts";

export interface OpenAiError {
  error: { message: string; type: string; param: string | null; code: string };
}

export function openAiError(fault: Fault): { status: number; headers: Record<string, string>; body: OpenAiError } {
  const { status } = errors[fault.code];
  return {
    status,
    headers: fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) },
    body: { error: { message: fault.detail, type: typeOf(status), param: fault.fields?.[0]?.path ?? null, code: fault.code } },
  };
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
