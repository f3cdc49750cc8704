import { describe, expect, it } from "vitest";
import { readJson } from "./json-input.ts";

describe("JSON as a person types it", () => {
  it("may be any value", () => {
    expect(readJson(' {"a": [1, null]}\n')).toEqual({ ok: true, value: { a: [1, null] } });
    expect(readJson("null")).toEqual({ ok: true, value: null });
  });

  it.each([
    ['{\n  "a": 1,\n}', "line 3, column 1"],
    ["{\n  a: 1\n}", "line 2, column 3"],
    ['{"a": 1', "line 1, column 8"],
  ])("%j is wrong at %s", (text, place) => {
    const read = readJson(text);
    expect(read.ok ? "" : read.message).toContain(`This is not JSON (${place})`);
  });

  it("is never silently nothing", () => {
    expect(readJson(" \n")).toMatchObject({ ok: false, message: expect.stringContaining("null") });
  });

  it("is refused before it is sent when the door would refuse it, counted in bytes", () => {
    expect(readJson(JSON.stringify("x".repeat(999_998))).ok).toBe(true);
    expect(readJson(JSON.stringify("x".repeat(999_999))).ok).toBe(false);
    expect(readJson(JSON.stringify("€".repeat(400_000))).ok).toBe(false);
  });
});
