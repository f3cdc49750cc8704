/** Answers that are of no use, in words: what happened, and what to do. */
import type { SourceAnswer, SourceProblem } from "./connector.ts";

const minute = 60_000;
/** Nobody is waited for longer than a day. */
const longestMs = 24 * 60 * minute;

/** The problem of an answer by its status alone. `said`: what the service itself says of it. */
export function problemOfStatus({ status, headers, at }: SourceAnswer, said = ""): SourceProblem {
  const words = said === "" ? "" : ` It says: “${said.slice(0, 300)}”`;
  const afterMs = askedPause(headers, at);
  const asked = afterMs === undefined ? {} : { afterMs };
  if (status === 429 || (status === 503 && afterMs !== undefined))
    return {
      code: "rate_limited",
      detail: `It was asked too often (${status}).${words}`,
      remedy: "Nothing: it is asked again when it allows it. A longer interval, or a token where its kind takes one, avoids this.",
      retryable: true,
      afterMs: afterMs ?? minute,
    };
  if (status >= 500)
    return {
      code: "unavailable",
      detail: `It is out of order (${status}).${words}`,
      remedy: "Nothing, unless it lasts: it is asked again by itself.",
      retryable: true,
      ...asked,
    };
  if (status === 401 || status === 403)
    return {
      code: "forbidden",
      detail: `It does not let us in (${status}).${words}`,
      remedy: "Look whether it can be opened without signing in, and whether the token, where there is one, is still good.",
      retryable: false,
    };
  if (status === 410)
    return {
      code: "not_found",
      detail: `It is gone for good (410).${words}`,
      remedy: "Remove this source, or add it anew with its new address.",
      retryable: false,
    };
  if (status === 404)
    return {
      code: "not_found",
      detail: `There is nothing at its address (404).${words}`,
      remedy: "Check the address, remove this source and add the right one.",
      retryable: false,
    };
  return {
    code: "invalid_input",
    detail: `It did not take the request (${status}).${words}`,
    remedy: "Check what is asked for, remove this source and add it anew.",
    retryable: false,
  };
}

/** The status said yes, and what came is not what the service documents. */
export function notUnderstood(what: string): SourceProblem {
  return {
    code: "unavailable",
    detail: `What it answered is not ${what}.`,
    remedy: "Nothing, unless it lasts: it is asked again by itself. If it does, the service has changed and this source cannot be read.",
    retryable: true,
  };
}

/** `Retry-After` (RFC 9110, 10.2.3) as milliseconds from `at`; undefined without a readable one. */
export function askedPause(headers: Headers, at: number): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (text === "") return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - at;
  return Number.isFinite(ms) ? Math.min(longestMs, Math.max(0, ms)) : undefined;
}

/** Milliseconds from `at` to an epoch second, at most a day. */
export function until(epochSeconds: number, at: number): number {
  return Math.min(longestMs, Math.max(0, epochSeconds * 1000 - at));
}
