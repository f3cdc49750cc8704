import { describe, expect, it } from "vitest";
import { fallbackPolicySchema, fallbackStrategies } from "../../../../contracts/model-fallback.ts";
import { addable, draftOf, earlier, requestOf } from "./fallback-draft.ts";

const policy = fallbackPolicySchema.parse({
  strategies: ["specified-list", "capability", "any-available"],
  maxAttempts: 4,
  models: ["minilm@^1.0.0", "other"],
  capabilities: ["lang:de"],
  providers: ["local"],
});

describe("a fallback policy that is edited", () => {
  it("comes back as it was when nothing was changed", () => {
    expect(fallbackPolicySchema.parse(requestOf(draftOf(policy)))).toEqual(policy);
  });

  it("takes lines and commas, and leaves out lists that no chosen strategy reads", () => {
    const draft = { ...draftOf(policy), models: " a@1.0.0 ,b\n\n c ", strategies: ["specified-list" as const] };
    expect(requestOf(draft)).toMatchObject({ models: ["a@1.0.0", "b", "c"], capabilities: [], providers: ["local"] });
    expect(requestOf({ ...draft, strategies: ["default"] }).models).toEqual([]);
  });

  it("lets `none` stand alone", () => {
    expect(addable([])).toEqual([...fallbackStrategies]);
    expect(addable(["none"])).toEqual([]);
    expect(addable(["default"])).not.toContain("none");
    expect(addable(["default"])).not.toContain("default");
  });

  it("moves a strategy one place forward, the first nowhere", () => {
    const { strategies } = policy;
    expect(earlier(strategies, "any-available")).toEqual(["specified-list", "any-available", "capability"]);
    expect(earlier(strategies, "specified-list")).toEqual(strategies);
  });
});
