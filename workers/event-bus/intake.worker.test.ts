import { createMessageBatch, getQueueResult, createExecutionContext } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { consumeEvents } from "./handlers.ts";
import { takeIn } from "./intake.ts";
import { append, contradicted, countAfter, read, storeHead } from "./store.ts";
import { write } from "./testing/account.ts";
import { bus, derived, organisation, run, startAfresh, stranger } from "./testing/fixture.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const db = bus.EVENT_BUS_DB;

beforeEach(startAfresh);

const stored = async () => (await read(bus, { organisation, from: 0, limit: 200 })).events;
const waiting = async (database: D1Database) =>
  (await database.prepare("SELECT sequence FROM outbox ORDER BY sequence").all<{ sequence: number }>()).results.map((row) => row.sequence);

describe("the store", () => {
  it("keeps an event exactly as it came, with a position", async () => {
    const event = derived("a", 1);
    await append(db, [event]);
    expect(await stored()).toEqual([{ ...event, position: 1 }]);
  });

  it("takes an event that is delivered twice once", async () => {
    await append(db, run("a", 1, 2));
    expect(await append(db, run("a", 1, 3))).toMatchObject({ count: 1, head: 3 });
    expect((await stored()).map((event) => event.sequence)).toEqual([1, 2, 3]);
  });

  it("hands a bundle on as it will be read, when all of it was new and it is of a moderate size", async () => {
    const { page } = await append(bus.EVENT_BUS_DB, [...run("a", 1, 3), derived("b", 1)]);
    const { events } = await read(bus, { organisation, from: 0, limit: 10 });
    expect(events).toHaveLength(4);
    expect(page).toEqual({ after: 0, to: 4, events });
    expect((await append(bus.EVENT_BUS_DB, run("a", 3, 4))).page).toBeUndefined();
    const large = run("a", 5, 9).map((event) => ({ ...event, data: { name: "x".repeat(100_000) } }));
    expect(await append(bus.EVENT_BUS_DB, large)).toMatchObject({ count: 5, head: 10 });
    expect((await append(bus.EVENT_BUS_DB, run("a", 10, 11))).page).toMatchObject({ after: 10, to: 12 });
    const tooLarge = run("c", 1, 6).map((event) => ({ ...event, data: { name: "x".repeat(100_000) } }));
    expect((await append(bus.EVENT_BUS_DB, tooLarge)).page).toBeUndefined();
  });

  it("takes nothing that would leave a gap", async () => {
    const { count, heads } = await append(db, [derived("a", 2), derived("b", 1)]);
    expect(count).toBe(1);
    expect(heads.get(derived("a", 2).subject)).toBeUndefined();
    expect((await stored()).map((event) => event.id)).toEqual([derived("b", 1).id]);
  });

  it("gives every event one place when twelve writers append the same forty events of one subject at once", async () => {
    const events = run("a", 1, 40);
    const counts = await Promise.all(
      Array.from({ length: 12 }, (_, writer) => append(db, events.slice(writer % 3 === 0 ? 0 : writer * 2))),
    );
    await append(db, events);
    const found = await stored();
    expect(found.map((event) => event.sequence)).toEqual(events.map((event) => event.sequence));
    // No position is left out, so a reader that has seen n has seen everything below n.
    expect(found.map((event) => event.position)).toEqual(events.map((_, index) => index + 1));
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(40);
  });

  it("answers only events of the organisation asked for, by type and subject, in either order", async () => {
    await append(db, [...run("a", 1, 3), derived("b", 1), derived("x", 1, { organisation: stranger })]);
    expect((await read(bus, { organisation: stranger, from: 0, limit: 10 })).events).toHaveLength(1);
    expect((await read(bus, { organisation, from: 2, limit: 10 })).events.map((event) => event.position)).toEqual([3, 4]);
    expect((await read(bus, { organisation, from: 4, limit: 2, order: "newest" })).events.map((event) => event.position)).toEqual([3, 2]);
    expect((await read(bus, { organisation, from: 0, limit: 9, subject: derived("b", 1).subject })).events).toHaveLength(1);
    expect((await read(bus, { organisation, from: 0, limit: 9, types: ["niche.created"] })).events).toEqual([]);
    expect(await countAfter(db, organisation, 1, ["niche.derived"])).toBe(3);
    expect(await countAfter(db, organisation, 1, undefined)).toBe(3);
    expect(await storeHead(db)).toBe(5);
  });

  it("notices that one place of a log was written twice", async () => {
    await append(db, [derived("a", 1)]);
    expect(await contradicted(db, [derived("a", 1)])).toEqual([]);
    expect(await contradicted(db, [derived("a", 1, { evidence: 99 })])).toHaveLength(1);
  });
});

describe("the intake", () => {
  it("puts a shuffled bundle in order", async () => {
    const [first, second, third] = run("a", 1, 3);
    expect(await takeIn(bus, [third, first, second, first], 1)).toEqual({ appended: 3, rejected: 0, gaps: [] });
    expect((await stored()).map((event) => event.sequence)).toEqual([1, 2, 3]);
  });

  it("asks the source for the events before a gap, and tells it how far the store is", async () => {
    await write(bus.LEDGER_DB, run("a", 1, 5));
    expect(await takeIn(bus, [derived("a", 4)], 1)).toEqual({ appended: 5, rejected: 0, gaps: [] });
    expect((await stored()).map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(await waiting(bus.LEDGER_DB)).toEqual([]);
  });

  it("acknowledges no further than the highest sequence without a gap", async () => {
    await write(bus.LEDGER_DB, [...run("a", 1, 2), derived("a", 4)]);
    const intake = await takeIn(bus, [derived("a", 4)], 1);
    expect(intake).toEqual({ appended: 2, rejected: 0, gaps: [derived("a", 4).subject] });
    expect(await waiting(bus.LEDGER_DB)).toEqual([4]);
  });

  it("makes no more calls than one request may, however many subjects a bundle speaks of", async () => {
    const calls: string[] = [];
    const counting = new Proxy(bus.NICHE_ANALYSIS, {
      get: (source, method) =>
        (method === "acknowledge" || method === "emitted") && calls.push(method) > 0 ? Reflect.get(source, method) : undefined,
    });
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const behindGaps = names.slice(0, 8).map((name) => derived(`gap-${name}`, 2));
    const { appended, gaps } = await takeIn(
      { ...bus, NICHE_ANALYSIS: counting },
      [...behindGaps, ...names.map((name) => derived(name, 1))],
      1,
    );
    expect({ appended, gaps: gaps.length }).toEqual({ appended: 30, gaps: 8 });
    expect(calls.filter((call) => call === "emitted")).toHaveLength(4);
    expect(calls.filter((call) => call === "acknowledge")).toHaveLength(1);
  });

  it("stores events while their source does not answer", async () => {
    await bus.LEDGER_DB.prepare("DROP TABLE outbox").run();
    expect(await takeIn(bus, run("a", 1, 2), 1)).toMatchObject({ appended: 2 });
  });

  it("shows a poison event with its reason and lets the others pass", async () => {
    const poison = { ...derived("p", 1), data: { evidence: "many" } };
    expect(await takeIn(bus, [poison, derived("a", 1), "no event at all"], 10)).toMatchObject({ appended: 1, rejected: 2 });
    expect(await takeIn(bus, [poison], 20)).toMatchObject({ appended: 0, rejected: 1 });
    const { results } = await db
      .prepare("SELECT event_id, reason, first_at, last_at, times FROM rejected_events ORDER BY subject DESC")
      .all();
    expect(results[0]).toMatchObject({ event_id: "account/org_00000000000000000000000001/p:1", first_at: 10, last_at: 20, times: 2 });
    expect(results[0]?.["reason"]).toContain("niche.derived version 1");
    expect(results).toHaveLength(2);
  });

  it("does not acknowledge a rejected event: its subject waits at the source", async () => {
    const poison = { ...derived("p", 2), data: {} };
    await write(bus.LEDGER_DB, [derived("p", 1), poison, derived("p", 3)]);
    expect(await takeIn(bus, [derived("p", 1), poison, derived("p", 3)], 1)).toMatchObject({ appended: 1, gaps: [poison.subject] });
    expect(await waiting(bus.LEDGER_DB)).toEqual([2, 3]);
  });

  it("forgets a rejection when the event is accepted in the end", async () => {
    const early = derived("a", 1);
    await takeIn(bus, [early], 1, () => undefined);
    expect(await db.prepare("SELECT COUNT(*) AS n FROM rejected_events").first<number>("n")).toBe(1);
    await takeIn(bus, [early], 2);
    expect(await db.prepare("SELECT COUNT(*) AS n FROM rejected_events").first<number>("n")).toBe(0);
  });

  it("keeps the first of two different events with one id, and shows the second", async () => {
    await takeIn(bus, [derived("a", 1)], 1);
    expect(await takeIn(bus, [derived("a", 1, { evidence: 99 })], 2)).toMatchObject({ appended: 0, rejected: 1 });
    expect((await stored())[0]?.data).toMatchObject({ evidence: 1 });
    expect(await takeIn(bus, [derived("b", 1), derived("b", 1, { evidence: 99 })], 3)).toMatchObject({ appended: 1, rejected: 1 });
    await takeIn(bus, [derived("a", 1)], 4);
    expect(await db.prepare("SELECT SUM(times) AS n FROM rejected_events").first<number>("n")).toBe(2);
  });
});

describe("the queue's consumer", () => {
  it("is done with what is stored or refused, and wants back what stands behind a gap", async () => {
    const result = await deliver([derived("a", 1), "nonsense", derived("b", 7)]);
    expect(result.explicitAcks).toEqual(["m0", "m1"]);
    expect(result.retryMessages.map((message) => message.msgId)).toEqual(["m2"]);
  });

  it("throws when the store is away, so that the queue keeps the batch", async () => {
    await db.prepare("DROP TABLE events").run();
    await expect(deliver([derived("a", 1)])).rejects.toThrow("no such table");
  });
});

async function deliver(bodies: unknown[]) {
  const messages = bodies.map((body, index) => ({ id: `m${index}`, timestamp: new Date(1_000), attempts: 1, body }));
  const batch = createMessageBatch("event-bus-tests", messages);
  await consumeEvents(batch, bus);
  return getQueueResult(batch, createExecutionContext());
}
