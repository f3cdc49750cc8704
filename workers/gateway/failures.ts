/** The failures that many operations answer alike: described once, with their codes and an example of each, in `components.responses`. */
import { errors, type ErrorCode } from "../../contracts/errors.ts";
import type { FieldFault } from "../../contracts/result.ts";
import { headersOfFailure } from "./answer-headers.ts";
import { problemOf } from "../kit/problem.ts";

interface Failure {
  /** Its name in `components.responses`. */
  name: string;
  description: string;
  codes: readonly ErrorCode[];
}

/** By status. Descriptions are those of the routes (`workers/kit/openapi.ts`) or the door's own. */
const failures: Readonly<Record<string, Failure>> = {
  "400": { name: "InvalidInput", description: "The input is not valid", codes: ["invalid_input"] },
  "401": { name: "Unauthenticated", description: "Sign in first", codes: ["unauthenticated"] },
  "403": { name: "Forbidden", description: "Not allowed", codes: ["forbidden", "confirmation_required"] },
  "404": { name: "NotFound", description: "Not found", codes: ["not_found"] },
  "405": {
    name: "OtherMethod",
    description: "The path is known and not with this method; `Allow` has those it has",
    codes: ["method_not_allowed"],
  },
  "409": { name: "Conflict", description: "Conflict", codes: ["conflict"] },
  "412": { name: "Changed", description: "It has changed since the version that If-Match names", codes: ["precondition_failed"] },
  "413": { name: "TooLarge", description: "The body is too large", codes: ["too_large"] },
  "415": { name: "UnsupportedMedia", description: "Another kind of body is wanted", codes: ["unsupported_media"] },
  "422": { name: "KeyReused", description: "The key was used before with another body", codes: ["key_reused"] },
  "428": {
    name: "VersionWanted",
    description: "If-Match has to name the version that is to be changed",
    codes: ["precondition_required"],
  },
  "429": {
    name: "TooMany",
    description: "More than is allowed, or too much at once; see Retry-After and RateLimit",
    codes: ["rate_limited", "overloaded"],
  },
  "503": { name: "Unavailable", description: "A part that this needs is not there now; see Retry-After", codes: ["unavailable"] },
  "504": { name: "TooSlow", description: "It did not begin to answer in its time", codes: ["deadline_exceeded"] },
};
/** In the place of `Conflict` where an idempotency key can come. */
const keyedConflict: Failure = {
  name: "ConflictOrRunning",
  description: "Conflict, or a request with the same key is being carried out",
  codes: ["conflict", "in_progress"],
};

/** The details of the examples. */
const details: Partial<Record<ErrorCode, string>> = {
  invalid_input: "`name`: must not be empty",
  unauthenticated: "Sign in or send an API key.",
  forbidden: "This needs the permission niches:write, which api-key key_01kbc6x0a7h2w5r8t1v4y7b0d3 does not have.",
  confirmation_required: "Confirm with your password that it is you, then send this again.",
  not_found: "There is nothing with this id.",
  method_not_allowed: "PUT is not done here. There are: GET, HEAD, POST.",
  conflict: "It is in a state that does not allow this.",
  in_progress: "This request is being carried out. Send it again shortly.",
  precondition_failed: "It is at version 4 now.",
  precondition_required: "Send `If-Match` with the `ETag` that you saw, or with `*` to change it whatever it is now.",
  too_large: "The body may have at most 1 MiB.",
  unsupported_media: "Send JSON, with `Content-Type: application/json`.",
  key_reused: "This `Idempotency-Key` was used before with another body. Use a new key.",
  rate_limited: "The limit of `key` is reached: 6000 in 60 s.",
  overloaded: "Too much is going on. Try again.",
  unavailable: "Not answering now: niche-analysis. Try again.",
  deadline_exceeded: "It took longer than 60 s.",
};
const wrongFields: readonly FieldFault[] = [{ path: "name", message: "must not be empty" }];
const instance = "/api/v1/niches";
const type = "application/problem+json";

/** `components.responses`. */
export const failureResponses: Readonly<Record<string, object>> = Object.fromEntries(
  [...Object.entries(failures), ["409", keyedConflict] as const].map(([status, { name, description, codes }]) => [
    name,
    {
      description: `${description} (${codes.map((code) => `\`${code}\``).join(", ")})`,
      headers: headersOfFailure(status),
      content: { [type]: { schema: { $ref: "#/components/schemas/Problem" }, examples: Object.fromEntries(codes.map(exampleOf)) } },
    },
  ]),
);

function exampleOf(code: ErrorCode): [string, { value: object }] {
  const { retryable, title } = errors[code];
  const fields = code === "invalid_input" ? { fields: [...wrongFields] } : {};
  return [code, { value: problemOf({ code, detail: details[code] ?? title, retryable, ...fields }, instance) }];
}

/** The reference to the failure with `status`; `keyed`: of an operation that takes an idempotency key. */
export function failureReference(status: string, keyed = false): { $ref: string } {
  const failure = status === "409" && keyed ? keyedConflict : failures[status];
  if (!failure) throw new Error(`No failure is described for ${status}.`);
  return { $ref: `#/components/responses/${failure.name}` };
}

/** `answer` of an operation, or the reference to the failure that it is. */
export function withReference(status: string, answer: unknown, keyed: boolean): unknown {
  const { description, content } = answer as { description?: string; content?: Record<string, unknown> };
  const isProblem = content !== undefined && Object.keys(content).join() === type;
  return isProblem && description === failures[status]?.description ? failureReference(status, keyed) : answer;
}
