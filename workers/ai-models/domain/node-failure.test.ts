import { describe, expect, it } from "vitest";
import { faultOf } from "./node-failure.ts";

describe("what the caller learns of failures", () => {
  it("is the node's own words when the call itself is wrong", () => {
    expect(faultOf([{ kind: "request", detail: "too long" }]).error).toMatchObject({
      code: "invalid_input",
      detail: "too long",
      retryable: false,
    });
  });

  it("is overloaded after the shortest wait that a full node named, even when another one broke", () => {
    const failures = [
      { kind: "busy", detail: "", retryAfter: 9 },
      { kind: "busy", detail: "", retryAfter: 4 },
      { kind: "broken", detail: "gone" },
    ] as const;
    expect(faultOf(failures).error).toMatchObject({ code: "overloaded", retryAfter: 4, retryable: true });
  });

  it("is unavailable with the last reason when all broke", () => {
    const failures = [
      { kind: "broken", detail: "first" },
      { kind: "absent", detail: "second" },
    ] as const;
    const { error } = faultOf(failures);
    expect(error).toMatchObject({ code: "unavailable", retryable: true });
    expect(error.detail).toContain("second");
  });
});
