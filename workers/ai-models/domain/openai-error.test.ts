import { describe, expect, it } from "vitest";
import { err } from "../../../contracts/result.ts";
import { openAiError } from "./openai-error.ts";

describe("a fault as OpenAI's clients read it", () => {
  it("names the parameter that is wrong", () => {
    const fault = err("invalid_input", "no", { fields: [{ path: "dimensions", message: "no" }] }).error;
    expect(openAiError(fault)).toEqual({
      status: 400,
      headers: {},
      body: { error: { message: "no", type: "invalid_request_error", param: "dimensions", code: "invalid_input" } },
    });
  });

  it("calls a missing model by the code that clients look for", () => {
    expect(openAiError(err("not_found", "no").error).body.error).toMatchObject({ param: "model", code: "model_not_found" });
  });

  it("says in whole seconds when to come back", () => {
    expect(openAiError(err("overloaded", "full", { retryAfter: 1.2 }).error)).toMatchObject({
      status: 429,
      headers: { "retry-after": "2" },
      body: { error: { type: "rate_limit_error" } },
    });
  });
});
