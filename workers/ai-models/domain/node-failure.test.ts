import { describe, expect, it } from "vitest";
import { failurePolicy, faultOf, type FailureKind } from "./node-failure.ts";

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

  it("is told to come back in a second when a full node named no time", () => {
    expect(faultOf([{ kind: "busy", detail: "" }]).error.retryAfter).toBe(1);
    const failures = [
      { kind: "busy", detail: "", retryAfter: 9 },
      { kind: "busy", detail: "" },
    ] as const;
    expect(faultOf(failures).error.retryAfter).toBe(1);
  });

  it("is that time ran out, when it did before or during the last call", () => {
    expect(faultOf([{ kind: "late", detail: "The deadline has passed." }]).error).toMatchObject({
      code: "deadline_exceeded",
      detail: "The deadline has passed.",
    });
    const failures = [
      { kind: "broken", detail: "gone" },
      { kind: "silent", detail: "no answer in 5 s" },
    ] as const;
    expect(faultOf(failures).error).toMatchObject({ code: "deadline_exceeded", detail: expect.stringContaining("no answer in 5 s") });
  });

  it("is unavailable for two seconds when there was no node to try", () => {
    expect(faultOf([]).error).toMatchObject({ code: "unavailable", retryAfter: 2, detail: expect.stringContaining("none was tried") });
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

describe("what a failure means", () => {
  /** Whether the call may succeed at another node, and whether this one is to blame. */
  const meaning: Record<FailureKind, [elsewhere: boolean, blame: boolean]> = {
    request: [false, false],
    late: [false, false],
    busy: [true, false],
    absent: [true, false],
    silent: [true, true],
    cancelled: [false, false],
    broken: [true, true],
  };

  it.each(Object.entries(meaning))("is the same wherever it is asked: %s", (kind, [elsewhere, blame]) => {
    expect(failurePolicy[kind as FailureKind]).toEqual({ elsewhere, blame });
  });
});
