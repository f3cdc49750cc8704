import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ok, type Result } from "../../contracts/result.ts";
import { testPrincipal } from "./given.ts";
import { ledger, stranger, type Desk } from "./testing/desk.ts";
import { settle } from "./testing/invariants.ts";
import { world } from "./testing/world.ts";
import { Log, type LoggedEvent } from "./log.ts";
import { steps } from "./tables.ts";
import { tellerOf } from "./telling.ts";
import type { Decider } from "./types.ts";

beforeEach(() => world.reset());

async function deposits(desk: Desk, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) await desk.stub().execute(desk.envelope(`c${i}`), { type: "deposit", amount: 2 });
}

describe("events of old versions", () => {
  it("are read in today's version, step by step", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 5 });
    // As the two versions before today's were written.
    await desk.rows("INSERT INTO events VALUES (2, 'money.deposited', 1, '{\"cents\":1250}', 1000, 'c2')");
    await desk.rows("INSERT INTO events VALUES (3, 'money.deposited', 2, '{\"amount\":7}', 2000, 'c3')");
    await desk.evict();
    expect(await desk.state()).toMatchObject({ version: 3, state: { balance: 24.5 } });
    expect(await desk.stub().emitted(2)).toMatchObject([
      { sequence: 2, dataversion: 3, data: { amount: 12.5, currency: "EUR" } },
      { sequence: 3, dataversion: 3, data: { amount: 7, currency: "EUR" } },
    ]);
  });
});

describe("the past", () => {
  it("can be seen at any version, by its own organisation", async () => {
    const desk = ledger();
    await deposits(desk, 5);
    expect(await desk.stub().stateAt(testPrincipal, 3)).toMatchObject({ ok: true, value: { version: 3, state: { balance: 6 } } });
    for (const version of [0, 6, 1.5])
      expect(await desk.stub().stateAt(testPrincipal, version)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await desk.stub().stateAt(stranger, 3)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("is read as a range of events", async () => {
    const desk = ledger();
    await deposits(desk, 6);
    const sequences = async (...range: [number, number?, number?]) => {
      // The RPC types drop a value of unknown shape; at run time it is there.
      const answer = (await desk.stub().history(testPrincipal, ...range)) as Result<LoggedEvent[]>;
      return answer.ok ? answer.value.map(({ sequence }) => sequence) : [];
    };
    expect(await sequences(2)).toEqual([3, 4, 5, 6]);
    expect(await sequences(2, 500, 4)).toEqual([3, 4]);
    expect(await sequences(1, 2)).toEqual([2, 3]);
    expect(await desk.stub().history(stranger, 0)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("longer than a page is folded whole", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 1 });
    await desk.rows(
      `INSERT INTO events WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
       SELECT i, 'money.deposited', 3, '{"amount":1,"currency":"EUR"}', 0, 'x' FROM n`,
    );
    await desk.evict();
    expect(await desk.state()).toMatchObject({ version: 2500, state: { balance: 2500 } });
  });
});

describe("a snapshot", () => {
  it("is written every two hundred events and read from then on", async () => {
    const desk = ledger();
    await deposits(desk, 205);
    expect(await desk.rows("SELECT version, shape FROM snapshots")).toEqual([{ version: 200, shape: 1 }]);
    // Seen by what only the snapshot says.
    await desk.rows("UPDATE snapshots SET state = json_set(state, '$.balance', 1000)");
    await desk.evict();
    expect((await desk.state()).state.balance).toBe(1_010);
  });

  it("is not written of a state beyond a row: that is warned of once, and replayed from the last one that fitted", async () => {
    const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
    await runInDurableObject(ledger().stub(), (_, { storage: { sql } }) => {
      const growing: Decider<string, { type: string }, { type: "text.grown"; data: number }> = {
        initialState: () => "",
        decide: () => ok({ events: [] }),
        evolve: (state, { data }) => state + "x".repeat(data),
      };
      const log = new Log(sql, { decider: growing, upcasters: {}, snapshotEvery: 1, shape: 1, tell: tellerOf(() => undefined) });
      for (const [index, size] of [700_000, 100_000, 700_000, 1].entries()) {
        const event = { type: "text.grown", version: 1, text: String(size), data: size };
        log.take(log.append([event], { commandId: `c${index}`, time: 1, answer: "null", fingerprint: null }).next);
      }
      expect(sql.exec("SELECT version FROM snapshots").toArray()).toEqual([{ version: 1 }, { version: 2 }]);
      log.forget();
      expect(log.current).toEqual({ version: 4, state: "x".repeat(1_500_001) });
    });
    expect(warnings.mock.calls).toEqual([[expect.stringContaining("getting large")]]);
    warnings.mockRestore();
  });

  it("of another shape is not used", async () => {
    const desk = ledger();
    await deposits(desk, 205);
    await desk.rows("UPDATE snapshots SET shape = 0, state = '\"something else\"'");
    await desk.evict();
    expect((await desk.state()).state.balance).toBe(410);
  });
});

describe("the tables", () => {
  it("of an actor from before are brought up to date with everything in them", async () => {
    world.now = Date.UTC(2100, 0, 1);
    const desk = ledger();
    await runInDurableObject(desk.stub(), (_, { storage: { sql } }) => {
      sql.exec("DROP VIEW fresh_events");
      for (const table of ["events", "outbox", "commands", "effects", "attempts", "timers", "snapshots", "meta"])
        sql.exec(`DROP TABLE ${table}`);
      sql.exec(`CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL); ${steps[0]}`);
      const identity = { kind: "niche", organisation: testPrincipal.organisation, id: desk.id };
      const principal = JSON.stringify(testPrincipal);
      sql.exec("INSERT INTO meta VALUES ('identity', ?)", JSON.stringify(identity));
      sql.exec("INSERT INTO events VALUES (1, 'money.deposited', 2, '{\"amount\":7}', 1000, 'c1')");
      sql.exec("INSERT INTO outbox (sequence) VALUES (1)");
      sql.exec("INSERT INTO commands VALUES ('c1', 1, '{\"deposited\":7}', ?)", world.now);
      sql.exec("INSERT INTO effects VALUES ('book-c1', 'book', 'book', '{}', ?, 'c1', 'running', 1, 0, 5, NULL, NULL)", principal);
      sql.exec("INSERT INTO timers VALUES ('remind', 2000, '{\"type\":\"remind\"}', ?)", principal);
    });
    await desk.evict();
    // A command recorded without a fingerprint is still the same command.
    expect(await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 7 })).toMatchObject({
      ok: true,
      value: { version: 1, value: { deposited: 7 }, replayed: true },
    });
    await settle(desk);
    expect((await desk.state()).state).toEqual({ balance: 7, booked: ["book-c1"], failed: [], reminders: 1 });
  });
});
