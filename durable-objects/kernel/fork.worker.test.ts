import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { testPrincipal } from "./given.ts";
import { ledger, stranger, type Desk } from "./testing/desk.ts";
import { expectSound, settle } from "./testing/invariants.ts";
import { world, type FaultMode } from "./testing/world.ts";

beforeEach(() => {
  world.reset();
  world.now = Date.UTC(2100, 0, 1);
  for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** Five events, each with a note beside the log; the third names the ledger itself. */
async function withPast(): Promise<Desk> {
  const desk = ledger();
  for (let n = 1; n <= 5; n++) await desk.stub().depositNoted(desk.envelope(`c${n}`), n, `note ${n}`);
  await desk.stub().execute(desk.envelope("c6"), { type: "deposit", amount: 100, book: true, note: `of ${desk.id}` });
  return desk;
}

describe("a fork", () => {
  it("begins with the past up to its version, under its own name, and goes its own way", async () => {
    const desk = await withPast();
    const other = ledger();
    expect(await desk.stub().fork(desk.envelope("f1"), 3, other.id)).toEqual({ ok: true, value: { version: 3 } });
    // Events 1 to 3, and the command with which a fork takes up its work.
    expect(await other.state()).toMatchObject({ version: 4, state: { balance: 6, reminders: 1, booked: [] } });
    expect(await other.rows("SELECT text FROM notes ORDER BY sequence")).toEqual([1, 2, 3].map((n) => ({ text: `note ${n}` })));
    await other.stub().execute(other.envelope("c1"), { type: "deposit", amount: 50 });
    await settle(other);
    expect((await expectSoundFork(other)).balance).toBe(56);
    expect([...(world.events.get(other.subject)?.values() ?? [])].map(({ sequence, subject }) => `${sequence} ${subject}`)).toEqual(
      [1, 2, 3, 4, 5].map((sequence) => `${sequence} ${other.subject}`),
    );
    expect((await desk.state()).state.balance).toBe(115);
  });

  it("does not repeat effects of the past, and names itself where the past named the old one", async () => {
    const desk = await withPast();
    const other = ledger();
    await desk.stub().fork(desk.envelope("f1"), 6, other.id);
    await settle(other);
    expect(world.accepted.size).toBe(0);
    expect(await other.rows("SELECT data ->> 'note' AS note FROM events WHERE sequence = 6")).toEqual([{ note: `of ${other.id}` }]);
  });

  it("has no dead letters of the past, and says so to those who read its log", async () => {
    const desk = await withPast();
    world.refusals = 3;
    await settle(desk);
    const other = ledger();
    const { version } = await desk.state();
    expect(await desk.rows("SELECT type FROM events WHERE sequence = ?", version - 1)).toEqual([{ type: "effect.dead-lettered" }]);
    await desk.stub().fork(desk.envelope("f1"), version, other.id);
    expect(await other.rows("SELECT type, data FROM events WHERE sequence > ?", version)).toEqual([
      { type: "effect.discarded", data: '{"effectId":"book-c6"}' },
      { type: "reminder.fired", data: "{}" },
    ]);
    await settle(other);
    await expectSoundFork(other);
  });

  it("of more than a page arrives whole", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1 });
    await desk.rows(
      `INSERT INTO events WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 350)
       SELECT i, 'money.deposited', 3, '{"amount":1,"currency":"EUR"}', 0, 'x' FROM n`,
    );
    await desk.evict();
    const other = ledger();
    expect(await desk.stub().fork(desk.envelope("f1"), 340, other.id)).toEqual({ ok: true, value: { version: 340 } });
    expect((await other.state()).state.balance).toBe(340);
  });

  it("is refused where something is already, beyond the present, and to another organisation", async () => {
    const desk = await withPast();
    const other = await withPast();
    expect(await desk.stub().fork(desk.envelope("f1"), 3, other.id)).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(await desk.stub().fork(desk.envelope("f1"), 7, "nch_new")).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    for (const id of [desk.id, "a/b", ""])
      expect(await desk.stub().fork(desk.envelope("f1"), 3, id)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await desk.stub().fork(desk.envelope("f1", { principal: stranger }), 3, "nch_new")).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
  });

  it.each<FaultMode>(["throw", "abort"])(
    "that a fault makes %s anywhere is completed by asking again",
    { timeout: 300_000 },
    async (mode) => {
      const fork = async (at: number) => {
        const desk = await withPast();
        const other = ledger();
        world.strike(mode, at);
        let done = false;
        for (let attempt = 0; attempt < 3 && !done; attempt++)
          done = await desk
            .stub()
            .fork(desk.envelope("f1"), 5, other.id)
            .then(
              ({ ok }) => ok,
              () => false,
            );
        const { passed } = world;
        world.strike(mode, 0);
        expect(done).toBe(true);
        return { passed, other };
      };
      const { passed } = await fork(0);
      expect(passed).toBeGreaterThan(40);
      for (let at = 1; at <= passed; at++) {
        const { other } = await fork(at);
        expect(await other.state()).toMatchObject({ version: 6, state: { balance: 15, reminders: 1 } });
        expect(await other.rows("SELECT COUNT(*) AS n FROM notes")).toEqual([{ n: 5 }]);
        expect(await other.rows("SELECT COUNT(*) AS n FROM outbox")).toEqual([{ n: 6 }]);
      }
    },
  );
});

/** Copied events belong to commands of the old ledger, so only the rest of the promises is looked at. */
async function expectSoundFork(desk: Desk) {
  await desk.rows("INSERT OR IGNORE INTO commands (id, version, value, at) SELECT command_id, 0, 'null', 0 FROM events");
  return expectSound(desk);
}

it("is not to be seen before it is complete", async () => {
  const other = ledger();
  const page = {
    from: { kind: "niche", organisation: testPrincipal.organisation, id: "nch_old" },
    upTo: 2,
    after: 0,
    events: [{ sequence: 1, type: "money.deposited", version: 3, data: { amount: 1, currency: "EUR" }, time: 1, commandId: "c1" }],
  };
  expect(await other.stub().adopt(other.envelope("f1"), JSON.stringify(page))).toEqual({ ok: true, value: { version: 1 } });
  expect(await other.stub().view(testPrincipal)).toMatchObject({ ok: false, error: { code: "not_found" } });
  expect(await other.stub().execute(other.envelope("c1"), { type: "remind" })).toMatchObject({ ok: false, error: { code: "in_progress" } });
  expect(await other.stub().emitted(1)).toEqual([]);
  expect(await other.stub().adopt(other.envelope("f2"), JSON.stringify(page))).toMatchObject({ ok: false, error: { code: "conflict" } });
});
