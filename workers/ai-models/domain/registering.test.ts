import { describe, expect, it } from "vitest";
import type { NodeModel } from "../../../contracts/node-protocol.ts";
import { register, type KnownAlias, type Offer, type Registry } from "./registering.ts";

const empty: Registry = { modelIds: new Map(), versions: [], aliases: [] };
const minilm = (version: string): NodeModel => ({ name: "minilm", version, task: "embedding", dimensions: 384, maxTokens: 256 });
const alias = (pinned: boolean): KnownAlias => ({
  alias: "default-embedding",
  now: { number: 1, change: "first-version", back: null, stable: { modelId: "mdl_1", name: "minilm", version: "v1" }, canary: null },
  pinned,
});
const known = (...aliases: KnownAlias[]): Registry => ({
  modelIds: new Map([["minilm", "mdl_1"]]),
  versions: [{ ...minilm("v1"), modelId: "mdl_1" }],
  aliases,
});

function offer(models: NodeModel[], servedVersions = models.map(({ version }) => version)): Offer {
  let count = 0;
  return {
    models,
    isServed: ({ version }) => servedVersions.includes(version),
    newModelId: () => `mdl_new${++count}`,
    defaultAlias: "default-embedding",
  };
}

describe("registering what a node offers", () => {
  it("adds an unknown model and gives the first one the default alias", () => {
    const registered = register(empty, offer([minilm("v1")]));
    expect(registered).toMatchObject({
      ok: true,
      value: {
        newModels: [{ id: "mdl_new1", name: "minilm" }],
        newVersions: [{ modelId: "mdl_new1", version: "v1" }],
        moves: [{ alias: "default-embedding", to: { version: "v1" }, previous: null, reason: "first-version" }],
      },
    });
  });

  it("changes nothing when everything is known", () => {
    expect(register(known(alias(false)), offer([minilm("v1")]))).toEqual({
      ok: true,
      value: { newModels: [], newVersions: [], descriptions: [], moves: [] },
    });
  });

  it("refuses a known version with other properties: versions never change", () => {
    const registered = register(known(alias(false)), offer([{ ...minilm("v1"), dimensions: 768 }]));
    expect(registered).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("adds a new version of a known model and leaves the alias while another node serves the old one", () => {
    const registered = register(known(alias(false)), offer([minilm("v2")], ["v1", "v2"]));
    expect(registered).toMatchObject({ ok: true, value: { newModels: [], newVersions: [{ modelId: "mdl_1", version: "v2" }], moves: [] } });
  });

  it("lets the alias follow when no live node serves its version any more", () => {
    const registered = register(known(alias(false)), offer([minilm("v2")]));
    expect(registered).toMatchObject({
      ok: true,
      value: { moves: [{ to: { version: "v2" }, previous: { name: "minilm", version: "v1" }, reason: "version-gone" }] },
    });
  });

  it("never moves an alias that a person pinned, nor to another model", () => {
    expect(register(known(alias(true)), offer([minilm("v2")]))).toMatchObject({ ok: true, value: { moves: [] } });
    expect(register(known(alias(false)), offer([{ ...minilm("v9"), name: "other" }]))).toMatchObject({ ok: true, value: { moves: [] } });
  });

  it("follows no version whose number says that it breaks something, nor a retired one", () => {
    const released = (release: string): Registry => ({
      ...known(alias(false)),
      versions: [{ ...minilm("v1"), modelId: "mdl_1", release }],
    });
    const moves = (registry: Registry, release: string) => {
      const registered = register(registry, offer([{ ...minilm("v2"), release }]));
      return registered.ok && registered.value.moves.length;
    };
    expect(moves(released("1.4.0"), "1.5.0")).toBe(1);
    expect(moves(released("1.4.0"), "2.0.0")).toBe(0);
    expect(moves(released("0.4.0"), "0.4.1")).toBe(1);
    expect(moves(released("0.4.0"), "0.5.0")).toBe(0);
    const retired = { ...known(alias(false)), versions: [...known().versions, { ...minilm("v2"), modelId: "mdl_1", retiredAt: 5 }] };
    expect(register(retired, offer([minilm("v2")]))).toMatchObject({ ok: true, value: { moves: [] } });
  });

  it("notes a semantic version and a manifest once, and no number that another version has", () => {
    const manifest = { files: [{ path: "model.onnx", sha256: "0".repeat(64) }], licence: "MIT" };
    const described = (registry: Registry, more: object) => {
      const registered = register(registry, offer([{ ...minilm("v1"), ...more }]));
      return registered.ok && registered.value.descriptions;
    };
    expect(described(known(), { release: "1.0.0", manifest })).toMatchObject([{ of: { version: "v1" }, release: "1.0.0", manifest }]);
    const registry: Registry = {
      ...known(),
      versions: [
        { ...minilm("v1"), modelId: "mdl_1", manifest },
        { ...minilm("v0"), modelId: "mdl_1", release: "1.0.0" },
      ],
    };
    expect(described(registry, { release: "1.0.0", manifest: { ...manifest, licence: "another" } })).toEqual([]);
  });
});
