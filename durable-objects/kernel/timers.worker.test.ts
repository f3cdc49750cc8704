import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { eventually, ledger, type Desk } from "./testing/desk.ts";
import { world } from "./testing/world.ts";

const begin = Date.UTC(2100, 0, 1);

beforeEach(() => {
  world.reset();
  world.now = begin;
});

const alarmOf = (desk: Desk) => runInDurableObject(desk.stub(), (_, ctx) => ctx.storage.getAlarm());
const setTimer = (desk: Desk, name: string, at: number, command: object) =>
  desk.rows(
    "INSERT INTO timers (name, at, next_at, command, principal) SELECT ?1, ?2, ?2, ?3, principal FROM timers LIMIT 1",
    name,
    at,
    JSON.stringify(command),
  );

describe("timers", () => {
  it("share one alarm and fire in their order, each once", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1, remindInMs: 5_000 });
    await setTimer(desk, "early", begin + 1_000, { type: "deposit", amount: 20 });
    await setTimer(desk, "late", begin + 9_000, { type: "deposit", amount: 300 });
    await desk.stub().acknowledge(1);
    await desk.evict();
    await desk.state();
    expect(await alarmOf(desk)).toBe(begin + 1_000);
    world.now = begin + 5_000;
    await desk.alarm();
    expect((await desk.state()).state).toMatchObject({ balance: 21, reminders: 1 });
    expect(await desk.rows("SELECT command_id FROM events WHERE sequence > 1 ORDER BY sequence")).toEqual([
      { command_id: `timer:early:${begin + 1_000}` },
      { command_id: `timer:remind:${begin + 5_000}` },
    ]);
    expect(await desk.rows("SELECT name FROM timers")).toEqual([{ name: "late" }]);
  });

  it("whose command breaks are tried again later and hold up no other", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1, remindInMs: 2_000 });
    await setTimer(desk, "broken", begin + 1_000, { type: "break" });
    world.now = begin + 2_000;
    await desk.alarm();
    expect((await desk.state()).state.reminders).toBe(1);
    expect(await desk.rows("SELECT name, failures, next_at FROM timers")).toEqual([
      { name: "broken", failures: 1, next_at: begin + 3_000 },
    ]);
    world.now = begin + 3_000;
    await desk.alarm();
    expect(await desk.rows("SELECT failures, next_at FROM timers")).toEqual([{ failures: 2, next_at: begin + 5_000 }]);
  });
});

describe("the alarm", () => {
  it("is set within the transaction that gives it a reason, so that no crash can part them", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1, remindInMs: 1_000 });
    // The first pair brings the tables up to date.
    expect(world.calls.slice(0, 5)).toEqual(["begin", "commit", "begin", "alarm", "commit"]);
  });
});

describe("the watch over the alarm", () => {
  it("sets one that was lost, on a mere view, and counts it", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1, remindInMs: 1_000 });
    await desk.stub().acknowledge(1);
    await runInDurableObject(desk.stub(), (_, ctx) => ctx.storage.deleteAlarm());
    world.now = begin + 10_999;
    await desk.state();
    expect(await alarmOf(desk)).toBeNull();
    world.now = begin + 11_000;
    await desk.state();
    await eventually(async () => expect(await alarmOf(desk)).toBe(begin + 11_000));
    expect(await desk.rows("SELECT value FROM meta WHERE key = 'missedAlarms'")).toEqual([{ value: "1" }]);
    await desk.alarm();
    expect((await desk.state()).state.reminders).toBe(1);
  });

  it("leaves one alone that stands", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1, remindInMs: 1_000 });
    await runInDurableObject(desk.stub(), (_, ctx) => ctx.storage.setAlarm(begin + 60_000));
    world.now = begin + 30_000;
    await desk.state();
    await desk.state();
    expect(await desk.rows("SELECT value FROM meta WHERE key = 'missedAlarms'")).toEqual([]);
  });
});
