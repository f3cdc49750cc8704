import { describe, expect, it } from "vitest";
import { errorCodes, errors, type ErrorCode } from "./errors.ts";

/**
 * What each code means at the door: the status, and whether the same request may succeed later. Statuses after RFC 9110 §15, 429 after
 * RFC 6585 §4, 422 for a reused key after draft-ietf-httpapi-idempotency-key-header §2.7.
 */
const meaning: Record<ErrorCode, [status: number, retryable: boolean]> = {
  invalid_input: [400, false],
  unauthenticated: [401, false],
  forbidden: [403, false],
  confirmation_required: [403, false],
  not_found: [404, false],
  method_not_allowed: [405, false],
  conflict: [409, false],
  in_progress: [409, true],
  precondition_failed: [412, false],
  precondition_required: [428, false],
  too_large: [413, false],
  unsupported_media: [415, false],
  key_reused: [422, false],
  rate_limited: [429, true],
  overloaded: [429, true],
  internal: [500, true],
  unavailable: [503, true],
  deadline_exceeded: [504, true],
};

describe("the table of error codes", () => {
  it.each(Object.entries(meaning))("answers %s with %o", (code, [status, retryable]) => {
    expect(errors[code as ErrorCode]).toMatchObject({ status, retryable });
  });

  it("has no code that is not stated here", () => {
    expect(errorCodes.toSorted()).toEqual(Object.keys(meaning).toSorted());
  });

  it("tells codes of one status apart by their title", () => {
    const titles = errorCodes.map((code) => errors[code].title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
