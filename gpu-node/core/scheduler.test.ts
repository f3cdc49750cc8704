import { describe, expect, it } from "vitest";
import { ScriptedEngine } from "../testing/scripted-engine.ts";
import { value } from "../testing/prepared.ts";
import type { BatchLimits } from "./batch-plan.ts";
import type { JobRequest } from "./job.ts";
import { Scheduler } from "./scheduler.ts";

/** A request of texts of the given lengths; every id of text n is `mark + n`. */
function request(lengths: readonly number[], mark: number, more: Partial<JobRequest> = {}): JobRequest {
  const ids = Int32Array.from(lengths.flatMap((length, n) => Array.from({ length }, () => mark + n)));
  return { ids, lengths: Int32Array.from(lengths), isolated: false, deadline: undefined, signal: new AbortController().signal, ...more };
}

function open(lanes: number, queueTokens = 1_000, limits: BatchLimits = { paddedTokens: 64, fill: 0.85 }) {
  const engine = new ScriptedEngine(lanes);
  const clock = { now: 1_000_000 };
  const scheduler = new Scheduler({ engine, queueTokens, limits, now: () => clock.now });
  const marks = (batch: number) => engine.batches[batch]?.rows.map((row) => row[0]);
  /** Ends the running batches one after the other until nothing starts any more. */
  const finishAll = async () => {
    for (let next = 0; next < engine.batches.length; next++) {
      engine.batches[next]?.finish();
      await settle();
    }
  };
  return { engine, scheduler, clock, marks, finishAll };
}

/** Lets every promise that can go on go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("dispatch", () => {
  it("starts at once when a lane is idle", () => {
    const { engine, scheduler } = open(1);
    void scheduler.submit(request([5], 100));
    expect(engine.batches).toHaveLength(1);
  });

  it("gives every text its own vector, in the order asked", async () => {
    const { scheduler, finishAll } = open(2);
    const answer = scheduler.submit(request([7, 30, 3, 30, 8], 100));
    await finishAll();
    expect([...value(await answer).vectors]).toEqual([7, 100, 30, 101, 3, 102, 30, 103, 8, 104]);
  });

  it("puts texts of different requests into one batch when their lengths are near", async () => {
    const { scheduler, engine, marks, finishAll } = open(1);
    const answers = [request([60], 1), request([10], 100), request([40], 200), request([11], 300)].map((one) => scheduler.submit(one));
    await finishAll();
    await Promise.all(answers);
    expect(engine.batches.map((_, i) => marks(i))).toEqual([[1], [100, 300], [200]]);
  });

  it("spreads one request over idle lanes instead of filling one batch", () => {
    const { scheduler, engine } = open(2, 10_000, { paddedTokens: 512, fill: 0.85 });
    void scheduler.submit(
      request(
        Array.from({ length: 40 }, () => 10),
        100,
      ),
    );
    expect(engine.batches.map(({ lane, rows }) => [lane, rows.length])).toEqual([
      [0, 20],
      [1, 20],
    ]);
  });

  it("lets a short request pass a long one that came first", async () => {
    const { scheduler, engine, finishAll, marks } = open(1, 10_000);
    const long = scheduler.submit(
      request(
        Array.from({ length: 30 }, () => 60),
        1_000,
      ),
    );
    const short = scheduler.submit(request([60], 1));
    await finishAll();
    await Promise.all([long, short]);
    const turn = engine.batches.findIndex((_, i) => marks(i)?.includes(1));
    expect(turn).toBeGreaterThan(0);
    expect(turn).toBeLessThan(5);
  });

  it("lets who is waited for go before what can wait, whoever came first", async () => {
    const { scheduler, engine, finishAll, marks } = open(1, 10_000);
    const texts = Array.from({ length: 10 }, () => 60);
    const answers = [
      scheduler.submit(request(texts, 1_000, { priority: "background" })),
      scheduler.submit(request([60], 2_000)),
      scheduler.submit(request([60], 3_000, { priority: "interactive" })),
    ];
    await finishAll();
    await Promise.all(answers);
    // Two batches had begun before anybody else was there.
    expect(engine.batches.slice(0, 5).map((_, i) => marks(i))).toEqual([[1_000], [1_001], [3_000], [2_000], [1_002]]);
  });

  it("lets what can wait go before what is more urgent once it has waited long", async () => {
    const { scheduler, engine, clock, finishAll, marks } = open(1, 10_000);
    const answers = [scheduler.submit(request([60, 60, 60], 1_000, { priority: "background" }))];
    clock.now += 15_100;
    answers.push(scheduler.submit(request([60], 3_000, { priority: "interactive" })));
    await finishAll();
    await Promise.all(answers);
    expect(engine.batches.map((_, i) => marks(i))).toEqual([[1_000], [1_001], [1_002], [3_000]]);
  });

  it("prepares one batch ahead on a busy lane under a backlog, and no more", () => {
    const { engine, scheduler } = open(1, 10_000);
    void scheduler.submit(
      request(
        Array.from({ length: 10 }, () => 60),
        100,
      ),
    );
    expect(engine.batches).toHaveLength(2);
  });
});

describe("the size of batches", () => {
  /** Texts in the first batch of many equal ones, after batches that took `fixed` and `perToken` milliseconds. */
  async function firstBatch(fixed: number, perToken: number, tuned: boolean): Promise<number | undefined> {
    const engine = new ScriptedEngine(1);
    const scheduler = new Scheduler({ engine, queueTokens: 100_000, limits: { paddedTokens: 1_200, fill: 0.85 }, tuned });
    for (const [number, length] of [8, 100, 8, 200].entries()) {
      const seen = scheduler.submit(request([length], 1));
      engine.batches[number]?.finish(fixed + perToken * length);
      await seen;
    }
    void scheduler.submit(
      request(
        Array.from({ length: 500 }, () => 10),
        1,
      ),
    );
    return engine.batches.at(4)?.rows.length;
  }

  it("is as large as pays on the device: small where a batch costs little by itself, to the limit where it costs much", async () => {
    expect(await firstBatch(0, 0.5, true)).toBe(25);
    expect(await firstBatch(10, 0.5, true)).toBe(100);
    expect(await firstBatch(100, 0.5, true)).toBe(120);
  });

  it("is what was set, where it was set", async () => {
    expect(await firstBatch(0, 0.5, false)).toBe(120);
  });
});

describe("admission", () => {
  it("refuses beyond its bound and says how many seconds to wait", async () => {
    const { scheduler } = open(1, 100);
    void scheduler.submit(request([60], 1));
    void scheduler.submit(request([60], 2));
    void scheduler.submit(request([60], 3));
    const refused = await scheduler.submit(request([60], 4));
    // 60 tokens wait (one batch runs, one stands ready), 2,000 a second are assumed until measured.
    expect(refused).toMatchObject({ ok: false, error: { code: "overloaded", retryAfter: 1 } });
  });

  it("leaves room for callers beside what can wait", async () => {
    const { scheduler } = open(1, 1_000);
    const background = (mark: number) => scheduler.submit(request([60, 60, 60, 60, 60], mark, { priority: "background" }));
    void background(1);
    void background(10);
    // 480 tokens wait: two texts stand ready or run.
    expect(await background(20)).toMatchObject({ ok: false, error: { code: "overloaded" } });
    void scheduler.submit(request([60, 60], 30));
    expect(scheduler.load().queuedTokens).toBe(600);
  });

  it("computes the wait from the queue and the measured speed", async () => {
    const { scheduler, engine } = open(1, 50_000);
    const first = scheduler.submit(request([60], 1));
    engine.batches[0]?.finish();
    await first;
    expect(scheduler.load().tokensPerSecond).toBe(60_000);
    void scheduler.submit(
      request(
        Array.from({ length: 4_000 }, () => 60),
        10,
      ),
    );
    expect(scheduler.load().queuedTokens).toBe(240_000 - 120);
    expect(scheduler.refusal(60)?.retryAfter).toBe(4);
  });

  it("takes a request larger than the bound when nothing waits", async () => {
    const { scheduler, finishAll } = open(1, 100);
    const answer = scheduler.submit(
      request(
        Array.from({ length: 10 }, () => 60),
        1,
      ),
    );
    await finishAll();
    expect(value(await answer).tokens).toBe(600);
  });
});

describe("who no longer waits", () => {
  it("is never computed: a cancelled request leaves the line and its tokens with it", async () => {
    const { scheduler, engine, finishAll } = open(1);
    const left = new AbortController();
    const first = scheduler.submit(request([60], 1));
    const cancelled = scheduler.submit(request([20, 20], 500, { signal: left.signal }));
    expect(scheduler.load().queuedTokens).toBe(40);
    left.abort();
    expect(await cancelled).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect(scheduler.load().queuedTokens).toBe(0);
    await finishAll();
    await first;
    expect(engine.batches.flatMap(({ rows }) => rows.map((row) => row[0]))).toEqual([1]);
  });

  it("gets 504 when its deadline passed before its turn, and is not computed", async () => {
    const { scheduler, engine, clock } = open(1);
    void scheduler.submit(request([60], 1));
    const late = scheduler.submit(request([60], 2, { deadline: clock.now + 60_000 }));
    clock.now += 60_001;
    engine.batches[0]?.finish();
    expect(await late).toMatchObject({ ok: false, error: { code: "deadline_exceeded" } });
    expect(engine.batches).toHaveLength(1);
  });

  it("gets 504 at once when its deadline passed before it came", async () => {
    const { scheduler, clock } = open(1);
    expect(await scheduler.submit(request([5], 1, { deadline: clock.now }))).toMatchObject({ error: { code: "deadline_exceeded" } });
  });

  it("goes before others when its deadline is near", async () => {
    const { scheduler, engine, clock, marks, finishAll } = open(1);
    const answers = [
      scheduler.submit(request([60], 1)),
      scheduler.submit(request([60], 2)),
      scheduler.submit(request([60], 3, { deadline: clock.now + 5 })),
    ];
    await finishAll();
    await Promise.all(answers);
    expect(engine.batches.map((_, i) => marks(i))).toEqual([[1], [3], [2]]);
  });
});

describe("an isolated request", () => {
  it("shares no batch and is divided by its own lengths", async () => {
    const { scheduler, engine, marks, finishAll } = open(1);
    const answers = [
      scheduler.submit(request([60], 1)),
      scheduler.submit(request([10], 2)),
      scheduler.submit(request([10], 3, { isolated: true })),
      scheduler.submit(request([10, 4, 10], 50, { isolated: true })),
      scheduler.submit(request([10], 80)),
    ];
    await finishAll();
    await Promise.all(answers);
    expect(engine.batches.map((_, i) => marks(i))).toEqual([[1], [2, 80], [3], [51, 50, 52]]);
  });
});

describe("a lane that dies", () => {
  it("costs its texts one more try, each by itself, and nobody an answer", async () => {
    const { scheduler, engine, finishAll } = open(1);
    const answer = scheduler.submit(request([10, 10], 7));
    engine.takeDown(0);
    engine.batches[0]?.fail();
    await settle();
    expect(scheduler.ready).toBe(false);
    expect(engine.batches).toHaveLength(1);
    engine.bringUp(0);
    await finishAll();
    expect([...value(await answer).vectors]).toEqual([10, 7, 10, 8]);
    expect(engine.batches.slice(1).map(({ rows }) => rows.length)).toEqual([1, 1]);
  });

  it("twice under the same text fails that request alone", async () => {
    const { scheduler, engine } = open(1);
    const first = scheduler.submit(request([60], 1));
    const [poison, innocent] = [scheduler.submit(request([10], 7)), scheduler.submit(request([10], 9))];
    for (let next = 0; next < engine.batches.length; next++) {
      const holdsPoison = engine.batches[next]?.rows.some((row) => row[0] === 7);
      if (holdsPoison) engine.batches[next]?.fail();
      else engine.batches[next]?.finish();
      await settle();
    }
    expect(engine.batches.map(({ rows }) => rows.map((row) => row[0]))).toEqual([[1], [7, 9], [7], [9]]);
    expect((await first).ok).toBe(true);
    expect(await poison).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect((await innocent).ok).toBe(true);
    expect(scheduler.load()).toMatchObject({ queuedTokens: 0, runningTokens: 0 });
  });
});
