import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Lanes } from "../backends/lanes.ts";
import type { PreparedModel } from "../models/model-store.ts";
import { preparedForTests, value } from "../testing/prepared.ts";
import type { JobAnswer } from "./job.ts";
import { ServedModels } from "./served-models.ts";
import { Serving } from "./serving.ts";

let eight: PreparedModel;
/** The same model with other weights, under the same name: what a new version is. */
let exact: PreparedModel;
let lines: string[];
let open: Serving[] = [];
beforeAll(async () => {
  [eight, exact] = [await preparedForTests("w8"), await preparedForTests("fp32")];
}, 60_000);
afterEach(async () => {
  await Promise.all(open.map((serving) => serving.close()));
  open = [];
});

async function serve(memoryBytes = Infinity): Promise<Serving> {
  lines = [];
  const lanes = value(await Lanes.start({ lanes: 1, device: "cpu" }));
  const models = await ServedModels.open({
    models: [eight],
    lanes,
    memoryBytes,
    idleMs: Infinity,
    queueTokens: 100_000,
    limits: { paddedTokens: 512, fill: 0.85 },
    log: (line) => lines.push(line),
  });
  const serving = value(await Serving.open(value(models), [eight]));
  open.push(serving);
  return serving;
}

/** Reads and computes as the door does; `wait` is between the two. */
function ask(serving: Serving, text: string, wait: Promise<unknown> = Promise.resolve()): Promise<{ version: string; answer: JobAnswer }> {
  const signal = new AbortController().signal;
  const body = new Uint8Array(new TextEncoder().encode(JSON.stringify({ model: eight.name, input: text, isolated: true })));
  return serving.hold(async ({ reader, offered }) => {
    const { ids, lengths, isolated, deadline } = value(await reader.read({ route: "/v1/embeddings", body }, signal));
    await wait;
    const version = offered[0]?.version ?? "";
    return {
      version,
      answer: value(await serving.models.submit(`${eight.name}@${version}`, { ids, lengths, isolated, deadline, signal })),
    };
  });
}

describe("models that take the place of others", () => {
  it("serve what begins from then on, while requests inside end with the old ones, which then leave memory", async () => {
    const serving = await serve();
    const old = await ask(serving, "Good case, excellent value.");
    let go: () => void = () => undefined;
    const inside = ask(serving, "Good case, excellent value.", new Promise<void>((resolve) => (go = resolve)));
    expect(await serving.replace([exact])).toEqual({ ok: true, value: true });
    // Loaded and warm before it was switched to.
    expect(lines).toEqual([`loaded ${eight.name}`, `loaded ${eight.name}`]);
    const fresh = await ask(serving, "Good case, excellent value.");
    expect([old.version, fresh.version]).toEqual([eight.version, exact.version]);
    expect(fresh.answer.vectors).not.toEqual(old.answer.vectors);
    expect(serving.models.offered.map(({ version }) => version)).toEqual([exact.version]);
    go();
    const late = await inside;
    expect(late.version).toBe(eight.version);
    expect(late.answer.vectors).toEqual(old.answer.vectors);
    while (!lines.includes(`unloaded ${eight.name}`)) await pause(5);
    expect((await ask(serving, "still")).version).toBe(exact.version);
  }, 60_000);

  it("are loaded by their first request where memory has no room for both", async () => {
    const serving = await serve(exact.graphBytes + 1_000_000);
    value(await serving.replace([exact]));
    expect(serving.models.loaded).toEqual([]);
    expect((await ask(serving, "good")).version).toBe(exact.version);
  }, 60_000);

  it("leave everything as it was when one cannot be loaded", async () => {
    const serving = await serve();
    const broken = { ...exact, version: "broken", graphPath: exact.tokenizerPath };
    expect(await serving.replace([broken])).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect((await ask(serving, "good")).version).toBe(eight.version);
  }, 60_000);
});
