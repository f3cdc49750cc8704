import { runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TablePiece } from "../../../contracts/services/backup.ts";
import { ledger, type Desk } from "../testing/desk.ts";
import { expectSound, settle } from "../testing/invariants.ts";
import { world, type FaultMode } from "../testing/world.ts";

beforeEach(() => {
  world.reset();
  // Far ahead, so that only the tests ring alarms.
  world.now = Date.UTC(2100, 0, 1);
  for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** Two deposits, the second with a booking that the bank has not answered and a reminder in a minute. */
async function atWork(): Promise<Desk> {
  const desk = ledger();
  await desk.stub().depositNoted(desk.envelope("c1"), 5, "a note");
  await desk.stub().execute(desk.envelope("c2"), { type: "deposit", amount: 7, book: true, remindInMs: 60_000 });
  return desk;
}

async function backupOf(desk: Desk, run = "mnt_1"): Promise<TablePiece[][]> {
  const pages: TablePiece[][] = [];
  for (let cursor: string | undefined; ;) {
    const page = await desk.stub().backup({ run, cursor });
    if (!page.ok) throw new Error(page.error.detail);
    pages.push(page.value.pieces);
    cursor = page.value.next;
    if (cursor === undefined) return pages;
  }
}

/** The actor as it is in an empty installation: nothing of it is stored. */
async function lose(desk: Desk): Promise<void> {
  await runInDurableObject(desk.stub(), (_, ctx) => ctx.storage.deleteAll());
  await desk.evict();
  expect(await desk.rows("SELECT * FROM events")).toEqual([]);
}

async function restore(desk: Desk, pages: TablePiece[][], stored = 0, run = "mnt_2"): Promise<void> {
  for (const pieces of pages) expect(await desk.stub().restore({ run, pieces })).toEqual({ ok: true, value: true });
  expect(await desk.stub().restore({ run, stored, head: 100 })).toEqual({ ok: true, value: true });
}

describe("an actor that is restored", () => {
  it("has its past, its rows and its answers, and goes on with what was under way", async () => {
    const desk = await atWork();
    const before = await desk.state();
    const pages = await backupOf(desk);
    await lose(desk);
    await restore(desk, pages);
    expect(await desk.state()).toEqual(before);
    expect(await desk.rows("SELECT * FROM notes")).toEqual([{ sequence: 1, text: "a note" }]);
    const again = await desk.stub().execute(desk.envelope("c2"), { type: "deposit", amount: 7, book: true, remindInMs: 60_000 });
    expect(again).toMatchObject({ ok: true, value: { version: 2, value: { deposited: 7 }, replayed: true } });
    await settle(desk);
    expect(await expectSound(desk)).toEqual({ balance: 12, booked: ["book-c2"], failed: [], reminders: 1 });
    expect(world.accepted.get("book-c2")).toBe(1);
  });

  it("tells the store what it lacks and nothing else", async () => {
    const desk = await atWork();
    const pages = await backupOf(desk);
    await lose(desk);
    await restore(desk, pages, 1);
    expect(await desk.rows("SELECT sequence FROM outbox")).toEqual([{ sequence: 2 }]);
  });

  it("is as it was when the backup first asked, whatever happened while it was read", async () => {
    const desk = ledger();
    const amounts = Array.from({ length: 30 }, (_, index) => index + 1);
    // Notes of 100,000 characters: more than one page.
    for (const amount of amounts) await desk.stub().depositNoted(desk.envelope(`c${amount}`), amount, "x".repeat(100_000));
    const first = await desk.stub().backup({ run: "mnt_1" });
    if (!first.ok) throw new Error(first.error.detail);
    expect(first.value.next).toBeDefined();
    await desk.stub().depositNoted(desk.envelope("later"), 500, "later");
    const pages = await backupOf(desk);
    expect(pages.length).toBeGreaterThan(2);
    await lose(desk);
    await restore(desk, pages);
    expect(await desk.state()).toMatchObject({ version: 30, state: { balance: 465 } });
    expect(await desk.rows("SELECT COUNT(*) AS n FROM notes WHERE text <> 'later'")).toEqual([{ n: 30 }]);
    expect(await desk.rows("SELECT 1 FROM commands WHERE id = 'later'")).toEqual([]);
  });

  it("answers nobody and does nothing before it is complete", async () => {
    const desk = await atWork();
    const pages = await backupOf(desk);
    await lose(desk);
    for (const pieces of pages) await desk.stub().restore({ run: "mnt_2", pieces });
    await desk.evict();
    expect(await desk.stub().view(desk.envelope("v").principal)).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(await desk.stub().execute(desk.envelope("c9"), { type: "remind" })).toMatchObject({ ok: false, error: { code: "in_progress" } });
    expect(await desk.stub().emitted(1)).toEqual([]);
    expect(await desk.rows("SELECT id FROM effects UNION ALL SELECT name FROM timers")).toEqual([]);
    expect(await runInDurableObject(desk.stub(), (_, ctx) => ctx.storage.getAlarm())).toBeNull();
    expect(world.accepted.size).toBe(0);
  });

  it("is not written over what is there, nor by two restores at once", async () => {
    const desk = await atWork();
    const pages = await backupOf(desk);
    const conflict = { ok: false, error: { code: "conflict" } };
    expect(await desk.stub().restore({ run: "mnt_2", pieces: pages[0] ?? [] })).toMatchObject(conflict);
    expect(await desk.stub().restore({ run: "mnt_2", stored: 0, head: 0 })).toMatchObject(conflict);
    await lose(desk);
    await desk.stub().restore({ run: "mnt_2", pieces: pages[0] ?? [] });
    expect(await desk.stub().restore({ run: "mnt_3", pieces: pages[0] ?? [] })).toMatchObject(conflict);
    expect(await desk.stub().restore({ run: "mnt_3", stored: 0, head: 0 })).toMatchObject(conflict);
  });

  it("leaves no copies behind when the backup is over, and one of no actor is empty", async () => {
    const desk = await atWork();
    await backupOf(desk);
    await desk.stub().backup({ run: "mnt_1", over: true });
    expect(await desk.rows("SELECT name FROM sqlite_master WHERE name LIKE 'frozen%'")).toEqual([]);
    expect(await backupOf(ledger())).toEqual([[]]);
  });

  it.each<FaultMode>(["throw", "abort"])(
    "after a fault makes any call %s is restored by asking again",
    { timeout: 300_000 },
    async (mode) => {
      const attempt = async (at: number) => {
        const desk = await atWork();
        const pages = await backupOf(desk);
        await lose(desk);
        world.strike(mode, at);
        const calls = [...pages.map((pieces) => ({ run: "mnt_2", pieces })), { run: "mnt_2", stored: 1, head: 9 }];
        for (const call of calls) {
          let done = false;
          for (let tries = 0; tries < 3 && !done; tries++) {
            done = await desk
              .stub()
              .restore(call)
              .then(
                ({ ok }) => ok,
                () => false,
              );
          }
          expect(done).toBe(true);
        }
        const { passed } = world;
        world.strike(mode, 0);
        return { passed, desk };
      };
      const { passed } = await attempt(0);
      expect(passed).toBeGreaterThan(30);
      for (let at = 1; at <= passed; at++) {
        const { desk } = await attempt(at);
        expect(await desk.rows("SELECT COUNT(*) AS n FROM notes")).toEqual([{ n: 1 }]);
        expect(await desk.rows("SELECT sequence FROM outbox")).toEqual([{ sequence: 2 }]);
        expect(await desk.rows("SELECT id, status FROM effects")).toEqual([{ id: "book-c2", status: "pending" }]);
        expect((await desk.state()).state.balance).toBe(12);
      }
    },
  );
});
