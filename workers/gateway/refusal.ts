/** How the door says no: problem details, or OpenAI's shape on the routes whose clients expect that. */
import { errors, type ErrorCode } from "../../contracts/errors.ts";
import type { Fault } from "../../contracts/result.ts";
import { problemOf } from "../kit/problem.ts";
import type { Route } from "./routes.ts";

/** OpenAI's `type` of an error, where ours has a counterpart. */
const openAiTypes: Partial<Record<ErrorCode, string>> = {
  unauthenticated: "authentication_error",
  forbidden: "permission_error",
  rate_limited: "rate_limit_error",
  overloaded: "rate_limit_error",
  internal: "server_error",
  unavailable: "server_error",
  deadline_exceeded: "server_error",
};

export function refusal(fault: Fault, path: string, shape: Route["faults"] = "problem"): Response {
  const { status } = errors[fault.code];
  const headers = new Headers({ "content-type": shape === "openai" ? "application/json" : "application/problem+json" });
  if (fault.retryAfter !== undefined) headers.set("retry-after", String(Math.ceil(fault.retryAfter)));
  if (fault.code === "unauthenticated") headers.set("www-authenticate", 'Bearer realm="paissive"');
  const body =
    shape === "openai"
      ? { error: { message: fault.detail, type: openAiTypes[fault.code] ?? "invalid_request_error", param: null, code: fault.code } }
      : problemOf(fault, path);
  return new Response(JSON.stringify(body), { status, headers });
}
