import { describe, expect, it } from "vitest";
import type { NodeModel } from "../../../contracts/node-protocol.ts";
import { register, type KnownAlias, type Offer, type Registry } from "./registering.ts";

const empty: Registry = { modelIds: new Map(), versions: [], aliases: [] };
const minilm = (version: string): NodeModel => ({ name: "minilm", version, task: "embedding", dimensions: 384, maxTokens: 256 });
const alias = (pinned: boolean): KnownAlias => ({ alias: "default-embedding", modelId: "mdl_1", name: "minilm", version: "v1", pinned });
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
      value: { newModels: [], newVersions: [], moves: [] },
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
});
