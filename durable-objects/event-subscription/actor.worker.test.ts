import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { subscriptionName, type Subscriber } from "../../workers/event-bus/domain/subscribers.ts";
import { append } from "../../workers/event-bus/store.ts";
import { order, revoke } from "../../workers/event-bus/testing/account.ts";
import { accountsIn, bus, derived, organisation, run, settled, startAfresh, stranger } from "../../workers/event-bus/testing/fixture.ts";
import { parkAfter, parkedPauseMs } from "./stalling.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** So far ahead that no alarm fires by itself: time passes only where a test says so. */
const start = Date.UTC(2100, 0, 1);
const time = { now: start };
const clock = { now: () => time.now, random: () => 0 };

beforeEach(async () => {
  await startAfresh();
  time.now = start;
});

function subscription(subscriber: Subscriber) {
  const stub = bus.EVENT_SUBSCRIPTION.getByName(subscriptionName(subscriber));
  return {
    stub,
    settled: () => settled(subscriber),
    state: (of = organisation) => stub.state(of),
    setClock: () => runInDurableObject(stub, (instance) => void (instance.clock = clock)),
    /** Wakes the subscription and waits until its turn is over. */
    wake: async (head = 1_000) => {
      await runInDurableObject(stub, (instance) => void (instance.clock = clock));
      await stub.wake({ subscriber, head });
      await settled(subscriber);
    },
    /** Lets time pass to the next alarm and a turn come of it. */
    passTime: async (milliseconds: number) => {
      time.now += milliseconds;
      await runDurableObjectAlarm(stub);
      await settled(subscriber);
    },
  };
}

const ledger = () => subscription("niche-analysis");
const journal = () => subscription("marketing");

const untilHolding = () =>
  vi.waitFor(async () => expect(await bus.LEDGER_DB.prepare("SELECT 1 FROM orders WHERE name = 'holding'").first()).not.toBeNull());

describe("delivery", () => {
  it("hands every event to the subscriber in the order of its subject, and remembers how far it is", async () => {
    await append(bus.EVENT_BUS_DB, [derived("a", 1), derived("b", 1), ...run("a", 2, 3)]);
    await ledger().wake();
    expect(await accountsIn(bus.LEDGER_DB)).toEqual({ a: { amount: 6, trail: "1 2 3" }, b: { amount: 1, trail: "1" } });
    expect(await ledger().state()).toMatchObject({ cursor: 4, failures: 0, stalled: [], handles: ["niche.derived"] });
  });

  it("passes over events that the subscriber does not want", async () => {
    await append(bus.EVENT_BUS_DB, [
      { ...derived("a", 1), type: "niche.created" },
      derived("b", 1),
      { ...derived("c", 1), type: "niche.created" },
    ]);
    await ledger().wake();
    expect(Object.keys(await accountsIn(bus.LEDGER_DB))).toEqual(["b"]);
    expect((await ledger().state()).cursor).toBe(3);
  });

  it("writes its place down with what it delivered, and where nothing was wanted with the alarm", async () => {
    const noted = () => runInDurableObject(ledger().stub, (_, { storage }) => storage.sql.exec("SELECT cursor FROM subscription").one());
    const unwanted = (name: string) => ({ ...derived(name, 1), type: "niche.created" });
    await append(bus.EVENT_BUS_DB, [unwanted("a")]);
    await ledger().wake();
    expect([(await ledger().state()).cursor, await noted()]).toEqual([1, { cursor: 0 }]);
    await append(bus.EVENT_BUS_DB, [derived("b", 1), unwanted("c")]);
    await ledger().wake(1_001);
    expect(await noted()).toEqual({ cursor: 3 });
    await append(bus.EVENT_BUS_DB, [unwanted("d")]);
    await ledger().wake(1_002);
    expect(await noted()).toEqual({ cursor: 3 });
    await ledger().passTime(5_000);
    expect(await noted()).toEqual({ cursor: 4 });
  });

  it("does not read what a wake brought along, and reads on where it did not", async () => {
    await ledger().setClock();
    const events = run("a", 1, 2).map((event, index) => ({ ...event, position: index + 1 }));
    // Not in the store: it must come from the wake.
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 2, page: { after: 0, to: 2, events } });
    await ledger().settled();
    expect((await accountsIn(bus.LEDGER_DB))["a"]?.trail).toBe("1 2");
    await append(bus.EVENT_BUS_DB, run("a", 1, 4));
    const later = run("a", 4, 4).map((event) => ({ ...event, position: 4 }));
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 4, page: { after: 3, to: 4, events: later } });
    await ledger().settled();
    expect((await accountsIn(bus.LEDGER_DB))["a"]?.trail).toBe("1 2 3 4");
    expect((await ledger().state()).cursor).toBe(4);
  });

  it("answers a wake before anything is delivered", async () => {
    await order(bus.LEDGER_DB, "hold");
    await append(bus.EVENT_BUS_DB, [derived("a", 1)]);
    await ledger().setClock();
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 1 });
    expect((await ledger().state()).cursor).toBe(0);
    await revoke(bus.LEDGER_DB, "hold");
    await ledger().settled();
    expect((await ledger().state()).cursor).toBe(1);
  });

  it("catches up from wherever it stands when it is woken again", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 60));
    await ledger().wake();
    await append(bus.EVENT_BUS_DB, run("a", 61, 70));
    await evictDurableObject(ledger().stub);
    await ledger().wake();
    expect((await accountsIn(bus.LEDGER_DB))["a"]).toEqual({
      amount: (70 * 71) / 2,
      trail: run("a", 1, 70)
        .map((event) => event.sequence)
        .join(" "),
    });
  });

  it("always leaves an alarm behind, sooner after work than in quiet", async () => {
    await append(bus.EVENT_BUS_DB, [derived("a", 1)]);
    await ledger().wake();
    const alarm = () => runInDurableObject(ledger().stub, (_, state) => state.storage.getAlarm());
    expect(await alarm()).toBe(start + 5_000);
    await ledger().passTime(5_000);
    await ledger().passTime(10_000);
    await ledger().passTime(20_000);
    expect(await alarm()).toBe(time.now + 30_000);
  });

  it("reads on in the same turn what a wake told of during it", async () => {
    await order(bus.LEDGER_DB, "hold");
    await append(bus.EVENT_BUS_DB, [derived("a", 1)]);
    await ledger().setClock();
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 1 });
    await untilHolding();
    await append(bus.EVENT_BUS_DB, [derived("a", 2)]);
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 2 });
    await revoke(bus.LEDGER_DB, "hold");
    await ledger().settled();
    expect((await accountsIn(bus.LEDGER_DB))["a"]?.trail).toBe("1 2");
  });

  it("leaves an alarm alone that rings soon enough, and sets one that does not", async () => {
    await append(bus.EVENT_BUS_DB, [derived("a", 1)]);
    await ledger().wake();
    const alarm = () => runInDurableObject(ledger().stub, (_, state) => state.storage.getAlarm());
    time.now += 1_000;
    await append(bus.EVENT_BUS_DB, [derived("a", 2)]);
    await ledger().wake(2);
    expect(await alarm()).toBe(start + 5_000);
    await ledger().passTime(4_000);
    expect(await alarm()).toBe(time.now + 10_000);
    await append(bus.EVENT_BUS_DB, [derived("a", 3)]);
    await ledger().wake(3);
    expect(await alarm()).toBe(time.now + 5_000);
  });

  it("does not hold one subscriber up for another", async () => {
    await order(bus.LEDGER_DB, "away");
    await append(bus.EVENT_BUS_DB, run("a", 1, 2));
    await ledger().wake();
    await journal().wake();
    expect(await accountsIn(bus.JOURNAL_DB)).toEqual({ a: { amount: 3, trail: "1 2" } });
    expect(await accountsIn(bus.LEDGER_DB)).toEqual({});
  });
});

describe("an event that the subscriber refuses", () => {
  beforeEach(async () => {
    await order(bus.LEDGER_DB, `refuse ${derived("p", 2).id}`);
    await append(bus.EVENT_BUS_DB, [...run("p", 1, 3), ...run("a", 1, 2), derived("p", 4), derived("x", 1, { organisation: stranger })]);
    await ledger().wake();
  });

  it("holds its own subject up and nobody else's", async () => {
    expect(await accountsIn(bus.LEDGER_DB)).toEqual({
      a: { amount: 3, trail: "1 2" },
      p: { amount: 1, trail: "1" },
      x: { amount: 1, trail: "1" },
    });
    expect(await ledger().state()).toMatchObject({
      cursor: 7,
      stalled: [{ eventId: derived("p", 2).id, position: 2, failures: 1, parked: false }],
    });
  });

  it("is tried again after a pause that grows, and not before", async () => {
    await ledger().passTime(249);
    expect((await ledger().state()).stalled[0]).toMatchObject({ failures: 1, retryAt: start + 250 });
    await ledger().passTime(1);
    expect((await ledger().state()).stalled[0]).toMatchObject({ failures: 2, retryAt: start + 250 + 500 });
  });

  it("lets the rest of its subject follow in order once it is accepted", async () => {
    await revoke(bus.LEDGER_DB, `refuse ${derived("p", 2).id}`);
    await ledger().passTime(250);
    expect((await accountsIn(bus.LEDGER_DB))["p"]).toEqual({ amount: 10, trail: "1 2 3 4" });
    expect((await ledger().state()).stalled).toEqual([]);
  });

  it(`is parked after ${parkAfter} failures, waits for a redrive, and is redriven in order with what came meanwhile`, async () => {
    for (let failures = 1; failures < parkAfter; failures++) await ledger().passTime(60_000);
    expect((await ledger().state()).stalled[0]).toMatchObject({ failures: parkAfter, parked: true, retryAt: time.now + parkedPauseMs });
    await append(bus.EVENT_BUS_DB, [derived("p", 5), derived("a", 3)]);
    await ledger().wake();
    await revoke(bus.LEDGER_DB, `refuse ${derived("p", 2).id}`);
    await ledger().passTime(60_000);
    expect(await accountsIn(bus.LEDGER_DB)).toMatchObject({ p: { trail: "1" }, a: { trail: "1 2 3" } });
    expect(await ledger().stub.redrive(organisation, derived("p", 1).subject)).toEqual({ ok: true, value: { requested: true } });
    await ledger().settled();
    expect((await accountsIn(bus.LEDGER_DB))["p"]?.trail).toBe("1 2 3 4 5");
    expect((await ledger().state()).stalled).toEqual([]);
  });

  it("stays parked when a redrive finds it refused again", async () => {
    for (let failures = 1; failures < parkAfter; failures++) await ledger().passTime(60_000);
    await ledger().stub.redrive(organisation, derived("p", 1).subject);
    await ledger().settled();
    expect((await ledger().state()).stalled[0]).toMatchObject({ failures: parkAfter + 1, parked: true });
  });

  it("counts a later event of the subject from one again", async () => {
    await ledger().passTime(60_000);
    await order(bus.LEDGER_DB, `refuse ${derived("p", 3).id}`);
    await revoke(bus.LEDGER_DB, `refuse ${derived("p", 2).id}`);
    await ledger().passTime(60_000);
    expect((await ledger().state()).stalled[0]).toMatchObject({ eventId: derived("p", 3).id, position: 3, failures: 1 });
  });

  it("is shown to its own organisation, which alone may redrive it", async () => {
    expect((await ledger().state(stranger)).stalled).toEqual([]);
    expect(await ledger().stub.redrive(stranger, derived("p", 1).subject)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("is delivered by the other subscriber as if nothing were", async () => {
    await journal().wake();
    expect((await accountsIn(bus.JOURNAL_DB))["p"]?.trail).toBe("1 2 3 4");
  });
});

describe("a subscriber that is away", () => {
  it("is looked for with growing pauses, and no event is blamed", async () => {
    await order(bus.LEDGER_DB, "away");
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await ledger().wake();
    expect(await ledger().state()).toMatchObject({ cursor: 0, failures: 1, stalled: [], fault: { code: "unavailable" } });
    await ledger().wake();
    expect((await ledger().state()).failures).toBe(1);
    await ledger().passTime(100);
    await ledger().passTime(200);
    expect((await ledger().state()).failures).toBe(3);
    await revoke(bus.LEDGER_DB, "away");
    await ledger().passTime(60_000);
    expect(await ledger().state()).toMatchObject({ cursor: 3, failures: 0, fault: undefined });
    expect((await accountsIn(bus.LEDGER_DB))["a"]?.trail).toBe("1 2 3");
  });

  it("from the middle of a delivery on blames no event for it", async () => {
    await order(bus.LEDGER_DB, "hold");
    await append(bus.EVENT_BUS_DB, [derived("a", 1), derived("b", 1)]);
    await ledger().setClock();
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 2 });
    await untilHolding();
    await order(bus.LEDGER_DB, "away");
    await revoke(bus.LEDGER_DB, "hold");
    await ledger().settled();
    expect(await ledger().state()).toMatchObject({ cursor: 0, failures: 1, stalled: [] });
  });

  it("may say so itself: a retryable fault is no refusal", async () => {
    await order(bus.LEDGER_DB, "later");
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    for (let look = 0; look < parkAfter + 2; look++) await (look === 0 ? ledger().wake() : ledger().passTime(60_000));
    expect(await ledger().state()).toMatchObject({ cursor: 0, failures: parkAfter + 2, stalled: [], fault: { detail: "later" } });
  });
});

describe("a turn", () => {
  it("that may make no more calls goes on in the next, and loses and repeats nothing", async () => {
    // One refused event among seventy makes the bus deliver singly: more calls than one invocation may make.
    const events = Array.from({ length: 70 }, (_, index) => derived(`n${index}`, 1));
    await order(bus.LEDGER_DB, `refuse ${derived("n0", 1).id}`);
    await append(bus.EVENT_BUS_DB, events);
    await ledger().wake();
    const first = (await ledger().state()).cursor;
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(30);
    await ledger().passTime(0);
    await ledger().passTime(0);
    expect((await ledger().state()).cursor).toBe(70);
    expect(Object.values(await accountsIn(bus.LEDGER_DB))).toEqual(Array.from({ length: 69 }, () => ({ amount: 1, trail: "1" })));
  });

  it("that a crash cuts off is taken up by the alarm, and every event is applied once", async () => {
    await order(bus.LEDGER_DB, "hold");
    await append(bus.EVENT_BUS_DB, run("a", 1, 5));
    await ledger().setClock();
    await ledger().stub.wake({ subscriber: "niche-analysis", head: 5 });
    await untilHolding();
    await abortAllDurableObjects();
    await revoke(bus.LEDGER_DB, "hold");
    expect((await ledger().state()).cursor).toBe(0);
    // The call that was under way may still be at work when the new one begins: the inbox decides.
    await ledger().setClock();
    await ledger().passTime(5_000);
    await vi.waitFor(async () => {
      if ((await ledger().state()).cursor < 5 || (await ledger().state()).stalled.length > 0) {
        await ledger().passTime(60_000);
        throw new Error("still on its way");
      }
    });
    expect((await accountsIn(bus.LEDGER_DB))["a"]).toEqual({ amount: 15, trail: "1 2 3 4 5" });
  });

  it("that cannot read the store looks again later", async () => {
    await append(bus.EVENT_BUS_DB, [derived("a", 1)]);
    await bus.EVENT_BUS_DB.prepare("ALTER TABLE events RENAME TO elsewhere").run();
    await ledger().wake();
    expect(await ledger().state()).toMatchObject({ cursor: 0, failures: 1, stalled: [] });
    await bus.EVENT_BUS_DB.prepare("ALTER TABLE elsewhere RENAME TO events").run();
    await ledger().passTime(60_000);
    expect((await ledger().state()).cursor).toBe(1);
  });
});
