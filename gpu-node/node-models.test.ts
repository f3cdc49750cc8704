import { globSync } from "node:fs";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { startNode, type RunningNode } from "./node.ts";
import { readSettings } from "./settings.ts";
import { FileHost } from "./testing/file-host.ts";
import { UpstreamHost } from "./testing/upstream-host.ts";
import { toyEncoder } from "./testing/model-folder.ts";
import { preparedForTests, value } from "./testing/prepared.ts";

const config = { architectures: ["BertModel"], model_type: "bert", hidden_size: 4, max_position_embeddings: 64 };
const json = (content: unknown) => Buffer.from(JSON.stringify(content));

let host: FileHost;
let upstream: UpstreamHost;
let store: string;
let node: RunningNode;
let files: Record<string, Uint8Array>;
const lines: string[] = [];
/** What `/readyz` said while the node started. */
const starting: unknown[] = [];
beforeAll(async () => {
  [host, upstream] = [await FileHost.open(), await UpstreamHost.open()];
  store = await mkdtemp(join(tmpdir(), "paissive-node-models-"));
  const port = await freePort();
  const tokenizer = await readFile((await preparedForTests()).tokenizerPath);
  files = { "model.onnx": toyEncoder("states"), "tokenizer.json": tokenizer, "config.json": json(config) };
  host.holdFolder("/toy", files);
  // The graph is kept back until somebody has seen that the node waits for it.
  let go: () => void = () => undefined;
  const seen = new Promise<void>((resolve) => (go = resolve));
  host.handler = async ({ url }) => {
    if (url === "/toy/model.onnx") await seen;
    return false;
  };
  const list = {
    PAISSIVE_NODE_MODELS: `toy=${host.url}/toy,nomic=openai+${upstream.url}#nomic-embed-text`,
    PAISSIVE_UPSTREAM_KEY_NOMIC: "sk-test",
    PAISSIVE_MODEL_DIR: store,
    PAISSIVE_NODE_IDLE_SECONDS: "1",
  };
  const settings = value(readSettings({ ...list, PAISSIVE_NODE_OPEN: "1", PAISSIVE_NODE_LANES: "1", PAISSIVE_NODE_PORT: port }));
  const started = startNode(settings, (line) => lines.push(line));
  for (let downloading = false; !downloading; await pause(5)) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (ready?.status !== 503) continue;
    starting.push(await ready.json());
    downloading = JSON.stringify(starting.at(-1)).includes("model.onnx");
  }
  go();
  node = value(await started);
}, 120_000);
afterAll(async () => {
  await node.stop();
  await Promise.all([host.close(), upstream.close()]);
  await rm(store, { recursive: true, force: true });
});

/** Known before the node starts, to look at it while it does. */
async function freePort(): Promise<string> {
  const free = await FileHost.open();
  await free.close();
  return new URL(free.url).port;
}

function post(route: string, body: object): Promise<Response> {
  return fetch(`${node.url}${route}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function ask(): Promise<{ status: number; model: string | null }> {
  const response = await post("/v1/embeddings", { model: "toy", input: "good" });
  await response.arrayBuffer();
  return { status: response.status, model: response.headers.get("x-paissive-model") };
}

const reload = () => fetch(`${node.url}/v1/models/reload`, { method: "POST" });
const metrics = async () => (await fetch(`${node.url}/metrics`)).text();

describe("a node whose model comes over the network", () => {
  it("says how far it is before it is ready, in its log and among its figures", async () => {
    expect(starting.at(-1)).toMatchObject({ status: "starting", preparing: [{ model: "toy", step: "download", file: "model.onnx" }] });
    expect(lines.join("\n")).toMatch(/toy: downloading model.onnx, \d+\.\d of \d+\.\d MB\n/);
    const bytes = Object.values(files).reduce((sum, content) => sum + content.length, 0);
    expect(Number(/^paissive_node_downloaded_bytes_total (\d+)$/m.exec(await metrics())?.[1])).toBe(bytes);
    expect(await (await fetch(`${node.url}/readyz`)).json()).not.toHaveProperty("preparing");
  });

  it("changes to what the source has when it is told to, with no request failed", async () => {
    const before = await ask();
    expect(await (await reload()).json()).toMatchObject({ changed: [], gone: [] });
    host.holdFolder("/toy", { ...files, "config.json": json({ ...config, max_position_embeddings: 32 }) });
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    const over = new AbortController();
    const asking = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!over.signal.aborted) answers.push(await ask());
      }),
    );
    const body = z.object({ changed: z.array(z.string()), models: z.array(z.object({ maxTokens: z.int() })) });
    expect(body.parse(await (await reload()).json())).toMatchObject({
      changed: ["toy"],
      models: [{ maxTokens: 32 }, { maxTokens: 32_768 }],
    });
    const after = await ask();
    over.abort();
    await asking;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ model }) => model))).toEqual(new Set([before.model, after.model]));
    expect(before.model).not.toBe(after.model);
  }, 60_000);

  it("goes on as it is when the source has something that cannot be used", async () => {
    const before = await ask();
    host.holdFolder("/toy", { ...files, "config.json": json({ ...config, hidden_size: "many" }) });
    const refused = await reload();
    expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: "unavailable" } }]);
    expect(lines.join("\n")).toMatch(/nothing was reloaded: .* has no config.json that can be read/);
    expect(lines.at(-1)).toMatch(/^\/v1\/models\/reload was answered 503 unavailable, trace [0-9a-f]{32}: /);
    expect(await ask()).toEqual(before);
  }, 60_000);

  it("refuses a prepared file that was damaged while the model was out of memory, and makes it again", async () => {
    const { model } = await ask();
    while (!lines.at(-1)?.startsWith("unloaded")) await pause(20);
    const home = join(store, "toy-download");
    const graphs = lines.length;
    for (const path of globSync("*/model.onnx", { cwd: home })) {
      const file = await open(join(home, path), "r+");
      await file.write(Uint8Array.of(7, 7, 7), 0, 3, 1_000);
      await file.close();
    }
    expect(await ask()).toEqual({ status: 200, model });
    expect(lines.slice(graphs).join("\n")).toContain("the files of toy are not what they were: refused");
    expect(await metrics()).toMatch(/^paissive_node_refused_files_total [1-9]/m);
  }, 60_000);
});

describe("a node with a model of another server", () => {
  it("serves it as its own, ranking and refusals included", async () => {
    const embedded = z.object({ data: z.array(z.object({ embedding: z.array(z.number()).length(3) })).length(2) });
    embedded.parse(await (await post("/v1/embeddings", { model: "nomic", input: ["good", "bad"] })).json());
    expect(upstream.requests.at(-1)).toEqual({ input: ["good", "bad"], authorization: "Bearer sk-test" });
    const ranked = await post("/v1/rerank", { model: "nomic", query: "good", documents: ["a very long document", "goad"] });
    expect(await ranked.json()).toMatchObject({ method: "bi-encoder", results: [{ index: 1 }, { index: 0 }] });
    expect((await post("/v1/classify", { model: "nomic", input: "good" })).status).toBe(400);
    const refusal = { status: 401, body: { error: { message: "Incorrect API key" } } };
    upstream.answers = [refusal, refusal];
    const refused = await post("/v1/embeddings", { model: "nomic", input: "good" });
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining("refuses the key (401): Incorrect API key")]);
  });
});
