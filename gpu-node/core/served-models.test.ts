import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Lanes } from "../backends/lanes.ts";
import type { PreparedModel } from "../models/model-store.ts";
import { preparedForTests, sentimentForTests, value } from "../testing/prepared.ts";
import type { JobRequest } from "./job.ts";
import { ServedModels, type ServedModelsOptions } from "./served-models.ts";

let embedder: PreparedModel;
let classifier: PreparedModel;
let lines: string[] = [];
beforeAll(async () => {
  [embedder, classifier] = [await preparedForTests(), await sentimentForTests()];
}, 60_000);

const opened: ServedModels[] = [];
afterEach(async () => {
  lines = [];
  await Promise.all(opened.splice(0).map((models) => models.close()));
});

async function open(more: Partial<ServedModelsOptions> = {}): Promise<ServedModels> {
  const lanes = value(await Lanes.start({ lanes: 1, device: "cpu" }));
  const options = { memoryBytes: Infinity, idleMs: Infinity, queueTokens: 10_000, limits: { paddedTokens: 512, fill: 0.85 } };
  const served = await ServedModels.open({
    models: [embedder, classifier],
    lanes,
    ...options,
    log: (line) => lines.push(line),
    ...more,
  });
  if (!served.ok) await lanes.close();
  opened.push(...(served.ok ? [served.value] : []));
  return value(served);
}

/** [CLS], `words` times "good", [SEP]. */
function request(words = 1, more: Partial<JobRequest> = {}): JobRequest {
  const ids = Int32Array.from([101, ...Array.from({ length: words }, () => 2_204), 102]);
  return { ids, lengths: Int32Array.of(ids.length), isolated: false, deadline: undefined, signal: new AbortController().signal, ...more };
}

/** Both fit apart, not together, on one lane. */
const oneAtATime = () => classifier.graphBytes + 1_000_000;

describe("the models of a node", () => {
  it("are loaded by the first that asks, once for all who ask", async () => {
    const models = await open();
    expect(models.loaded).toEqual([embedder.name]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => models.submit(classifier.name, request())));
    expect(answers.map((answer) => value(answer).vectors.length)).toEqual([2, 2, 2, 2, 2]);
    expect(models.loaded).toEqual([embedder.name, classifier.name]);
    expect(lines).toEqual([`loaded ${embedder.name}`, `loaded ${classifier.name}`]);
  });

  it("give the same numbers side by side on shared lanes as apart", async () => {
    const models = await open();
    const apart = [await models.submit(embedder.name, request(3)), await models.submit(classifier.name, request(3))].map(value);
    const side = await Promise.all(
      Array.from({ length: 20 }, (_, i) => models.submit(i % 2 === 0 ? embedder.name : classifier.name, request(3, { isolated: true }))),
    );
    side.forEach((answer, i) => expect(value(answer).vectors).toEqual(apart[i % 2]?.vectors));
  });

  it("take turns batch by batch: much work for one does not keep the other waiting", async () => {
    const models = await open();
    value(await models.submit(classifier.name, request()));
    const order: string[] = [];
    const long = { ids: new Int32Array(256 * 12).fill(2_204), lengths: new Int32Array(12).fill(256) };
    const much = models.submit(embedder.name, { ...request(), ...long }).then(() => order.push("much"));
    await models.submit(classifier.name, request()).then(() => order.push("little"));
    await much;
    expect(order).toEqual(["little", "much"]);
  }, 60_000);

  it("make room for each other when memory is bounded, the longest unused first", async () => {
    const models = await open({ memoryBytes: oneAtATime() });
    for (const name of [classifier.name, embedder.name, classifier.name]) {
      expect((await models.submit(name, request())).ok).toBe(true);
      expect(models.loaded).toEqual([name]);
    }
    expect(lines.filter((line) => line.startsWith("unloaded"))).toEqual(
      [embedder.name, classifier.name, embedder.name].map((name) => `unloaded ${name}`),
    );
  });

  it("are never unloaded under a request: who needs the room waits for its end", async () => {
    const models = await open({ memoryBytes: oneAtATime() });
    const long = { ids: new Int32Array(256 * 8).fill(2_204), lengths: new Int32Array(8).fill(256) };
    const under = models.submit(embedder.name, { ...request(), ...long });
    const waiting = models.submit(classifier.name, request());
    expect(models.loaded).toEqual([embedder.name]);
    expect((await under).ok).toBe(true);
    expect((await waiting).ok).toBe(true);
    expect(models.loaded).toEqual([classifier.name]);
  });

  it("are waited for no longer than the answer is of use", async () => {
    const models = await open({ memoryBytes: oneAtATime() });
    const long = { ids: new Int32Array(256 * 20).fill(2_204), lengths: new Int32Array(20).fill(256) };
    const under = models.submit(embedder.name, { ...request(), ...long });
    const late = await models.submit(classifier.name, request(1, { deadline: Date.now() + 20 }));
    expect(late).toMatchObject({ ok: false, error: { code: "deadline_exceeded" } });
    const left = new AbortController();
    const gone = models.submit(classifier.name, request(1, { signal: left.signal }));
    left.abort();
    expect(await gone).toMatchObject({ ok: false, error: { code: "unavailable", detail: "The caller left." } });
    expect((await under).ok).toBe(true);
  });

  it("leave memory when nobody asks, and come back", async () => {
    const models = await open({ idleMs: 40 });
    while (models.loaded.length > 0) await pause(5);
    expect(models.load()).toEqual({ queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 });
    expect(models.ready).toBe(true);
    expect((await models.submit(embedder.name, request())).ok).toBe(true);
  });

  it("share one bound on what waits", async () => {
    const models = await open({ queueTokens: 300 });
    value(await models.submit(classifier.name, request()));
    const long = { ids: new Int32Array(256 * 20).fill(2_204), lengths: new Int32Array(20).fill(256) };
    const admitted = models.submit(embedder.name, { ...request(), ...long });
    const refused = await models.submit(classifier.name, request(300));
    expect(refused).toMatchObject({ ok: false, error: { code: "overloaded" } });
    expect((await admitted).ok).toBe(true);
  });

  it("are refused at the start when one alone is over the bound", async () => {
    const lanes = value(await Lanes.start({ lanes: 1, device: "cpu" }));
    const options = { lanes, memoryBytes: 2 ** 20, idleMs: Infinity, queueTokens: 10, limits: { paddedTokens: 512, fill: 0.85 } };
    const refused = await ServedModels.open({ models: [embedder], ...options });
    expect(refused).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!refused.ok && refused.error.detail).toMatch(/PAISSIVE_NODE_MEMORY_MB is 1, too little: \d+ MB for all-minilm-l6-v2 on 1 lanes/);
  });

  it("that cannot be loaded fail their own requests only", async () => {
    const models = await open({ models: [embedder, { ...classifier, graphPath: classifier.tokenizerPath }] });
    expect(await models.submit(classifier.name, request())).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect((await models.submit(embedder.name, request())).ok).toBe(true);
    expect(await models.submit("another", request())).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});
