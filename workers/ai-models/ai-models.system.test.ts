import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { operator, type Principal } from "../../contracts/principal.ts";
import type { Heartbeat, JoinAnswer } from "../../contracts/node-protocol.ts";
import type { AlertRuleView, Comparison, Figures, Usage } from "../../contracts/services/model-monitor.ts";
import { fenceAfterMs, heartbeatMs, leaseMs } from "./domain/pooled-node.ts";
import { keptMs } from "./registry/kept-references.ts";
import { owner, startEdge, testModel, type Answer, type Edge } from "./testing/edge.ts";
import { admissionCases } from "./testing/cases/admission.ts";
import { aliasCases } from "./testing/cases/aliases.ts";
import { routingCases } from "./testing/cases/routing.ts";
import { problemCode, type CaseStage } from "./testing/cases/stage.ts";
import { classesOf, queuedMs, startVectorNode, vectorDimensions, vectorOf, type VectorNode } from "./testing/vector-node.ts";

/** Longer than an isolate believes what it has read of the registry. */
const soon = { timeout: 3 * keptMs, interval: 100 };

let edge: Edge;
let started: VectorNode[] = [];

beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());
/** Nothing of one test is left for the next: an empty database, an empty pool. */
afterEach(async () => {
  await Promise.all(started.map((node) => node.close()));
  started = [];
  await edge.clear();
});

async function startNode(): Promise<VectorNode> {
  const node = await startVectorNode();
  started.push(node);
  return node;
}

const served = [testModel];
const beat = (more: Partial<Heartbeat> = {}): Heartbeat => ({
  epoch: 1,
  status: "ready",
  models: served,
  load: { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 500 },
  ...more,
});
const float32 = (texts: string[]) => Array.from(Float32Array.from(texts.flatMap(vectorOf)));
const openAiCode = async (answer: Answer) => [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
const outbox = async () =>
  (await edge.query<{ envelope: string }>("SELECT envelope FROM outbox ORDER BY rowid")).map(({ envelope }) => {
    const { type, subject, sequence, data } = JSON.parse(envelope) as { type: string; subject: string; sequence: number; data: unknown };
    return { type, subject, sequence, data };
  });

const stage: CaseStage = { edge: () => edge, startNode, outbox };
aliasCases(stage);
admissionCases(stage);
routingCases(stage);

describe("joining", () => {
  it("gives the node an id, a key and the first epoch, and registers what it offers", async () => {
    const node = await startNode();
    const joined = await edge.joinNode(node, "desk");
    expect(joined).toMatchObject({
      nodeId: expect.stringMatching(/^nod_/),
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      epoch: 1,
      heartbeatMs,
      leaseMs,
    });
    const types = (await outbox()).map(({ type, sequence }) => [type, sequence]);
    expect(types).toEqual([
      ["node.joined", 1],
      ["model.registered", 1],
      ["alias.moved", 1],
    ]);
  });

  it("gives the same name the same id, a new key and the next epoch, and numbers its events without gaps", async () => {
    const node = await startNode();
    const [first, second] = [await edge.joinNode(node, "desk"), await edge.joinNode(node, "desk")];
    expect(second).toMatchObject({ nodeId: first.nodeId, epoch: 2 });
    expect(second.key).not.toBe(first.key);
    const joins = (await outbox()).filter(({ type }) => type === "node.joined");
    expect(joins.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it("lets ten joins of one name at once have ten epochs, or say that they collided", async () => {
    const node = await startNode();
    const body = { name: "desk", url: node.url, device: "cpu", models: served };
    const answers = await Promise.all(Array.from({ length: 10 }, () => edge.join(body)));
    const joined = (await Promise.all(answers.filter(({ ok }) => ok).map((answer) => answer.json()))) as JoinAnswer[];
    expect(new Set(joined.map(({ nodeId }) => nodeId)).size).toBe(1);
    expect(joined.map(({ epoch }) => epoch).toSorted((a, b) => a - b)).toEqual(joined.map((_, index) => index + 1));
    for (const answer of answers.filter(({ ok }) => !ok)) expect(answer.status).toBe(409);
    expect((await outbox()).filter(({ type }) => type === "node.joined")).toHaveLength(joined.length);
  });

  it("refuses another token, and a body that makes no sense, without a trace", async () => {
    const body = { name: "desk", url: "http://127.0.0.1:1", device: "cpu", models: served };
    expect(await problemCode(await edge.join(body, "guess"))).toEqual([401, "unauthenticated"]);
    expect(await problemCode(await edge.join({ ...body, url: "file:///etc/passwd" }))).toEqual([400, "invalid_input"]);
    expect(await problemCode(await edge.join({ ...body, url: "http://a:b@127.0.0.1" }))).toEqual([400, "invalid_input"]);
    expect(await problemCode(await edge.join({ ...body, models: [] }))).toEqual([400, "invalid_input"]);
    expect(await problemCode(await edge.join({ ...body, models: [{ ...testModel, name: "a@b" }] }))).toEqual([400, "invalid_input"]);
    expect(await problemCode(await edge.join({ ...body, models: [{ ...testModel, name: "modèle" }] }))).toEqual([400, "invalid_input"]);
    expect(await outbox()).toEqual([]);
    expect(await edge.query("SELECT * FROM nodes")).toEqual([]);
  });

  it("refuses a known version with other properties", async () => {
    await edge.joinNode(await startNode(), "desk");
    const changed = { name: "attic", url: "http://127.0.0.1:1", device: "cpu", models: [{ ...testModel, dimensions: 16 }] };
    expect(await problemCode(await edge.join(changed))).toEqual([409, "conflict"]);
    expect(await edge.query("SELECT name FROM nodes")).toEqual([{ name: "desk" }]);
  });

  it("takes a node whose name no header could carry", async () => {
    const node = await startNode();
    const joined = await edge.joinNode(node, "Zoë’s GPU 🚀");
    expect((await edge.heartbeat(joined, beat())).status).toBe(204);
    expect(await edge.rpc("nodes", owner)).toMatchObject({ ok: true, value: [{ name: "Zoë’s GPU 🚀", status: "ready" }] });
  });
});

describe("heartbeats", () => {
  it("renew the lease and report the load", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    const load = { queuedTokens: 30, runningTokens: 12, tokensPerSecond: 800 };
    expect((await edge.heartbeat(joined, beat({ load }))).status).toBe(204);
    expect(await edge.rpc("nodes", owner)).toMatchObject({
      ok: true,
      value: [{ name: "desk", status: "ready", epoch: 1, breaker: "closed", load }],
    });
  });

  it("are refused with a wrong key, an old timestamp, a repeated nonce or for an unknown node", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    const refused = [401, "unauthenticated"];
    expect(await problemCode(await edge.heartbeat({ ...joined, key: "00".repeat(32) }, beat()))).toEqual(refused);
    expect(await problemCode(await edge.heartbeat(joined, beat(), { timestamp: Date.now() - 61_000 }))).toEqual(refused);
    expect((await edge.heartbeat(joined, beat(), { nonce: "once" })).status).toBe(204);
    expect(await problemCode(await edge.heartbeat(joined, beat(), { nonce: "once" }))).toEqual(refused);
    expect(await problemCode(await edge.heartbeat({ ...joined, nodeId: "nod_0123456789" }, beat()))).toEqual(refused);
    expect(await problemCode(await edge.post(`/api/v1/nodes/${joined.nodeId}/heartbeat`, beat()))).toEqual(refused);
  });

  it("of an older epoch are a conflict even when signed rightly", async () => {
    const node = await startNode();
    await edge.joinNode(node, "desk");
    const joined = await edge.joinNode(node, "desk");
    expect(await problemCode(await edge.heartbeat(joined, beat({ epoch: 1 })))).toEqual([409, "conflict"]);
  });

  it("rebuild the pool when it was lost", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    await edge.losePool();
    expect(await edge.rpc("nodes", owner)).toMatchObject({ value: [{ status: "lost" }] });
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ ok: false, error: { code: "unavailable", retryAfter: 2 } });
    expect((await edge.heartbeat(joined, beat())).status).toBe(204);
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ ok: true, value: { nodeId: joined.nodeId } });
  });

  it("are not needed again when the pool's process alone restarts", async () => {
    await edge.joinNode(await startNode(), "desk");
    await edge.restartPool();
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ ok: true });
  });

  it("that say draining end the calls to the node", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    await edge.heartbeat(joined, beat({ status: "draining" }));
    expect(await edge.rpc("nodes", owner)).toMatchObject({ value: [{ status: "draining" }] });
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ ok: false, error: { code: "unavailable" } });
  });

  it("that say left are the last: the node is gone and not lost, until it joins again", async () => {
    const node = await startNode();
    const joined = await edge.joinNode(node, "desk");
    expect((await edge.heartbeat(joined, beat({ status: "left" }))).status).toBe(204);
    expect(await edge.rpc("nodes", owner)).toMatchObject({ value: [{ status: "left" }] });
    await edge.losePool();
    expect(await edge.rpc("nodes", owner)).toMatchObject({ value: [{ status: "left" }] });
    await edge.joinNode(node, "desk");
    expect(await edge.rpc("nodes", owner)).toMatchObject({ value: [{ status: "ready" }] });
  });

  it("register a version that the node did not have when it joined", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    await edge.heartbeat(joined, beat({ models: [testModel, { ...testModel, name: "second" }] }));
    expect(await edge.rpc("embed", owner, { model: "second", texts: ["a"] })).toMatchObject({ ok: true, value: { model: "second@v1" } });
  });
});

describe("embedding over RPC", () => {
  it("gives the vectors of the texts in their order, with model, tokens and node", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    const texts = ["battery lasts a day", "too loud", "battery lasts a day"];
    const embedded = await edge.rpc("embed", owner, { texts });
    expect(embedded).toEqual({
      ok: true,
      value: {
        model: "test-embedder@v1",
        dimensions: vectorDimensions,
        vectors: { float32: float32(texts) },
        tokens: 6 + 4 + 6,
        truncated: 0,
        nodeId: joined.nodeId,
        times: nodeTimes,
      },
    });
  });

  it("gives equal answers to equal calls and passes on that they stay among themselves", async () => {
    const node = await startNode();
    await edge.joinNode(node, "desk");
    const request = { texts: ["a", "b"], isolated: true, commandId: "effect-1", fresh: true };
    expect(await edge.rpc("embed", owner, request)).toEqual(await edge.rpc("embed", owner, request));
    expect(node.calls.map(({ isolated }) => isolated)).toEqual([true, true]);
  });

  it("fences a node whose lease ran out while it slept: it joins again, as a new epoch, before it counts", async () => {
    const node = await startNode();
    const asleep = await edge.joinNode(node, "desk");
    await edge.agePool(fenceAfterMs);
    expect(await edge.rpc("nodes", owner)).toMatchObject({ value: [{ status: "lost" }] });
    expect(await problemCode(await edge.heartbeat(asleep, beat()))).toEqual([409, "conflict"]);
    expect(await edge.rpc("embed", owner, { texts: ["a"], fresh: true })).toMatchObject({ error: { code: "unavailable" } });
    const awake = await edge.joinNode(node, "desk");
    expect(awake).toMatchObject({ nodeId: asleep.nodeId, epoch: 2 });
    expect((await edge.heartbeat(awake, beat({ epoch: 2 }))).status).toBe(204);
    expect(await problemCode(await edge.heartbeat(asleep, beat()))).toEqual([401, "unauthenticated"]);
    expect(await edge.rpc("embed", owner, { texts: ["a"], fresh: true })).toMatchObject({ ok: true });
  });

  it("answers from another node when one is gone", async () => {
    const [gone, there] = [await startNode(), await startNode()];
    await edge.joinNode(gone, "gone");
    const joined = await edge.joinNode(there, "there");
    await gone.close();
    for (let i = 0; i < 8; i++)
      expect(await edge.rpc("embed", owner, { texts: [`text ${i}`] })).toMatchObject({ ok: true, value: { nodeId: joined.nodeId } });
  });

  it("needs the permission, and no path of the pool's own leads to it", async () => {
    expect(await problemCode(await edge.get("/do/call/destroy"))).toEqual([404, "not_found"]);
    const viewer = { ...owner, role: "viewer" };
    expect(await edge.rpc("embed", viewer, { texts: ["a"] })).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(await edge.rpc("embed", null, { texts: ["a"] })).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  });
});

const nodeTimes = { tokenizeMs: 0.5, queueMs: queuedMs, inferenceMs: 2 };
const post = (body: object) => edge.post("/api/v1/embeddings", { model: "default-embedding", ...body });

describe("POST /api/v1/embeddings", () => {
  it("answers in OpenAI's shape, floats or base64", async () => {
    await edge.joinNode(await startNode(), "desk");
    const floats = await post({ input: ["one", "two"] });
    expect(floats.status).toBe(200);
    expect(await floats.json()).toEqual({
      object: "list",
      data: ["one", "two"].map((text, index) => ({ object: "embedding", index, embedding: float32([text]) })),
      model: "test-embedder@v1",
      usage: { prompt_tokens: 6, total_tokens: 6 },
    });
    const { data } = (await (await post({ input: "one", encoding_format: "base64" })).json()) as { data: { embedding: string }[] };
    expect(Array.from(new Float32Array(Uint8Array.from(Buffer.from(data[0]?.embedding ?? "", "base64")).buffer))).toEqual(float32(["one"]));
  });

  it("cuts to the dimensions asked for and scales to length 1 again", async () => {
    await edge.joinNode(await startNode(), "desk");
    const { data } = (await (await post({ input: "one", dimensions: 3 })).json()) as { data: { embedding: number[] }[] };
    const kept = float32(["one"]).slice(0, 3);
    expect(data[0]?.embedding).toHaveLength(3);
    data[0]?.embedding.forEach((value, index) => expect(value).toBeCloseTo((kept[index] ?? 0) / Math.hypot(...kept), 6));
  });

  it("refuses in OpenAI's shape", async () => {
    // What the test before registered, and took away behind the service's back, is known for a second.
    await expect.poll(async () => openAiCode(await post({ input: "one" })), soon).toEqual([404, "model_not_found"]);
    await edge.joinNode(await startNode(), "desk");
    expect(await openAiCode(await post({ input: [1, 2, 3] }))).toEqual([400, "invalid_input"]);
    expect(await openAiCode(await post({ input: "one", dimensions: vectorDimensions + 1 }))).toEqual([400, "invalid_input"]);
    expect(await openAiCode(await post({ model: "gpt-9", input: "one" }))).toEqual([404, "model_not_found"]);
    expect(await openAiCode(await edge.harness.fetch("/api/v1/embeddings", { method: "POST", body: "{}" }))).toEqual([
      401,
      "unauthenticated",
    ]);
    expect(await openAiCode(await edge.post("/api/v1/embeddings", { input: "x".repeat(8 * 1024 * 1024) }))).toEqual([413, "too_large"]);
  });

  it("keeps that shape when something breaks that nobody foresaw", async () => {
    await edge.query("ALTER TABLE versions RENAME TO versions_away");
    try {
      await expect.poll(async () => openAiCode(await post({ input: "one" })), soon).toEqual([500, "internal"]);
    } finally {
      await edge.query("ALTER TABLE versions_away RENAME TO versions");
    }
  });

  it("waits as long as the caller says it will, and sends its priority to the node", async () => {
    const node = await startNode();
    await edge.joinNode(node, "desk");
    const ask = (wait: string, more: object = {}) =>
      edge.harness.fetch("/api/v1/embeddings", {
        method: "POST",
        headers: { "content-type": "application/json", "x-paissive-principal": JSON.stringify(owner), prefer: `wait=${wait}` },
        body: JSON.stringify({ model: "default-embedding", input: `waits ${wait}`, ...more }),
      });
    expect((await ask("30", { priority: "interactive" })).status).toBe(200);
    expect(node.calls[0]?.priority).toBe("interactive");
    expect((node.calls[0]?.deadline ?? 0) - Date.now()).toBeLessThanOrEqual(30_000);
    node.misbehave({ hang: true });
    expect(await openAiCode(await ask("1"))).toEqual([504, "deadline_exceeded"]);
    node.release();
    expect(await openAiCode(await ask("30", { priority: "urgent" }))).toEqual([400, "invalid_input"]);
  });

  it("says in Retry-After when a full node has room again", async () => {
    const node = await startNode();
    await edge.joinNode(node, "desk");
    node.misbehave({ status: 429, headers: { "retry-after": "7" } });
    const answer = await post({ input: "one" });
    expect(answer.headers.get("retry-after")).toBe("7");
    expect(await openAiCode(answer)).toEqual([429, "overloaded"]);
  });
});

const classifier = { ...testModel, name: "test-classifier", task: "classification" as const, dimensions: 2, labels: ["bad", "good"] };
const ranker = { ...testModel, name: "test-ranker", task: "rerank" as const, dimensions: 1 };

describe("POST /api/v1/classify", () => {
  it("answers every label of every text, the likeliest first, over HTTP and RPC", async () => {
    const joined = await edge.joinNode(await startNode(), "desk", [testModel, classifier]);
    const results = ["one", "two"].map((text) => {
      const [bad, good] = Array.from(Float32Array.from(classesOf(text)));
      return [
        { label: "bad", score: bad ?? 0 },
        { label: "good", score: good ?? 0 },
      ].toSorted((a, b) => b.score - a.score);
    });
    const answer = await edge.post("/api/v1/classify", { model: "test-classifier", input: ["one", "two"] });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { object: "classify", data: results, model: "test-classifier@v1", usage: { prompt_tokens: 6, total_tokens: 6 } },
    ]);
    expect(await edge.rpc("classify", owner, { model: "test-classifier", texts: ["one", "two"] })).toEqual({
      ok: true,
      value: { model: "test-classifier@v1", results, tokens: 6, truncated: 0, nodeId: joined.nodeId, times: nodeTimes },
    });
  });

  it("refuses a model that does something else, and who may not, in OpenAI's shape", async () => {
    await edge.joinNode(await startNode(), "desk", [testModel, classifier]);
    expect(await openAiCode(await edge.post("/api/v1/classify", { model: "default-embedding", input: "a" }))).toEqual([
      400,
      "invalid_input",
    ]);
    expect(await openAiCode(await post({ model: "test-classifier", input: "a" }))).toEqual([400, "invalid_input"]);
    expect(await openAiCode(await edge.post("/api/v1/classify", { model: "none", input: "a" }))).toEqual([404, "model_not_found"]);
    const viewer = { ...owner, role: "viewer" as const };
    expect(await openAiCode(await edge.post("/api/v1/classify", { model: "test-classifier", input: "a" }, viewer))).toEqual([
      403,
      "forbidden",
    ]);
  });

  it("keeps the labels with the version, and a version with other labels away", async () => {
    await edge.joinNode(await startNode(), "desk", [classifier]);
    expect(await (await edge.get("/api/v1/models/test-classifier")).json()).toMatchObject({
      task: "classification",
      labels: ["bad", "good"],
    });
    const changed = { name: "attic", url: "http://127.0.0.1:1", device: "cpu", models: [{ ...classifier, labels: ["good", "bad"] }] };
    expect(await problemCode(await edge.join(changed))).toEqual([409, "conflict"]);
    expect((await outbox()).find(({ type }) => type === "model.registered")?.data).toMatchObject({ labels: ["bad", "good"] });
  });
});

describe("POST /api/v1/rerank", () => {
  const query = "battery life";
  const documents = ["too loud", "the battery life is short", "battery"];

  it("puts the documents in their order, and says by which method", async () => {
    await edge.joinNode(await startNode(), "desk", [testModel, ranker]);
    const ask = async (body: object) => (await edge.post("/api/v1/rerank", { query, documents, ...body })).json();
    expect(await ask({ model: "test-ranker", top_n: 2, return_documents: true })).toEqual({
      object: "rerank",
      id: expect.stringMatching(/^rerank-[0-9a-f-]{36}$/),
      method: "cross-encoder",
      results: [
        { index: 1, relevance_score: 1, document: { text: documents[1] } },
        { index: 2, relevance_score: 0.5, document: { text: documents[2] } },
      ],
      model: "test-ranker@v1",
      usage: { prompt_tokens: 14, total_tokens: 14 },
    });
    expect(await ask({ model: "default-embedding" })).toMatchObject({
      method: "bi-encoder",
      results: [{ index: 1 }, { index: 2 }, { index: 0 }],
    });
  });

  it("is there over RPC, by the default embedding model unless another is named", async () => {
    await edge.joinNode(await startNode(), "desk", [testModel, classifier]);
    expect(await edge.rpc("rerank", owner, { query, documents, topN: 1 })).toMatchObject({
      ok: true,
      value: { model: "test-embedder@v1", method: "bi-encoder", results: [{ index: 1, score: 1 }] },
    });
    expect(await edge.rpc("rerank", owner, { model: "test-classifier", query, documents })).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fields: [{ path: "model" }] },
    });
  });
});

describe("nodes that have not loaded a model", () => {
  it("get its calls only where nobody has it in memory", async () => {
    const [cold, warm] = [await edge.joinNode(await startNode(), "cold"), await edge.joinNode(await startNode(), "warm")];
    await edge.heartbeat(cold, beat({ loaded: [] }));
    await edge.heartbeat(warm, beat({ loaded: ["test-embedder"] }));
    for (let i = 0; i < 6; i++) expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ value: { nodeId: warm.nodeId } });
    await edge.heartbeat(warm, beat({ status: "draining" }));
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ value: { nodeId: cold.nodeId } });
  });
});

const listModels = async () =>
  ((await (await edge.get("/api/v1/models")).json()) as { data: { id: string; aliases: string[]; readyNodes: number }[] }).data;

describe("models and aliases", () => {
  const second = { ...testModel, version: "v2" };

  it("are listed in OpenAI's shape with what serves them", async () => {
    await edge.joinNode(await startNode(), "desk");
    const body = await (await edge.get("/api/v1/models")).json();
    expect(body).toMatchObject({
      object: "list",
      data: [
        {
          id: "test-embedder@v1",
          object: "model",
          created: expect.any(Number),
          owned_by: "paissive",
          dimensions: 8,
          aliases: ["default-embedding"],
          readyNodes: 1,
        },
      ],
    });
    expect(await (await edge.get("/api/v1/models/default-embedding")).json()).toMatchObject({ id: "test-embedder@v1" });
    expect(await problemCode(await edge.get("/api/v1/models/none"))).toEqual([404, "not_found"]);
  });

  it("stay where they are while an old version is served, and are moved by hand", async () => {
    await edge.joinNode(await startNode(), "desk");
    await edge.joinNode(await startNode(), "attic", [second]);
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ value: { model: "test-embedder@v1" } });
    const moved = await edge.put("/api/v1/models/aliases/default-embedding", { model: "test-embedder", version: "v2" }, operator);
    expect(await moved.json()).toMatchObject({ version: "v2", aliases: ["default-embedding"], readyNodes: 1 });
    expect(await edge.rpc("embed", owner, { texts: ["a"] })).toMatchObject({ value: { model: "test-embedder@v2" } });
    const moves = (await outbox()).filter(({ type }) => type === "alias.moved");
    expect(moves.map(({ sequence, data }) => [sequence, data])).toMatchObject([
      [1, { version: "v1", reason: "first-version", previous: null }],
      [2, { version: "v2", reason: "moved-by-hand", previous: { name: "test-embedder", version: "v1" }, movedBy: "operator" }],
    ]);
  });

  it("follow to the new version when the only node comes back with another one", async () => {
    const node = await startNode();
    await edge.joinNode(node, "desk");
    await edge.joinNode(node, "desk", [second]);
    expect((await listModels()).map(({ id, aliases, readyNodes }) => [id, aliases, readyNodes]).toSorted()).toEqual([
      ["test-embedder@v1", [], 0],
      ["test-embedder@v2", ["default-embedding"], 1],
    ]);
  });

  it("stay when the pool was lost just now, and follow once no node of the old version was seen for two minutes", async () => {
    await edge.joinNode(await startNode(), "desk");
    await edge.losePool();
    const attic = await edge.joinNode(await startNode(), "attic", [second]);
    expect(await (await edge.get("/api/v1/models/default-embedding")).json()).toMatchObject({ version: "v1" });
    await edge.query("UPDATE nodes SET last_seen_at = last_seen_at - 120000");
    expect((await edge.heartbeat(attic, beat({ models: [second] }))).status).toBe(204);
    expect(await (await edge.get("/api/v1/models/default-embedding")).json()).toMatchObject({ version: "v2", readyNodes: 1 });
  });

  it("cannot be moved to what is not registered, nor by one of the organisations that share them", async () => {
    await edge.joinNode(await startNode(), "desk");
    const path = "/api/v1/models/aliases/default-embedding";
    const move = async (to: string, version: string, principal: Principal) =>
      problemCode(await edge.put(to, { model: "test-embedder", version }, principal));
    expect(await move(path, "v9", operator)).toEqual([404, "not_found"]);
    expect(await move("/api/v1/models/aliases/test-embedder", "v1", operator)).toEqual([409, "conflict"]);
    expect(await move(path, "v1", owner)).toEqual([403, "forbidden"]);
  });
});

describe("the monitor", () => {
  // The service goes on counting over all tests of this file: each has a model of its own, and what is used an organisation of its own.
  const model = (name: string, version = "v1") => ({ ...testModel, name, version });
  const ada: Principal = { ...owner, organisation: "org_00000000000000000000000007" };
  const adasKey: Principal = { ...ada, kind: "api-key", id: "key_0000000001" };
  const stranger: Principal = { ...owner, organisation: "org_00000000000000000000000008" };
  const embed = (name: string, input: string, principal = owner) => edge.post("/api/v1/embeddings", { model: name, input }, principal);
  const metrics = async (query = "", principal = owner) => (await edge.get(`/api/v1/models/metrics${query}`, principal)).json();
  const series = async (query = "") => ((await metrics(query)) as { series: { node: string | null; total: Figures }[] }).series;
  const usedOf = async (principal: Principal, name: string) => {
    const { items } = (await (await edge.get("/api/v1/usage", principal)).json()) as Usage;
    return items.find((item) => item.model === name);
  };
  const rule = { metric: "error-rate", comparison: "above", threshold: 0.4, minimumRequests: 2, cooldownMinutes: 0, model: "watched" };
  const put = (id: string, body: object, principal = operator) => edge.put(`/api/v1/models/alert-rules/${id}`, body, principal);
  const alertsTold = async () => (await outbox()).filter(({ subject }) => subject.startsWith("alert/"));

  it("changes a rule from what was seen, not over what somebody else has made of it, and not one that was deleted meanwhile", async () => {
    const send = (threshold: number, headers: Record<string, string>) =>
      edge.put("/api/v1/models/alert-rules/seen", { ...rule, threshold }, operator, headers);
    const revisionOf = async (answer: Promise<{ json(): Promise<unknown> }>) => ((await (await answer).json()) as AlertRuleView).revision;
    expect(await problemCode(await send(0.1, {}))).toEqual([428, "precondition_required"]);
    const first = await revisionOf(send(0.1, { "if-none-match": "*" }));
    expect(await problemCode(await send(0.2, { "if-none-match": "*" }))).toEqual([412, "precondition_failed"]);
    const changes = await Promise.all([0.2, 0.3, 0.4, 0.5].map((threshold) => send(threshold, { "if-match": `"v${first}"` })));
    expect(changes.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
    const { items } = (await (await edge.get("/api/v1/models/alert-rules", operator)).json()) as { items: AlertRuleView[] };
    expect(items.map(({ id, revision }) => [id, revision])).toEqual([["seen", first + 1]]);
    // Being measured changes nothing of it.
    await edge.query("DELETE FROM monitor_clock");
    await edge.rpc("keepTime");
    await edge.rpc("deleteAlertRule", operator, "seen");
    expect(await problemCode(await send(0.6, { "if-match": `"v${first + 1}"` }))).toEqual([412, "precondition_failed"]);
    expect(await revisionOf(send(0.7, { "if-none-match": "*" }))).toBeGreaterThan(first + 1);
    await edge.rpc("deleteAlertRule", operator, "seen");
  });

  it("counts calls as their callers saw them, and every attempt at a node", async () => {
    const [full, free] = [await startNode(), await startNode()];
    const [desk, attic] = [await edge.joinNode(full, "desk", [model("counted")]), await edge.joinNode(free, "attic", [model("counted")])];
    full.misbehave({ status: 429, headers: { "retry-after": "1" } });
    free.misbehave({ status: 429, headers: { "retry-after": "1" } });
    expect((await embed("counted", "one")).status).toBe(429);
    free.release();
    expect((await embed("counted", "one two")).status).toBe(200);

    const [asSeen, ...rest] = await series("?model=counted");
    expect(rest).toEqual([]);
    expect(asSeen).toMatchObject({ model: "counted", version: "v1", node: null });
    expect(asSeen?.total).toMatchObject({ requests: 2, errors: { overloaded: 1 }, errorRate: 0.5, tokens: 4, cacheHits: 0 });
    // Of the one that succeeded, within the sketch's error.
    expect(Math.abs((asSeen?.total.queueMs?.p50 ?? 0) / queuedMs - 1)).toBeLessThanOrEqual(0.01);
    const attempts = Object.fromEntries((await series("?by=node&model=counted")).map(({ node, total }) => [node, total]));
    expect(attempts[desk.nodeId]?.errors).toEqual({ busy: attempts[desk.nodeId]?.requests });
    expect(attempts[attic.nodeId]).toMatchObject({ errors: { busy: 1 }, tokens: 4 });
    expect(await series(`?by=node&node=${attic.nodeId}`)).toHaveLength(1);
    expect(await series("?model=another")).toEqual([]);
  });

  it("puts the shards of an hour together, once, without changing what is read", async () => {
    await edge.joinNode(await startNode(), "desk", [model("sharded")]);
    await embed("sharded", "one", ada);
    const read = async () => [(await series("?minutes=2880&model=sharded"))[0]?.total, await usedOf(ada, "sharded")];
    await read();
    const yesterday = "bucket = bucket - 86400000, shard = 'a' WHERE model = 'sharded'";
    await edge.query(`UPDATE model_metrics SET ${yesterday}`);
    await edge.query(`UPDATE model_usage SET ${yesterday}`);
    for (const [table, rest] of [
      ["model_metrics", "tally"],
      ["model_usage", "requests, errors, tokens"],
    ]) {
      const keys = table === "model_metrics" ? "resolution, bucket, model, version, node" : "organisation, bucket, kind, id, model";
      await edge.query(`INSERT INTO ${table} (${keys}, shard, ${rest}) SELECT ${keys}, 'b', ${rest} FROM ${table} WHERE shard = 'a'`);
    }
    const before = await read();
    expect(before).toMatchObject([
      { requests: 2, tokens: 6 },
      { requests: 2, tokens: 6 },
    ]);
    for (let i = 0; i < 2; i++) {
      await edge.query("DELETE FROM monitor_clock");
      await edge.rpc("keepTime");
      expect(await read()).toEqual(before);
    }
    const left = (table: string) => edge.query(`SELECT DISTINCT shard FROM ${table} WHERE model = 'sharded'`);
    expect([await left("model_metrics"), await left("model_usage")]).toEqual([[{ shard: "" }], [{ shard: "" }]]);
  });

  it("compares two versions, and says nothing where too few calls speak", async () => {
    const [first, next] = [await startNode(), await startNode()];
    await edge.joinNode(first, "desk", [model("compared")]);
    await edge.joinNode(next, "attic", [model("compared", "v2")]);
    for (let i = 0; i < 3; i++) await embed("compared@v1", "one");
    next.misbehave({ status: 429, headers: { "retry-after": "1" } });
    await embed("compared@v2", "one");
    const compare = (query: string) => edge.get(`/api/v1/models/metrics/comparison?${query}`);
    const compared = (await (await compare("baseline=compared@v1&candidate=compared@v2")).json()) as Comparison;
    expect(compared).toMatchObject({
      baseline: { version: "v1", requests: 3, errorRate: 0 },
      candidate: { version: "v2", requests: 1, errorRate: 1 },
    });
    // Newcombe's interval of 1/1 − 0/3: 1 − √((1 − 1/(1 + z²))² + (z²/(3 + z²))²).
    expect(compared.difference.errorRate?.value).toBe(1);
    expect(compared.difference.errorRate?.low).toBeCloseTo(0.02797, 4);
    expect(compared.difference.latencyMs).toEqual({ p50: null, p95: null, p99: null });
    expect(await problemCode(await compare("baseline=compared&candidate=none"))).toEqual([404, "not_found"]);
    // The right to ask comes before what is asked.
    const inferring = { ...owner, scopes: ["models:infer" as const] };
    expect(await problemCode(await edge.get("/api/v1/models/metrics/comparison", inferring))).toEqual([403, "forbidden"]);
  });

  it("tells an organisation what it used, by who asked, and the operator what all did", async () => {
    await edge.joinNode(await startNode(), "desk", [model("used")]);
    await embed("used", "one", ada);
    await embed("used", "one two three", adasKey);
    await embed("used", "one two", stranger);
    expect(await usedOf(ada, "used")).toMatchObject({ kind: "api-key", id: adasKey.id, requests: 1, errors: 0, tokens: 5 });
    expect(await usedOf(stranger, "used")).toMatchObject({ kind: "user", id: owner.id, requests: 1, tokens: 4 });
    const { items } = (await (await edge.get("/api/v1/usage/organisations", operator)).json()) as { items: { organisation: string }[] };
    expect(items.find(({ organisation }) => organisation === stranger.organisation)).toMatchObject({ requests: 1, errors: 0, tokens: 4 });
    expect(await problemCode(await edge.get("/api/v1/usage/organisations"))).toEqual([403, "forbidden"]);
  });

  it("raises an alert once, clears it when it is over, and tells the organisation that the rule names", async () => {
    await edge.joinNode(await startNode(), "desk", [model("watched")]);
    expect(await problemCode(await put("failing", rule, owner))).toEqual([403, "forbidden"]);
    expect(await problemCode(await put("Failing!", rule))).toEqual([400, "invalid_input"]);
    await embed("watched", "one");
    await embed("watched", "two");
    const raised = { ...rule, threshold: -1, organisation: owner.organisation };
    expect(await (await put("failing", raised)).json()).toMatchObject({ id: "failing", state: "raised", value: 0 });
    expect(await (await put("failing", raised)).json()).toMatchObject({ state: "raised" });
    const { items } = (await (await edge.get("/api/v1/models/alerts", stranger)).json()) as { items: object[] };
    expect(items).toMatchObject([{ id: "failing", state: "raised", metric: "error-rate" }]);
    expect(items[0]).not.toHaveProperty("organisation");
    expect(await (await put("failing", { ...raised, threshold: 0.4 })).json()).toMatchObject({ state: "quiet" });
    expect(await alertsTold()).toEqual([
      expect.objectContaining({ type: "model.alert-raised", subject: `alert/${owner.organisation}/failing`, sequence: 1 }),
      expect.objectContaining({
        type: "model.alert-cleared",
        sequence: 2,
        data: expect.objectContaining({ reason: "measured", value: 0 }),
      }),
    ]);
    expect(
      (
        await edge.harness.fetch("/rpc", {
          method: "POST",
          body: JSON.stringify({ method: "deleteAlertRule", parameters: [operator, "failing"] }),
        })
      ).ok,
    ).toBe(true);
    expect(await (await edge.get("/api/v1/models/alert-rules", operator)).json()).toEqual({ items: [] });
  });

  it("measures rules as time passes: heartbeats are its clock", async () => {
    const joined = await edge.joinNode(await startNode(), "desk");
    await put("quiet", { metric: "requests-per-minute", comparison: "below", threshold: -1 });
    await edge.query("UPDATE alert_rules SET rule = json_set(rule, '$.threshold', 1000)");
    await edge.query("DELETE FROM monitor_clock");
    await edge.rpc("keepTime");
    expect((await alertsTold()).map(({ type, subject }) => [type, subject])).toEqual([
      ["model.alert-raised", "alert/org_00000000000000000000000000/quiet"],
    ]);
    expect((await edge.heartbeat(joined, beat())).status).toBe(204);
  });
});
