import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Receipt } from "../../contracts/actor.ts";
import type { Result } from "../../contracts/result.ts";
import { testPrincipal } from "./given.ts";
import { eventually, ledger } from "./testing/desk.ts";
import { world } from "./testing/world.ts";

beforeEach(() => world.reset());

describe("a turn", () => {
  it("commits events and answers the version and value", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    expect(await stub.execute(envelope("c1"), { type: "deposit", amount: 5 })).toEqual({
      ok: true,
      value: { version: 1, value: { deposited: 5 }, replayed: false },
    });
    expect((await state()).state.balance).toBe(5);
  });

  it("answers the same command id from the record, without running it again", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5 });
    const again = await stub.execute(envelope("c1"), { type: "deposit", amount: 5 });
    expect(again).toEqual({ ok: true, value: { version: 1, value: { deposited: 5 }, replayed: true } });
    expect((await state()).state.balance).toBe(5);
  });

  it("keeps 200 concurrent commands contiguous and loses none", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    const receipts: Result<Receipt>[] = await Promise.all(
      Array.from({ length: 200 }, (_, i) => stub.execute(envelope(`c${i}`), { type: "deposit", amount: 1 })),
    );
    const versions = receipts.map((receipt) => (receipt.ok ? receipt.value.version : 0)).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(await state()).toMatchObject({ version: 200, state: { balance: 200 } });
  });

  it("of one event is one statement, which leaves nothing where a part of it does not fit", async () => {
    world.now = Date.UTC(2100, 0, 1);
    const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
    const { stub, envelope, rows, state } = ledger();
    const deposit = { type: "deposit", amount: 5 } as const;
    const counts = async () =>
      (
        await rows("SELECT (SELECT COUNT(*) FROM events) AS e, (SELECT COUNT(*) FROM outbox) AS o, (SELECT COUNT(*) FROM commands) AS c")
      )[0];
    await stub().execute(envelope("c1"), deposit);
    world.calls = [];
    await stub().execute(envelope("c2"), deposit);
    // No transaction around it, and no alarm: the one of the first turn rings early enough.
    expect(world.calls).toEqual([]);
    expect(await counts()).toEqual({ e: 2, o: 2, c: 2 });
    await rows("INSERT INTO outbox (sequence) VALUES (3)");
    expect(await stub().execute(envelope("c3"), deposit)).toMatchObject({ ok: false, error: { code: "internal" } });
    expect(await counts()).toEqual({ e: 2, o: 3, c: 2 });
    await rows("DELETE FROM outbox WHERE sequence = 3");
    expect(await stub().execute(envelope("c3"), deposit)).toMatchObject({ ok: true, value: { version: 3 } });
    expect(await stub().execute(envelope("c3"), deposit)).toMatchObject({ ok: true, value: { version: 3, replayed: true } });
    expect((await state()).state.balance).toBe(15);
    quiet.mockRestore();
  });

  it("names the current version when the expected one is wrong", async () => {
    const { stub: newStub, envelope } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5 });
    const refused = await stub.execute(envelope("c2", { expectedVersion: 7 }), { type: "deposit", amount: 5 });
    expect(refused).toMatchObject({ ok: false, error: { code: "precondition_failed", detail: expect.stringContaining("version 1") } });
  });

  it("refuses a principal of another organisation as if nothing were there", async () => {
    const { stub: newStub, envelope } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5 });
    const stranger = { ...testPrincipal, organisation: "org_00000000000000000000000002" };
    expect(await stub.execute(envelope("c2", { principal: stranger }), { type: "deposit", amount: 5 })).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await stub.view(stranger)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("writes bulk rows with the events or not at all", async () => {
    const { stub: newStub, envelope } = ledger();
    const stub = newStub();
    await runInDurableObject(stub, (instance, ctx) => {
      ctx.storage.sql.exec("CREATE TABLE rows (n INTEGER PRIMARY KEY)");
      const failing = () =>
        instance.turn(envelope("c1"), { type: "deposit", amount: 1 }, (sql) => {
          sql.exec("INSERT INTO rows VALUES (1)");
          sql.exec("INSERT INTO rows VALUES (1)");
        });
      expect(failing()).toMatchObject({ ok: false, error: { code: "internal" } });
      expect(
        ctx.storage.sql
          .exec("SELECT (SELECT COUNT(*) FROM rows) + (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM outbox) AS n")
          .one(),
      ).toEqual({ n: 0 });
      expect(instance.log.current.version).toBe(0);
    });
  });

  it("folds the same state after eviction", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    for (let i = 0; i < 250; i++) await stub.execute(envelope(`c${i}`), { type: "deposit", amount: 2 });
    const before = await state();
    await evictDurableObject(stub);
    expect(await state()).toEqual(before);
    await runInDurableObject(stub, (instance) => {
      expect(instance.log.stateAt(100)).toMatchObject({ version: 100, state: { balance: 200 } });
      expect(instance.log.stateAt(230)).toMatchObject({ version: 230, state: { balance: 460 } });
    });
  });
});

describe("effects", () => {
  it("run once and come back as a command", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5, book: true });
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-c1"]));
    expect(world.accepted.get("book-c1")).toBe(1);
  });

  it("are tried again after a failure, with the same id", async () => {
    world.refusals = 2;
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5, book: true });
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-c1"]));
    expect(world.accepted.get("book-c1")).toBe(1);
  });

  it("become a dead letter and a command when attempts run out", async () => {
    world.refusals = 99;
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5, book: true });
    await eventually(async () => expect((await state()).state.failed).toEqual(["book-c1"]));
    expect(world.refusals).toBe(96);
    await runInDurableObject(stub, (_, ctx) => {
      expect(ctx.storage.sql.exec("SELECT status, attempt FROM effects").toArray()).toEqual([{ status: "dead", attempt: 3 }]);
    });
  });

  it("that wait do not use up attempts", async () => {
    world.waits = 10;
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5, book: true });
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-c1"]));
  });

  it("cut off by a crash are taken up again by the alarm", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5 });
    await runInDurableObject(stub, (_, ctx) => {
      // What a crash during the call leaves: a leased row and no promise.
      ctx.storage.sql.exec(
        "INSERT INTO effects (id, type, lane, input, principal, command_id, status, attempt, next_at, lease_until) VALUES ('book-x', 'book', 'book', '{}', ?, 'c1', 'running', 1, 0, ?)",
        JSON.stringify(testPrincipal),
        Date.now() + 30_000,
      );
    });
    await evictDurableObject(stub);
    await eventually(async () => expect((await state()).state.booked).toEqual(["book-x"]));
  });
});

describe("timers", () => {
  it("fire once their time has come", async () => {
    const { stub: newStub, envelope, state } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5, remindInMs: 20 });
    await eventually(async () => expect((await state()).state.reminders).toBe(1));
  });
});

describe("the outbox", () => {
  it("keeps events until they are acknowledged and re-emits them as envelopes", async () => {
    const { stub: newStub, envelope } = ledger();
    const stub = newStub();
    await stub.execute(envelope("c1"), { type: "deposit", amount: 5 });
    await stub.execute(envelope("c2"), { type: "deposit", amount: 6 });
    const rows = () => runInDurableObject(stub, (_, ctx) => ctx.storage.sql.exec("SELECT sequence FROM outbox").toArray());
    expect(await rows()).toEqual([{ sequence: 1 }, { sequence: 2 }]);
    const emitted = await stub.emitted(2);
    expect(emitted).toMatchObject([
      { sequence: 2, type: "money.deposited", source: "/niche-analysis", causationid: "c2", data: { amount: 6 } },
    ]);
    await stub.acknowledge(1);
    expect(await rows()).toEqual([{ sequence: 2 }]);
  });
});
