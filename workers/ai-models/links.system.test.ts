import { once } from "node:events";
import { WebSocket } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dialOutAddress, linkCloseCodes, linkPath } from "../../contracts/node-link/protocol.ts";
import { signedHeaders, type JoinAnswer } from "../../contracts/node-protocol.ts";
import { dialOut, type DialledNode } from "./testing/dialled-node.ts";
import { owner, startEdge, testModel, type Edge } from "./testing/edge.ts";
import { startVectorNode, vectorOf } from "./testing/vector-node.ts";

let edge: Edge;
let started: DialledNode[] = [];

beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());
afterEach(async () => {
  await Promise.all(started.map((node) => node.close()));
  started = [];
  await edge.clear();
});

async function start(name = "behind-nat"): Promise<DialledNode> {
  const node = await dialOut(edge.url, name);
  started.push(node);
  await ready(name);
  return node;
}

const nodes = async () => (await edge.rpc("nodes", owner)) as { value: { name: string; status: string; epoch: number }[] };
async function ready(name: string) {
  await expect
    .poll(async () => (await nodes()).value.find((node) => node.name === name)?.status, { interval: 20, timeout: 15_000 })
    .toBe("ready");
}

const embed = (texts: string[], more: object = {}) => edge.rpc("embed", owner, { texts, ...more });
const float32 = (texts: string[]) => Array.from(Float32Array.from(texts.flatMap(vectorOf)));
const answered = (texts: string[], node: DialledNode) => ({
  ok: true,
  value: { vectors: { float32: float32(texts) }, nodeId: node.joins[0]?.nodeId },
});

describe("a node that dials out", () => {
  it("is called over its link and answers as a direct one does", async () => {
    const node = await start();
    expect(await embed(["one", "two"])).toMatchObject(answered(["one", "two"], node));
    expect(await nodes()).toMatchObject({ value: [{ name: "behind-nat", status: "ready", epoch: 1 }] });
  });

  it("gets no calls between its join and its link, whatever an earlier process of its name said", async () => {
    const join = async () => (await edge.join({ name: "desk", url: dialOutAddress, device: "cpu", models: [testModel] })).json();
    const load = { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 };
    await edge.heartbeat((await join()) as JoinAnswer, { epoch: 1, status: "ready", models: [testModel], load });
    expect(await nodes()).toMatchObject({ value: [{ epoch: 1, status: "ready" }] });
    await join();
    expect(await nodes()).toMatchObject({ value: [{ epoch: 2, status: "draining" }] });
    expect(await embed(["a"])).toMatchObject({
      ok: false,
      error: { code: "unavailable", detail: expect.stringContaining("No node serves") },
    });
  });

  it("answers hundreds of calls at once over one socket, each its own", async () => {
    const node = await start();
    const texts = Array.from({ length: 200 }, (_, i) => `text ${i}`);
    const answers = await Promise.all(texts.map((text) => embed([text])));
    answers.forEach((answer, i) => expect(answer).toMatchObject(answered([texts[i] ?? ""], node)));
    expect(node.joins).toHaveLength(1);
  });

  it("takes a body of several windows and gives an answer of several frames", async () => {
    const node = await start();
    const texts = Array.from({ length: 2_048 }, (_, i) => `${i} `.repeat(200));
    const answer = (await embed(texts)) as { ok: true; value: { vectors: { float32: number[] } } };
    expect(answer.value.vectors.float32).toEqual(float32(texts));
    expect(node.joins).toHaveLength(1);
  });

  it("hears that nobody waits any more", async () => {
    const node = await start();
    node.door.misbehave({ hang: true });
    expect(await embed(["a"], { deadline: Date.now() + 200 })).toMatchObject({ ok: false, error: { code: "deadline_exceeded" } });
    await expect.poll(() => node.door.left, { interval: 10 }).toBe(1);
    node.door.release();
    expect(await embed(["b"])).toMatchObject(answered(["b"], node));
  });

  it("passes on what its door refuses, in words and status", async () => {
    const node = await start();
    node.door.misbehave({ status: 400, message: "text 3 is too long" });
    expect(await embed(["a"])).toMatchObject({ ok: false, error: { code: "invalid_input", detail: "text 3 is too long" } });
    node.door.misbehave({ status: 429, headers: { "retry-after": "7" } });
    expect(await embed(["a"])).toMatchObject({ ok: false, error: { code: "overloaded", retryAfter: 7 } });
  });

  it("keeps its link when the actor that holds it is put to sleep", async () => {
    const node = await start();
    await edge.restartLink(node.joins[0]?.nodeId ?? "");
    expect(await embed(["a"])).toMatchObject(answered(["a"], node));
    expect(node.joins).toHaveLength(1);
  });

  it("loses its place to a later process of its name, whose epoch is newer, and takes it again", async () => {
    const old = await start();
    old.door.misbehave({ hang: true });
    const underWay = embed(["under way"]);
    await expect.poll(() => old.door.calls.length, { interval: 10 }).toBe(1);
    const later = await dialOut(edge.url, "behind-nat");
    started.push(later);
    await expect.poll(() => old.lines, { interval: 10 }).toContainEqual(expect.stringContaining("newer"));
    // It was asked of the only node there was, which is gone.
    expect(await underWay).toMatchObject({ ok: false, error: { code: "unavailable" } });
    await expect.poll(() => old.door.left, { interval: 10 }).toBe(1);
    expect(later.joins[0]).toMatchObject({ nodeId: old.joins[0]?.nodeId, epoch: 2 });
  });

  it("finishes what is under way when it leaves, and gets nothing new", async () => {
    const node = await start();
    node.door.misbehave({ hang: true });
    const underWay = embed(["under way"]);
    await expect.poll(() => node.door.calls.length, { interval: 10 }).toBe(1);
    await node.member.leave();
    expect(await embed(["late"])).toMatchObject({ ok: false, error: { code: "unavailable" } });
    node.door.release();
    expect(await underWay).toMatchObject(answered(["under way"], node));
  });

  it("leaves its calls to others when it is gone", async () => {
    const [node, other] = [await start("behind-nat"), await start("another")];
    await node.member.close();
    for (let i = 0; i < 6; i++) expect(await embed([`text ${i}`])).toMatchObject(answered([`text ${i}`], other));
  });
});

describe("opening a link", () => {
  /** How the edge ends a link that is opened so. */
  async function closing(path: string, { nodeId, key }: { nodeId: string; key: string }, timestamp = Date.now()): Promise<number> {
    const parts = { method: "GET", path, timestamp, nonce: crypto.randomUUID(), body: new Uint8Array(0) };
    const url = new URL(path, edge.url);
    url.protocol = "ws:";
    const socket = new WebSocket(url, { headers: await signedHeaders({ nodeId, key }, parts) });
    const [event] = (await once(socket, "close")) as [CloseEvent];
    return event.code;
  }

  it("takes the key of the join, now, and an epoch that has not opened one yet", async () => {
    const node = await start();
    const { nodeId, key, epoch } = node.joins[0] ?? { nodeId: "", key: "", epoch: 0 };
    const path = linkPath(nodeId, epoch);
    expect(await closing(path, { nodeId, key: "00".repeat(32) })).toBe(linkCloseCodes.unauthenticated);
    expect(await closing(path, { nodeId, key }, Date.now() - 61_000)).toBe(linkCloseCodes.unauthenticated);
    expect(await closing(path, { nodeId: "nod_other", key })).toBe(linkCloseCodes.unauthenticated);
    expect(await closing(path, { nodeId, key })).toBe(linkCloseCodes.replaced);
    expect(await closing(linkPath(nodeId, epoch + 1), { nodeId, key })).toBe(linkCloseCodes.replaced);
    // None of them did anything to the link that is open.
    expect(await embed(["a"])).toMatchObject(answered(["a"], node));
  });

  it("is nothing for a node that is called at its address, nor without a socket", async () => {
    const direct = await startVectorNode();
    const { nodeId, key } = await edge.joinNode(direct, "direct");
    expect(await closing(linkPath(nodeId, 1), { nodeId, key })).toBe(linkCloseCodes.replaced);
    expect((await edge.get(linkPath(nodeId, 1))).status).toBe(401);
    await direct.close();
  });
});
