import { once, EventEmitter } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { padRows } from "../core/token-batch.ts";
import { preparedForTests, sentimentForTests, value } from "../testing/prepared.ts";
import { AskingThread } from "../threads/asking-thread.ts";
import type { LaneAnswer, LaneQuestion, LaneSettings } from "./lane-work.ts";
import { Lanes } from "./lanes.ts";
import { OnnxEngine } from "./onnx-engine.ts";
import { chooseDevice } from "./device.ts";

const rows = (...ids: number[][]) => padRows(ids.map((row) => Int32Array.from(row)));
const opened: OnnxEngine[] = [];
afterEach(() => Promise.all(opened.splice(0).map((engine) => engine.close())));

async function mortal(): Promise<OnnxEngine> {
  const script = new URL("../testing/mortal-lane.ts", import.meta.url);
  const engine = value(await OnnxEngine.alone({ name: "zeros", graphPath: "", dimensions: 1 }, { lanes: 1, device: "cpu", script }));
  opened.push(engine);
  return engine;
}

describe("the engine", () => {
  it("gives equal bytes on every lane", async () => {
    const model = await preparedForTests();
    const engine = value(await OnnxEngine.alone(model, { lanes: 2, device: "cpu" }));
    opened.push(engine);
    const texts = [
      [101, 7592, 2088, 102],
      [101, 2204, 102],
    ];
    const [one, two] = (await Promise.all([engine.run(0, rows(...texts)), engine.run(1, rows(...texts))])).map(value);
    expect(one?.vectors).toHaveLength(2 * 384);
    expect(one?.vectors).toEqual(two?.vectors);
    expect(one?.vectors.slice(0, 384)).not.toEqual(one?.vectors.slice(384));
  }, 60_000);

  it("leaves the event loop free while it computes", async () => {
    const model = await preparedForTests();
    const engine = value(await OnnxEngine.alone(model, { lanes: 1, device: "cpu" }));
    opened.push(engine);
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const { milliseconds } = value(await engine.run(0, rows(...Array.from({ length: 6 }, () => Array.from({ length: 256 }, () => 2_000)))));
    clearInterval(ticking);
    // On the loop itself the same call would leave it at 0 or 1 turn.
    expect(milliseconds).toBeGreaterThan(50);
    expect(turns).toBeGreaterThan(10);
  }, 60_000);

  it("takes a batch to the lane that has least to do, whichever model keeps the other busy", async () => {
    const lanes = value(await Lanes.start({ lanes: 2, device: "cpu" }));
    const [one, other] = [await preparedForTests(), await sentimentForTests()];
    const engines = [value(await OnnxEngine.open(lanes, one)), value(await OnnxEngine.open(lanes, other))] as const;
    const order: string[] = [];
    const long = engines[0]
      .run(0, rows(...Array.from({ length: 6 }, () => Array.from({ length: 256 }, () => 2_000))))
      .then(() => order.push("long"));
    const short = engines[1].run(0, rows([101, 102])).then(() => order.push("short"));
    await Promise.all([long, short]);
    expect(order).toEqual(["short", "long"]);
    await lanes.close();
  }, 60_000);

  it("answers `internal` when the model refuses a batch, and goes on", async () => {
    const model = await preparedForTests();
    const engine = value(await OnnxEngine.alone(model, { lanes: 1, device: "cpu" }));
    opened.push(engine);
    expect(await engine.run(0, rows([1_000_000]))).toMatchObject({ ok: false, error: { code: "internal" } });
    expect((await engine.run(0, rows([101, 102]))).ok).toBe(true);
  }, 60_000);

  it("does not start on a file that is no model, and says why", async () => {
    const { tokenizerPath } = await preparedForTests();
    const failed = await OnnxEngine.alone({ name: "text", graphPath: tokenizerPath, dimensions: 384 }, { lanes: 1, device: "cpu" });
    expect(failed).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect(!failed.ok && failed.error.detail).toContain("lane 0");
  }, 60_000);
});

describe("a lane that starts again", () => {
  it("opens no graph that is not the one that was prepared, and the others", async () => {
    const { graphPath, graphDigest } = await preparedForTests();
    const graphs = { whole: { path: graphPath, digest: graphDigest }, damaged: { path: graphPath, digest: "0".repeat(64) } };
    const settings: LaneSettings = { device: "cpu", threads: 1, graphs };
    const lane = value(
      await AskingThread.start<LaneQuestion, LaneAnswer>({ script: new URL("./lane-thread.ts", import.meta.url), settings, name: "lane" }),
    );
    const run = (model: string) => lane.ask({ kind: "run", model, batch: rows([101, 102]) });
    expect(await run("whole")).toMatchObject({ ok: true });
    expect(await run("damaged")).toMatchObject({ ok: false, error: { code: "unavailable" } });
    await lane.ask({ kind: "load", model: "damaged", graph: graphs.whole });
    expect(await run("damaged")).toMatchObject({ ok: true });
    await lane.close();
  }, 60_000);
});

describe("several threads a lane", () => {
  it("give the vectors that one thread gives", async () => {
    const model = await preparedForTests();
    const text = Array.from({ length: 200 }, (_, i) => 2_000 + i);
    const [one, several] = await Promise.all(
      [1, 2].map(async (threads) => {
        const engine = value(await OnnxEngine.alone(model, { lanes: 1, device: "cpu", threads }));
        opened.push(engine);
        return value(await engine.run(0, rows(text))).vectors;
      }),
    );
    const apart = Math.max(...Array.from(one ?? [], (number, i) => Math.abs(number - (several?.[i] ?? NaN))));
    expect(apart).toBeLessThan(1e-6);
  }, 60_000);
});

describe("a lane that dies", () => {
  it("fails what it held as retryable, is seen as down, and comes back", async () => {
    const engine = await mortal();
    const back = new EventEmitter();
    engine.onLaneReady(() => back.emit("ready"));
    const [doomed, waiting] = [engine.run(0, rows([666])), engine.run(0, rows([1]))];
    const returned = once(back, "ready");
    expect(await doomed).toMatchObject({ ok: false, error: { code: "unavailable", retryable: true } });
    expect((await waiting).ok).toBe(false);
    expect(engine.laneReady(0)).toBe(false);
    await returned;
    expect(engine.laneReady(0)).toBe(true);
    expect((await engine.run(0, rows([1], [2]))).ok).toBe(true);
  });

  it("is not started again once the engine is closed", async () => {
    const engine = await mortal();
    const doomed = engine.run(0, rows([666]));
    await engine.close();
    expect((await doomed).ok).toBe(false);
    expect(engine.laneReady(0)).toBe(false);
  });
});

describe("the device", () => {
  it("is the GPU only where one can be used, and is refused where it is insisted on in vain", () => {
    expect(chooseDevice("auto", () => true)).toEqual({ ok: true, value: "cuda" });
    expect(chooseDevice("auto", () => false)).toEqual({ ok: true, value: "cpu" });
    expect(chooseDevice("cpu", () => true)).toEqual({ ok: true, value: "cpu" });
    expect(chooseDevice("cuda", () => false)).toMatchObject({ ok: false, error: { code: "unavailable" } });
  });
});
