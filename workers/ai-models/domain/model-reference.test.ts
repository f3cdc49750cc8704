import { describe, expect, it } from "vitest";
import { readModelReference, writeModelReference } from "./model-reference.ts";

describe("model references", () => {
  it("name a model, with or without a version", () => {
    expect(readModelReference("minilm")).toEqual({ name: "minilm" });
    expect(readModelReference("Xenova/minilm@9f3c")).toEqual({ name: "Xenova/minilm", version: "9f3c" });
  });

  it("read back as what was written", () => {
    const version = { name: "minilm", version: "9f3c" };
    expect(readModelReference(writeModelReference(version))).toEqual(version);
  });
});
