import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as protocol from "./node-protocol.ts";

const key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const parts = {
  method: "POST",
  path: "/v1/embeddings?x=1",
  timestamp: 1_764_000_000_000,
  nonce: "nonce-1",
  body: new TextEncoder().encode('{"input":"hi"}'),
};

describe("a signature", () => {
  it("is the HMAC-SHA256 that openssl computes over method, path, time, nonce and the body's digest", async () => {
    // printf 'POST\n/v1/embeddings?x=1\n1764000000000\nnonce-1\n%s' "$(printf '{"input":"hi"}' | sha256sum | cut -d' ' -f1)"
    //   | openssl dgst -sha256 -mac HMAC -macopt hexkey:0011…eeff
    expect(await protocol.signature(key, parts)).toBe("c64bffcc45219fa1f7381c17742792237b3ad9098f229f41b7e81b4676cf2efd");
  });

  it("agrees with Node's own HMAC for an empty body and a key with high bytes", async () => {
    const highKey = "ff".repeat(32);
    const digest = createHash("sha256").update("").digest("hex");
    const expected = createHmac("sha256", Buffer.from(highKey, "hex")).update(`GET\n/\n5\nn\n${digest}`).digest("hex");
    expect(await protocol.signature(highKey, { method: "GET", path: "/", timestamp: 5, nonce: "n", body: new Uint8Array() })).toBe(
      expected,
    );
  });

  it.each([
    { method: "PUT" },
    { path: "/v1/embeddings" },
    { timestamp: parts.timestamp + 1 },
    { nonce: "nonce-2" },
    { body: new TextEncoder().encode('{"input":"ho"}') },
  ])("changes with %o", async (change) => {
    expect(await protocol.signature(key, { ...parts, ...change })).not.toBe(await protocol.signature(key, parts));
  });

  it("travels in four headers with the key's id, time and nonce that it covers", async () => {
    expect(await protocol.signedHeaders({ nodeId: "nod_1", key }, parts)).toEqual({
      "x-paissive-key": "nod_1",
      "x-paissive-timestamp": "1764000000000",
      "x-paissive-nonce": "nonce-1",
      "x-paissive-signature": await protocol.signature(key, parts),
    });
  });

  it("is no longer taken when its clock is a minute off", () => {
    expect(protocol.signatureWindowSeconds).toBe(60);
  });
});

describe("comparing digests", () => {
  it("finds equal ones equal and any difference unequal, wherever it stands", () => {
    expect(protocol.sameDigest("00ff", "00ff")).toBe(true);
    for (const other of ["10ff", "01ff", "00fe", "00f", "00fff", ""])
      expect([other, protocol.sameDigest("00ff", other)]).toEqual([other, false]);
  });

  it("is not fooled by two differences that cancel out", () => {
    expect(protocol.sameDigest("ab", "ba")).toBe(false);
  });
});

describe("what a node says and is asked", () => {
  const model = { name: "minilm", version: "v1", task: "embedding", dimensions: 384, maxTokens: 256 };
  const join = { name: "box", url: "http://127.0.0.1:8788", device: "cpu", models: [model] };
  const accepts = (schema: { safeParse(input: unknown): { success: boolean } }, input: unknown) => schema.safeParse(input).success;

  it("joins with an address and at least one model", () => {
    expect(accepts(protocol.joinRequestSchema, join)).toBe(true);
    for (const change of [{ url: "box" }, { models: [] }, { name: "" }, { device: "abacus" }, { models: [{ ...model, dimensions: 0 }] }])
      expect([change, accepts(protocol.joinRequestSchema, { ...join, ...change })]).toEqual([change, false]);
  });

  it("heartbeats with an epoch from 1 on and no negative load", () => {
    const heartbeat = { epoch: 1, status: "ready", models: [], load: { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 } };
    expect(accepts(protocol.heartbeatSchema, heartbeat)).toBe(true);
    expect(accepts(protocol.heartbeatSchema, { ...heartbeat, epoch: 0 })).toBe(false);
    expect(accepts(protocol.heartbeatSchema, { ...heartbeat, load: { ...heartbeat.load, queuedTokens: -1 } })).toBe(false);
  });

  it("embeds one text or up to 2,048, as OpenAI's API does, as floats that share their batch unless asked otherwise", () => {
    const asked = (input: unknown) => accepts(protocol.nodeEmbeddingsRequestSchema, { model: "minilm", input });
    expect([asked("a"), asked(["a"]), asked(Array.from({ length: 2_048 }, () => "a"))]).toEqual([true, true, true]);
    expect([asked(""), asked([]), asked([""]), asked(Array.from({ length: 2_049 }, () => "a"))]).toEqual([false, false, false, false]);
    expect(protocol.nodeEmbeddingsRequestSchema.parse({ model: "minilm", input: "a" })).toMatchObject({
      encoding_format: "float",
      isolated: false,
    });
  });
});
