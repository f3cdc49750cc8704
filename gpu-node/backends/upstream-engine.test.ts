import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CharacterTokenizer } from "../core/character-tokenizer.ts";
import { Scheduler } from "../core/scheduler.ts";
import { padRows } from "../core/token-batch.ts";
import { readModelList } from "../models/model-list.ts";
import { quietStore } from "../models/store-context.ts";
import { value } from "../testing/prepared.ts";
import { tokensOf, UpstreamHost, type UpstreamAnswer } from "../testing/upstream-host.ts";
import { UpstreamEngine } from "./upstream-engine.ts";

let host: UpstreamHost;
// One each: a call that a test gave up may come late, and must not get what the next one prepared.
beforeEach(async () => (host = await UpstreamHost.open()));
afterEach(() => host.close());

const rowsOf = (texts: readonly string[]) => texts.map((text) => Int32Array.from(new CharacterTokenizer(1_000).encode(text).ids));
const unit = (...numbers: number[]) => Float32Array.from(numbers.map((x) => x / Math.hypot(...numbers)));

function run(texts: readonly string[], answerWithinMs?: number) {
  const engine = new UpstreamEngine({ base: host.url, model: "nomic-embed-text", key: "sk-test" }, 3, answerWithinMs);
  return engine.run(0, padRows(rowsOf(texts))).finally(() => engine.close());
}

describe("a model of another server", () => {
  it("is asked for vectors with the key, and its answer is put in order and brought to length 1", async () => {
    const { vectors } = value(await run(["häuser", "🦊 is here", "a"]));
    expect(host.requests).toEqual([{ input: ["häuser", "🦊 is here", "a"], authorization: "Bearer sk-test" }]);
    expect(vectors.subarray(0, 3)).toEqual(unit(6, 104, 114));
    expect(vectors.subarray(6)).toEqual(unit(1, 97, 97));
  });

  it("is entered in the list by its address; it is asked for the length of its vectors, and its version says what it is", async () => {
    const sources = { hub: { base: new URL(host.url) }, registry: new URL(host.url), upstreamKey: () => "sk-test" };
    const [choice] = value(readModelList(`nomic=openai+${host.url}#nomic-embed-text`, sources));
    const made = value((await choice?.make("", quietStore)) ?? { ok: false, error: { code: "internal", detail: "", retryable: false } });
    expect(made).toMatchObject({ kind: "upstream", name: "nomic", task: "embedding", dimensions: 3 });
    expect(made.version).toMatch(/^[0-9a-f]{64}$/);
    const wrong = readModelList("nomic=openai+http://10.0.0.7/v1#m", sources);
    expect(wrong.ok ? "accepted" : wrong.error.detail).toContain("a key is not sent over plain http");
    const bare = readModelList("nomic=openai+https://host/v1", sources);
    expect(bare.ok ? "accepted" : bare.error.detail).toContain("#model");
  });

  const failing: [string, UpstreamAnswer, object][] = [
    ["a refused key", { status: 401, body: { error: { message: "Incorrect API key" } } }, { code: "unavailable", retryable: false }],
    ["an unknown model", { status: 404, body: { error: 'model "x" not found' } }, { code: "unavailable", retryable: false }],
    ["refused texts", { status: 400, body: { error: { message: "input is too long" } } }, { code: "invalid_input" }],
    ["too much to do", { status: 429, headers: { "retry-after": "7" } }, { code: "overloaded", retryAfter: 7 }],
    ["a broken server", { status: 500 }, { code: "unavailable", retryable: true }],
    ["too few vectors", { status: 200, body: { data: [] } }, { code: "internal" }],
    ["vectors of another size", { status: 200, body: { data: [{ index: 0, embedding: [1] }] } }, { code: "internal" }],
    ["another address", { status: 307, headers: { location: "http://127.0.0.1:9/" } }, { code: "unavailable" }],
  ];
  it.each(failing)("that answers with %s fails with the reason", async (_, answer, error) => {
    host.answers = [answer];
    expect(await run(["a"])).toMatchObject({ ok: false, error });
  });

  it("that does not answer in time, or is not there, is unavailable", async () => {
    host.answers = [{ status: 200, silent: true }];
    expect(await run(["a"], 30)).toMatchObject({ ok: false, error: { code: "unavailable", detail: expect.stringContaining("in time") } });
    const nobody = new UpstreamEngine({ base: "http://127.0.0.1:9/v1", model: "m" }, 3);
    expect(await nobody.run(0, padRows(rowsOf(["a"])))).toMatchObject({ ok: false, error: { code: "unavailable" } });
  });

  it("says how many tokens it read: each request gets its share of a batch, and all of them together the whole", async () => {
    const engine = new UpstreamEngine({ base: host.url, model: "m" }, 3);
    const scheduler = new Scheduler({ engine, queueTokens: 10_000, limits: { paddedTokens: 65_536, fill: 0 } });
    const texts = [["one"], ["two words", "three short words"], ["a", "b", "c"], ["the last of them"]];
    const answers = await Promise.all(
      texts.map(rowsOf).map((rows) => {
        const [ids, lengths] = [Int32Array.from(rows.flatMap((row) => [...row])), Int32Array.from(rows, ({ length }) => length)];
        return scheduler.submit({ ids, lengths, isolated: false, deadline: undefined, signal: new AbortController().signal });
      }),
    );
    const counted = answers.map((answer) => value(answer).tokens);
    expect(counted.reduce((sum, tokens) => sum + tokens, 0)).toBe(texts.flat().reduce((sum, text) => sum + tokensOf(text), 0));
    // The first four batches go to idle lanes, each with what came in one request: no share is a guess.
    expect(host.requests.map(({ input }) => input)).toEqual(texts);
    expect(counted).toEqual([1, 5, 3, 4]);
    await engine.close();
  });

  it.each([{}, { usage: { prompt_tokens: 0, total_tokens: 0 } }])("that counts no tokens (%o) leaves it to the node", async (usage) => {
    host.answers = [{ status: 200, body: { data: [{ index: 0, embedding: [1, 2, 2] }], ...usage } }];
    expect(value(await run(["abc"])).tokens).toBeUndefined();
  });

  it("is left alone while it wants to be, and then answers what waited", async () => {
    host.answers = [{ status: 429, headers: { "retry-after": "0.05" } }];
    const engine = new UpstreamEngine({ base: host.url, model: "m" }, 3);
    const scheduler = new Scheduler({ engine, queueTokens: 10_000, limits: { paddedTokens: 65_536, fill: 0 } });
    const [row = new Int32Array()] = rowsOf(["abc"]);
    const request = { ids: row, lengths: Int32Array.of(3), isolated: false, deadline: undefined, signal: new AbortController().signal };
    const begun = performance.now();
    const answer = value(await scheduler.submit(request));
    expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
    expect(answer.vectors).toEqual(unit(3, 97, 99));
    expect(host.requests).toHaveLength(2);
    await engine.close();
  });
});
