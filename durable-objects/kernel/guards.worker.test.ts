import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ledger } from "./testing/desk.ts";
import { world } from "./testing/world.ts";

beforeEach(() => {
  world.reset();
  world.now = Date.UTC(2100, 0, 1);
});
afterEach(() => vi.restoreAllMocks());

const overloaded = { ok: false, error: { code: "overloaded", retryable: true, retryAfter: 5 } };

describe("a full actor", () => {
  it("refuses commands while too many effects wait, and still takes their results", async () => {
    const { stub, envelope, alarm, state } = ledger();
    for (let i = 0; i < 20; i++) await stub().execute(envelope(`c${i}`), { type: "deposit", amount: 1, book: true });
    expect(await stub().execute(envelope("one too many"), { type: "deposit", amount: 1 })).toMatchObject(overloaded);
    await alarm();
    await state();
    expect(await stub().execute(envelope("one too many"), { type: "deposit", amount: 1 })).toMatchObject({ ok: true });
  });

  it("still lets its timers fire", async () => {
    const { stub, envelope, alarm, state } = ledger();
    await stub().execute(envelope("c0"), { type: "deposit", amount: 1, remindInMs: 1_000 });
    let open = () => {};
    world.vault = new Promise<void>((resolve) => (open = resolve));
    for (let i = 1; i <= 20; i++) await stub().execute(envelope(`c${i}`), { type: "deposit", amount: 1, book: true });
    expect(await stub().execute(envelope("one too many"), { type: "deposit", amount: 1 })).toMatchObject(overloaded);
    world.now = (world.now ?? 0) + 1_000;
    await alarm();
    expect((await state()).state.reminders).toBe(1);
    open();
  });

  it("refuses commands while too many events are unacknowledged", async () => {
    const { stub, envelope, rows, evict } = ledger();
    await stub().execute(envelope("c1"), { type: "deposit", amount: 1 });
    await rows(
      "INSERT INTO outbox (sequence) WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i FROM n",
    );
    await evict();
    expect(await stub().execute(envelope("c2"), { type: "deposit", amount: 1 })).toMatchObject(overloaded);
    await stub().acknowledge(600);
    expect(await stub().execute(envelope("c2"), { type: "deposit", amount: 1 })).toMatchObject({ ok: true });
  });
});

describe("what would not fit", () => {
  it.each([
    ["an event beyond a queue message, in letters of one byte", "x".repeat(120_001)],
    ["an event beyond a queue message, in letters of three bytes", "語".repeat(40_001)],
  ])("%s, is refused with its size", async (_, note) => {
    const { stub, envelope } = ledger();
    expect(await stub().execute(envelope("c1"), { type: "deposit", amount: 1, note })).toMatchObject({
      ok: false,
      error: { code: "too_large", detail: expect.stringMatching(/has 120\d{3} bytes, 120000 fit/) },
    });
    expect(await stub().execute(envelope("c2"), { type: "deposit", amount: 1, note: note.slice(0, note.length / 2) })).toMatchObject({
      ok: true,
    });
  });

  it("an event that its own schema refuses is refused before it is stuck in the outbox", async () => {
    const { stub, envelope, rows } = ledger();
    expect(await stub().execute(envelope("c1"), { type: "deposit", amount: 1_001 })).toMatchObject({
      ok: false,
      error: { code: "internal", retryable: false, detail: expect.stringContaining("money.deposited") },
    });
    expect(await rows("SELECT * FROM events")).toEqual([]);
  });

  it("a new input of an effect beyond a row is refused", async () => {
    const { stub, envelope } = ledger();
    expect(await stub().editEffect(envelope("e1"), "book-c1", "x".repeat(1_500_001))).toMatchObject({
      ok: false,
      error: { code: "too_large" },
    });
  });
});

describe("the outbox", () => {
  it("sends again what nobody acknowledged, ever more seldom", async () => {
    const { stub, envelope, alarm, rows } = ledger();
    await stub().execute(envelope("c1"), { type: "deposit", amount: 1 });
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) {
      const [row] = await rows("SELECT next_at - ? AS pause FROM outbox", world.now);
      pauses.push(Number(row?.["pause"]));
      world.now = (world.now ?? 0) + Number(row?.["pause"]);
      await alarm();
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(await rows("SELECT sends FROM outbox")).toEqual([{ sends: 8 }]);
  });

  it("does not ask a queue that is away again at once", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    world.queueAway = true;
    const { stub, envelope, rows } = ledger();
    await stub().execute(envelope("c1"), { type: "deposit", amount: 1 });
    await stub().execute(envelope("c2"), { type: "deposit", amount: 1 });
    expect(await rows("SELECT sends, next_at - ? AS pause FROM outbox", world.now)).toEqual([
      { sends: 1, pause: 2_000 },
      { sends: 1, pause: 2_000 },
    ]);
  });
});
