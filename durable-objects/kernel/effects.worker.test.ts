import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../contracts/result.ts";
import { actor } from "./actor.ts";
import { ledger, eventually } from "./testing/desk.ts";
import { ledgerDecider, type Ledger, type LedgerCommand, type LedgerEvent, type LedgerState } from "./testing/ledger.ts";
import { world } from "./testing/world.ts";

beforeEach(() => world.reset());

const booking = (lane?: string, deadline?: number) => ({ type: "deposit", amount: 1, book: true, lane, deadline }) as const;

/** Work that the bank ends only when told. */
function longWork() {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.vault = promise;
  // From inside the actor: a promise that somebody else resolves wakes it late or never.
  return (stub: DurableObjectStub<Ledger>) => runInDurableObject(stub, () => resolve());
}

describe("a lane", () => {
  it("runs no more effects at once than it may, and does not hold up others", async () => {
    const { stub, envelope, state, rows } = ledger();
    const finish = longWork();
    for (let i = 0; i < 3; i++) await stub().execute(envelope(`n${i}`), booking("narrow"));
    for (let i = 0; i < 3; i++) await stub().execute(envelope(`w${i}`), booking());
    await eventually(() => expect(world.atWork).toBe(4));
    expect(await rows("SELECT lane, COUNT(*) AS n FROM effects WHERE status = 'running' GROUP BY lane ORDER BY lane")).toEqual([
      { lane: "book", n: 3 },
      { lane: "narrow", n: 1 },
    ]);
    await finish(stub());
    await eventually(async () => expect((await state()).state.booked).toHaveLength(6));
    expect(world.mostAtWork).toBe(4);
  });

  it("that is full does not keep the alarm ringing", async () => {
    world.now = Date.UTC(2100, 0, 1);
    const { stub, envelope, alarm, rows, state } = ledger();
    const finish = longWork();
    for (const id of ["a", "b"]) await stub().execute(envelope(id), booking("narrow"));
    await stub().acknowledge(2);
    await alarm();
    expect(await rows("SELECT status FROM effects ORDER BY rowid")).toEqual([{ status: "running" }, { status: "pending" }]);
    // The next ring is for the lease of the one that runs, not for the one that has to wait.
    expect(await runInDurableObject(stub(), (_, ctx) => ctx.storage.getAlarm())).toBe(world.now + 30_000);
    await finish(stub());
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-a", "book-b"]));
  });
});

describe("cancelling", () => {
  it("tells the work that runs, and takes nothing of it any more", async () => {
    const { stub, envelope, state, rows } = ledger();
    const finish = longWork();
    await stub().execute(envelope("c1"), booking());
    await eventually(() => expect(world.atWork).toBe(1));
    await stub().execute(envelope("c2"), { type: "cancel", effectId: "book-c1" });
    expect(world.signals[0]?.aborted).toBe(true);
    await finish(stub());
    await eventually(async () => {
      expect((await state()).state.booked).toEqual([]);
      expect(world.accepted.size).toBe(1);
    });
    expect((await state()).state.booked).toEqual([]);
    expect(await rows("SELECT status FROM effects")).toEqual([{ status: "cancelled" }]);
  });
});

describe("what an effect writes beside the log", () => {
  it("is there with the event that speaks of it, or not at all", async () => {
    const { stub, envelope, state, rows } = ledger();
    world.slips = 1;
    await stub().execute(envelope("c1"), booking());
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-c1"]));
    expect(world.slips).toBe(-1);
    expect(await rows("SELECT text FROM notes")).toEqual([{ text: "book-c1" }]);
  });
});

describe("a deadline", () => {
  it("that has passed before the first try ends the effect without one", async () => {
    const { stub, envelope, state } = ledger();
    await stub().execute(envelope("c1"), booking(undefined, Date.now() - 1));
    await eventually(async () => expect((await state()).state.failed).toEqual(["book-c1"]));
    expect(world.signals).toEqual([]);
  });

  it("tells the work that runs when it passes", async () => {
    const { stub, envelope, state } = ledger();
    const finish = longWork();
    await stub().execute(envelope("c1"), booking(undefined, Date.now() + 300));
    await eventually(() => expect(world.signals[0]?.aborted).toBe(true));
    await finish(stub());
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-c1"]));
  });

  it("before which no further try would begin ends the effect at once", async () => {
    world.now = Date.UTC(2100, 0, 1);
    world.refusals = 9;
    const { stub, envelope, alarm, state } = ledger();
    // The first pause is 5 ms × 3/4.
    await stub().execute(envelope("c1"), booking(undefined, world.now + 3));
    await alarm();
    expect((await state()).state.failed).toEqual(["book-c1"]);
    expect(world.refusals).toBe(8);
  });
});

describe("an effect that is cut off", () => {
  it("again and again is given up after twenty times, and the log says so", async () => {
    world.now = Date.UTC(2100, 0, 1);
    const { stub, envelope, alarm, evict, rows, state } = ledger();
    await stub().execute(envelope("c1"), booking());
    for (let i = 0; i < 20; i++) {
      // What a crash in the middle leaves: a leased row and no promise.
      await rows("UPDATE effects SET status = 'running', attempt = attempt + 1, lease_until = ?", world.now + 30_000);
      await evict();
      await state();
    }
    expect(await rows("SELECT status, attempt, interruptions FROM effects")).toEqual([
      { status: "pending", attempt: 0, interruptions: 20 },
    ]);
    await alarm();
    expect((await state()).state.failed).toEqual(["book-c1"]);
    expect(world.accepted.size).toBe(0);
  });
});

describe("a callee that fails", () => {
  const pauseAfterFirst = async (fault: Fault) => {
    world.now = Date.UTC(2100, 0, 1);
    world.fault = fault;
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1, book: true });
    await desk.alarm();
    await eventually(async () => expect(await desk.rows("SELECT 1 FROM attempts")).toHaveLength(1));
    return (await desk.rows("SELECT status, attempt, next_at - ? AS pause FROM effects", world.now))[0];
  };
  const unavailable: Fault = { code: "unavailable", detail: "Not now.", retryable: true };

  it("is left alone as long as it asks for, and never shorter than the pause of the attempt", async () => {
    expect(await pauseAfterFirst({ ...unavailable, retryAfter: 7 })).toMatchObject({ status: "pending", pause: 7_000 });
    // 5 ms, the upper half of it at random: 2.5 + 2.5 · 0.5.
    expect(await pauseAfterFirst({ ...unavailable, retryAfter: 0.001 })).toMatchObject({ status: "pending", pause: 4 });
  });

  it("is not asked again when it says that asking again is of no use", async () => {
    expect(await pauseAfterFirst({ ...unavailable, retryable: false })).toMatchObject({ status: "dead", attempt: 1 });
  });
});

describe("a blueprint", () => {
  const blueprint = {
    kind: "niche" as const,
    follow: "niches:read" as const,
    source: "/niche-analysis",
    queue: () => ({ sendBatch: async () => {} }),
    decider: ledgerDecider,
    effects: {},
    onEffectFailed: (): LedgerCommand => ({ type: "remind" }),
  };
  const made = (options: object) => () => actor<object, LedgerState, LedgerCommand, LedgerEvent>({ ...blueprint, ...options });

  it.each([
    [{ retries: { pay: {} } }, /pay/],
    [{ housekeeping: ["pay"] }, /housekeeping names the effect pay/],
    [{ effects: { pay: () => async () => ({ status: "waiting", afterMs: 1 }) }, retries: { pay: { maxAttempts: 0 } } }, /maxAttempts/],
    [{ lanes: { slow: { concurrency: 0 } } }, /lane slow/],
    [{ snapshotEvery: 1.5 }, /snapshotEvery/],
    [{ limits: { outboxRows: 0 } }, /outboxRows/],
  ])("with a wrong option is refused when it is given: %j", (options, message) => {
    expect(made(options)).toThrow(message);
  });
});
