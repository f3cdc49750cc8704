import { describe, expect, it } from "vitest";
import { fallbackPolicySchema, fallbackStrategies, type FallbackRequest } from "../../../contracts/model-fallback.ts";
import { nextVersion, type FallbackScene } from "./fallback.ts";
import type { KnownVersion } from "./registering.ts";

function version(
  name: string,
  more: Partial<KnownVersion> & { bytes?: number; provider?: string; capabilities?: string[] } = {},
): KnownVersion {
  const { bytes = 100, provider = "local", capabilities = [], ...rest } = more;
  const manifest = { files: [{ path: "model.onnx", sha256: "0".repeat(64), bytes }], provider, capabilities };
  return { modelId: `mdl_${name}`, name, version: "v1", task: "embedding", dimensions: 384, maxTokens: 256, manifest, ...rest };
}

const original = version("original", { bytes: 500, capabilities: ["lang:en", "lang:de"] });
const small = version("small", { bytes: 90 });
const middle = version("middle", { bytes: 400, capabilities: ["lang:de"] });
const large = version("large", { bytes: 900, provider: "cloud" });
const wide = version("wide", { dimensions: 768, capabilities: ["lang:en", "lang:de"] });
const classifier = version("classifier", { task: "classification", dimensions: 384 });
/** Newest first. */
const versions = [classifier, wide, large, small, middle, original];
const waits: Record<string, number> = { small: 3, middle: 2, large: 1, wide: 0, classifier: 0, original: 0 };

function asks(policy: FallbackRequest, more: Partial<FallbackScene> = {}): string[] {
  const parsed = fallbackPolicySchema.parse(policy);
  const asked = [original];
  const names: string[] = [];
  for (;;) {
    const scene = { policy: parsed, original, asked, versions, byDefault: middle, listed: [wide, small], ...more };
    const next = nextVersion({ waitOf: ({ name }) => waits[name], ...scene });
    if (!next) return names;
    names.push(next.version.name);
    asked.push(next.version);
  }
}

describe("the fallback strategies", () => {
  it.each([
    ["none", {}, []],
    ["default", {}, ["middle"]],
    ["similar-model", {}, ["middle", "large", "small"]],
    ["model-type", {}, ["large", "small", "middle"]],
    ["capability", { capabilities: ["lang:de"] }, ["middle"]],
    ["specified-list", { models: ["wide", "small"] }, ["wide", "small"]],
    ["size-tier", {}, ["middle", "small"]],
    ["any-available", {}, ["large", "middle", "small"]],
  ] as const)("%s", (strategy, more, names) => {
    expect(asks({ strategies: [strategy], maxAttempts: 5, ...more } as FallbackRequest)).toEqual(names);
  });

  it("are tried in the order of the policy, and end with its attempts, the first call included", () => {
    const policy: FallbackRequest = { strategies: ["size-tier", "any-available"], maxAttempts: 5 };
    expect(asks(policy)).toEqual(["middle", "small", "large"]);
    expect(asks({ ...policy, maxAttempts: 3 })).toEqual(["middle", "small"]);
    expect(asks({ ...policy, maxAttempts: 1 })).toEqual([]);
  });

  it.each(fallbackStrategies)("%s never gives the model that just failed, nor one twice, retired or without a node", (strategy) => {
    const rest = { strategies: [strategy], models: ["original"], capabilities: ["lang:de"], maxAttempts: 5 };
    const all = [original, { ...middle, retiredAt: 1 }, small, small];
    const policy = strategy === "none" ? { strategies: [strategy] } : rest;
    const names = asks(policy as FallbackRequest, {
      versions: all,
      byDefault: original,
      listed: all,
      waitOf: ({ name }) => (name === "small" ? undefined : 0),
    });
    expect(names).toEqual([]);
  });

  it("keep to the providers that the policy names, in its order", () => {
    expect(asks({ strategies: ["model-type"], providers: ["local"], maxAttempts: 5 })).toEqual(["small", "middle"]);
    expect(asks({ strategies: ["any-available"], providers: ["local", "cloud"], maxAttempts: 5 })).toEqual(["middle", "small", "large"]);
  });

  it("prefer another version of the same model whose number says that it fits", () => {
    const one = version("original", { release: "1.2.0" });
    const next = { ...one, version: "v2", release: "1.3.0", manifest: { files: [], capabilities: [] } };
    const broken = { ...one, version: "v3", release: "2.0.0" };
    const found = nextVersion({
      policy: fallbackPolicySchema.parse({ strategies: ["similar-model"] }),
      original: one,
      asked: [one],
      versions: [broken, next],
      byDefault: undefined,
      listed: [],
      waitOf: () => 0,
    });
    expect(found?.version.version).toBe("v2");
  });
});

describe("a policy", () => {
  it.each([
    [{ strategies: [] }, "strategies"],
    [{ strategies: ["none", "default"] }, "strategies"],
    [{ strategies: ["specified-list"] }, "models"],
    [{ strategies: ["capability"] }, "capabilities"],
    [{ strategies: ["default"], maxAttempts: 6 }, "maxAttempts"],
  ])("%j is refused for its %s", (policy, field) => {
    const parsed = fallbackPolicySchema.safeParse(policy);
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
  });
});
