import { describe, expect, it } from "vitest";
import * as z from "zod";
import { err, faultSchema, ok, parse } from "./result.ts";

describe("a fault", () => {
  it("is retryable when its code is, unless the caller knows better", () => {
    expect(err("unavailable", "No node.").error.retryable).toBe(true);
    expect(err("conflict", "Changed meanwhile.").error.retryable).toBe(false);
    expect(err("unavailable", "Never again.", { retryable: false }).error.retryable).toBe(false);
    expect(err("conflict", "Soon.", { retryable: true, retryAfter: 2 }).error).toMatchObject({ retryable: true, retryAfter: 2 });
  });

  it("is what the schema of faults accepts, so that it survives storage", () => {
    const { error } = err("overloaded", "Full.", { retryAfter: 0.5, fields: [{ path: "a.b", message: "m" }] });
    expect(faultSchema.parse(JSON.parse(JSON.stringify(error)))).toEqual(error);
    expect(faultSchema.safeParse({ ...error, code: "teapot" }).success).toBe(false);
  });
});

describe("parsing", () => {
  const schema = z.object({ name: z.string().trim().min(1), tiers: z.array(z.object({ price: z.int().min(0) })) });

  it("gives the parsed value", () => {
    expect(parse(schema, { name: " Bakeries ", tiers: [], other: 1 })).toEqual(ok({ name: "Bakeries", tiers: [] }));
  });

  it("names every field that is wrong by its path, and the first one in the detail", () => {
    const parsed = parse(schema, { name: "", tiers: [{ price: 1 }, { price: -1 }] });
    expect(parsed).toMatchObject({ ok: false, error: { code: "invalid_input", retryable: false } });
    if (parsed.ok) throw new Error("parsed");
    expect(parsed.error.fields?.map((field) => field.path)).toEqual(["name", "tiers.1.price"]);
    expect(parsed.error.detail).toMatch(/^`name`: /);
  });

  it("speaks of the input as a whole when no field is to blame", () => {
    const parsed = parse(schema, null);
    expect(parsed).toMatchObject({ ok: false, error: { fields: [{ path: "" }], detail: expect.stringMatching(/^The input: /) } });
  });
});
