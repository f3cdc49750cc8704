import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Lanes } from "../backends/lanes.ts";
import { directoryRecipe } from "../models/directory-recipe.ts";
import { prepare, type PreparedModel } from "../models/model-store.ts";
import { modelFolder, toyEncoder } from "../testing/model-folder.ts";
import { value } from "../testing/prepared.ts";
import type { JobAnswer } from "./job.ts";
import { ServedModels } from "./served-models.ts";
import { Serving } from "./serving.ts";

let mean: PreparedModel;
/** The same encoder pooled by its first token, under the same name: what a new version is. */
let first: PreparedModel;
let lines: string[];
let open: Serving[] = [];
const folders: string[] = [];
beforeAll(async () => {
  const store = await mkdtemp(join(tmpdir(), "paissive-serving-"));
  folders.push(store);
  const config = { architectures: ["BertModel"], model_type: "bert", hidden_size: 4, max_position_embeddings: 64 };
  const made = async (pooling: string) => {
    const files = { "model.onnx": toyEncoder("states"), "config.json": config, "1_Pooling/config.json": { [pooling]: true } };
    const folder = await modelFolder(files);
    folders.push(folder);
    return value(await prepare(store, directoryRecipe("toy", folder)));
  };
  [mean, first] = [await made("pooling_mode_mean_tokens"), await made("pooling_mode_cls_token")];
}, 60_000);
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));
afterEach(async () => {
  await Promise.all(open.map((serving) => serving.close()));
  open = [];
});

async function serve(memoryBytes = Infinity): Promise<Serving> {
  lines = [];
  const lanes = value(await Lanes.start({ lanes: 1, device: "cpu" }));
  const models = await ServedModels.open({
    models: [mean],
    lanes,
    memoryBytes,
    idleMs: Infinity,
    queueTokens: 100_000,
    limits: { paddedTokens: 512, fill: 0.85 },
    log: (line) => lines.push(line),
  });
  const serving = value(await Serving.open(value(models), [mean]));
  open.push(serving);
  return serving;
}

/** Reads and computes as the door does; `wait` is between the two. */
function ask(serving: Serving, text: string, wait: Promise<unknown> = Promise.resolve()): Promise<{ version: string; answer: JobAnswer }> {
  const signal = new AbortController().signal;
  const body = new Uint8Array(new TextEncoder().encode(JSON.stringify({ model: mean.name, input: text, isolated: true })));
  return serving.hold(async ({ reader, offered }) => {
    const { ids, lengths, isolated, deadline } = value(await reader.read({ route: "/v1/embeddings", body }, signal));
    await wait;
    const version = offered[0]?.version ?? "";
    return {
      version,
      answer: value(await serving.models.submit(`${mean.name}@${version}`, { ids, lengths, isolated, deadline, signal })),
    };
  });
}

describe("models that take the place of others", () => {
  it("serve what begins from then on, while requests inside end with the old ones, which then leave memory", async () => {
    const serving = await serve();
    const old = await ask(serving, "Good case, excellent value.");
    let go: () => void = () => undefined;
    const inside = ask(serving, "Good case, excellent value.", new Promise<void>((resolve) => (go = resolve)));
    expect(await serving.replace([first])).toEqual({ ok: true, value: true });
    // Loaded and warm before it was switched to.
    expect(lines).toEqual([`loaded ${mean.name}`, `loaded ${mean.name}`]);
    const fresh = await ask(serving, "Good case, excellent value.");
    expect([old.version, fresh.version]).toEqual([mean.version, first.version]);
    expect(fresh.answer.vectors).not.toEqual(old.answer.vectors);
    expect(serving.models.offered.map(({ version }) => version)).toEqual([first.version]);
    go();
    const late = await inside;
    expect(late.version).toBe(mean.version);
    expect(late.answer.vectors).toEqual(old.answer.vectors);
    while (!lines.includes(`unloaded ${mean.name}`)) await pause(5);
    expect((await ask(serving, "still")).version).toBe(first.version);
  }, 60_000);

  it("stay for a request that began with them, also when others came and left meanwhile", async () => {
    const serving = await serve();
    let go: () => void = () => undefined;
    const inside = ask(serving, "good", new Promise<void>((resolve) => (go = resolve)));
    value(await serving.replace([mean, { ...first, name: "other" }]));
    value(await serving.replace([first]));
    await serving.retired();
    go();
    expect((await inside).version).toBe(mean.version);
    while (!lines.includes(`unloaded ${mean.name}`)) await pause(5);
  }, 60_000);

  it("are loaded by their first request where memory has no room for both", async () => {
    const serving = await serve(first.graphBytes + 1_000);
    value(await serving.replace([first]));
    expect(serving.models.loaded).toEqual([]);
    expect((await ask(serving, "good")).version).toBe(first.version);
  }, 60_000);

  it("leave everything as it was when one cannot be loaded", async () => {
    const serving = await serve();
    const broken = { ...first, version: "broken", graphPath: first.tokenizerPath };
    expect(await serving.replace([broken])).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect((await ask(serving, "good")).version).toBe(mean.version);
  }, 60_000);
});
