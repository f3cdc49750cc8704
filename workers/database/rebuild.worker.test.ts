import { beforeEach, describe, expect, it, vi } from "vitest";
import { append } from "../event-bus/store.ts";
import { subscribers } from "../event-bus/domain/subscribers.ts";
import { accounts, order, revoke } from "../event-bus/testing/account.ts";
import {
  accountsIn,
  bus,
  derived,
  organisation,
  principalOf,
  requestAs,
  run,
  settled,
  startAfresh,
  stranger,
} from "../event-bus/testing/fixture.ts";
import { applyEvents } from "../kit/projections.ts";
import { finished } from "./testing/maintenance.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const [viewer, admin] = [principalOf("viewer"), principalOf("admin")];

beforeEach(startAfresh);

const deliverAll = async () => {
  await bus.EVENT_BUS.start();
  await Promise.all(subscribers.map(settled));
};
const sumTo = (last: number) => (last * (last + 1)) / 2;
const trailTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1).join(" ");
const rebuild = (commandId = "cmd-1") => finished(admin, { kind: "rebuild", service: "marketing", commandId });
const stored = async (who = viewer) => {
  const slice = await bus.EVENT_BUS.readEvents(who, { organisation: who.organisation });
  return slice.ok ? slice.value.events : [];
};
const journal = () => accountsIn(bus.JOURNAL_DB);

describe("rebuilding a projection", () => {
  it("brings back rows that were changed, lost or invented, and leaves other organisations alone", async () => {
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 230), ...run("b", 1, 2), ...run("x", 1, 2, { organisation: stranger })]);
    await deliverAll();
    await bus.JOURNAL_DB.batch([
      bus.JOURNAL_DB.prepare("UPDATE accounts SET amount = 7 WHERE subject LIKE '%/a' OR subject LIKE '%/x'"),
      bus.JOURNAL_DB.prepare("DELETE FROM accounts WHERE subject LIKE '%/b'"),
      bus.JOURNAL_DB.prepare("INSERT INTO accounts VALUES (?, 'account/invented', 1, '1')").bind(organisation),
    ]);
    expect(await rebuild()).toMatchObject({
      status: "succeeded",
      progress: { done: 232, unit: "events" },
      result: { service: "marketing", events: 232, head: 234, projections: [{ name: "accounts", rows: 2 }] },
    });
    expect(await journal()).toEqual({
      a: { amount: sumTo(230), trail: trailTo(230) },
      b: { amount: 3, trail: "1 2" },
      x: { amount: 7, trail: "1 2" },
    });
  });

  it("applies what arrives afterwards once, also what the replay saw before it was delivered", async () => {
    await order(bus.JOURNAL_DB, "later");
    await append(bus.EVENT_BUS_DB, run("a", 1, 5));
    await deliverAll();
    expect(await journal()).toEqual({});
    expect((await rebuild()).status).toBe("succeeded");
    await revoke(bus.JOURNAL_DB, "later");
    await append(bus.EVENT_BUS_DB, run("a", 6, 7));
    await bus.EVENT_BUS.wake();
    await vi.waitFor(async () => expect(await journal()).toEqual({ a: { amount: 28, trail: trailTo(7) } }), 20_000);
  });

  it("fills a projection with events that were stored before it read them", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await deliverAll();
    await bus.JOURNAL_DB.batch([bus.JOURNAL_DB.prepare("DELETE FROM accounts"), bus.JOURNAL_DB.prepare("DELETE FROM inbox")]);
    await rebuild();
    expect(await journal()).toEqual({ a: { amount: 6, trail: "1 2 3" } });
  });

  it("is refused while the service has applied an event that the replay lacks, and shows no half meanwhile", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await deliverAll();
    const events = await stored();
    await bus.MARKETING.rebuildBegin(admin, "run-1");
    await bus.MARKETING.rebuildApply(admin, { run: "run-1", from: 0, to: 2, events: events.slice(0, 2) });
    expect(await bus.MARKETING.rebuildSwap(admin, "run-1")).toMatchObject({ ok: false, error: { code: "conflict", retryable: true } });
    expect(await journal()).toEqual({ a: { amount: 6, trail: "1 2 3" } });
    await bus.MARKETING.rebuildApply(admin, { run: "run-1", from: 2, to: 3, events: events.slice(2) });
    const swapped = { ok: true, value: [{ name: "accounts", rows: 1 }] };
    expect(await bus.MARKETING.rebuildSwap(admin, "run-1")).toEqual(swapped);
    expect(await bus.MARKETING.rebuildSwap(admin, "run-1")).toEqual(swapped);
  });

  it("folds a slice once, however often it is sent, and none for a run that another one has followed", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 2));
    const events = await stored();
    const slice = { run: "run-1", from: 0, to: 2, events };
    await bus.MARKETING.rebuildBegin(admin, "run-1");
    await bus.MARKETING.rebuildApply(admin, slice);
    expect(await bus.MARKETING.rebuildApply(admin, slice)).toEqual({ ok: true, value: { position: 2 } });
    expect(await bus.JOURNAL_DB.prepare("SELECT trail FROM shadow_accounts").first("trail")).toBe("1 2");
    expect(await bus.MARKETING.rebuildBegin(admin, "run-1")).toEqual({ ok: true, value: { position: 2 } });
    expect(await bus.MARKETING.rebuildBegin(admin, "run-2")).toEqual({ ok: true, value: { position: 0 } });
    expect(await bus.MARKETING.rebuildApply(admin, slice)).toMatchObject({ ok: false, error: { code: "conflict", retryable: false } });
    expect(await bus.MARKETING.rebuildSwap(admin, "run-1")).toMatchObject({ ok: false, error: { code: "conflict", retryable: false } });
  });

  it("makes an event that is just being applied start again from the rebuilt row", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    const events = await stored();
    await applyEvents(bus.JOURNAL_DB, [accounts], events.slice(0, 2), 1);
    await bus.JOURNAL_DB.prepare("UPDATE accounts SET amount = 1000").run();
    // The swap falls between reading the row and writing it.
    let swapping: Promise<unknown> | undefined;
    let batches = 0;
    const rebuilt = async () => {
      await bus.MARKETING.rebuildBegin(admin, "run-1");
      await bus.MARKETING.rebuildApply(admin, { run: "run-1", from: 0, to: 2, events: events.slice(0, 2) });
      return bus.MARKETING.rebuildSwap(admin, "run-1");
    };
    const slow = new Proxy(bus.JOURNAL_DB, {
      get(database, name) {
        if (name === "batch") {
          return async (statements: D1PreparedStatement[]) => {
            batches += 1;
            if (batches === 2) swapping = rebuilt();
            await swapping;
            return database.batch(statements);
          };
        }
        const value: unknown = Reflect.get(database, name);
        return typeof value === "function" ? value.bind(database) : value;
      },
    });
    expect(await applyEvents(slow, [accounts], events.slice(2), 1)).toBe(1);
    expect(await swapping).toMatchObject({ ok: true });
    expect(await journal()).toEqual({ a: { amount: 6, trail: "1 2 3" } });
  });

  it("takes no events of another organisation, and nobody who may not", async () => {
    await append(bus.EVENT_BUS_DB, [derived("x", 1, { organisation: stranger })]);
    const events = await stored(principalOf("viewer", stranger));
    await bus.MARKETING.rebuildBegin(admin, "run-1");
    const forbidden = { ok: false, error: { code: "forbidden" } };
    expect(await bus.MARKETING.rebuildApply(admin, { run: "run-1", from: 0, to: 1, events })).toMatchObject(forbidden);
    expect(await bus.MARKETING.rebuildBegin(viewer, "run-2")).toMatchObject(forbidden);
    expect(await bus.MARKETING.rebuildSwap(viewer, "run-1")).toMatchObject(forbidden);
    expect(await bus.DATABASE.startMaintenance(viewer, { kind: "rebuild", service: "marketing", commandId: "c" })).toMatchObject(forbidden);
  });

  it("fails with the reason when the service has no such table", async () => {
    await bus.JOURNAL_DB.prepare("DROP TABLE accounts").run();
    expect(await rebuild()).toMatchObject({ status: "failed", message: expect.stringContaining("accounts") });
  });

  it("is a resource over HTTP, done once for one key", async () => {
    const init = { method: "POST", headers: { "idempotency-key": "k" } };
    const post = async (service: string, who = admin) => {
      const request = requestAs(who, `/api/v1/database/projections/${service}/rebuild`, init);
      request.headers.set("idempotency-key", "key-1");
      return bus.DATABASE.fetch(request);
    };
    expect((await post("weather")).status).toBe(400);
    expect((await post("marketing", viewer)).status).toBe(403);
    const [first, second] = [await post("marketing"), await post("marketing")];
    expect([first.status, second.status]).toEqual([202, 202]);
    const location = first.headers.get("location") ?? "";
    expect(second.headers.get("location")).toBe(location);
    const found = async (who: typeof admin) => (await bus.DATABASE.fetch(requestAs(who, location))).json();
    await vi.waitFor(async () => expect(await found(viewer)).toMatchObject({ kind: "rebuild", status: "succeeded" }), 20_000);
    expect(await found(principalOf("owner", stranger))).toMatchObject({ code: "not_found" });
    expect((await post("auth")).status).toBe(422);
  });
});

describe("projections", () => {
  it("are listed with the organisation's rows and how far behind they are", async () => {
    await order(bus.JOURNAL_DB, "later");
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 3), ...run("b", 1, 1), derived("x", 1, { organisation: stranger })]);
    await deliverAll();
    const response = await bus.DATABASE.fetch(requestAs(viewer, "/api/v1/database/projections"));
    const { items } = await response.json<{ items: { service: string }[] }>();
    const of = (service: string) => items.find((item) => item.service === service);
    expect(items).toHaveLength(6);
    expect(of("niche-analysis")).toMatchObject({
      reachable: true,
      projections: [{ name: "accounts", rows: 2 }],
      status: "current",
      lag: 0,
    });
    expect(of("marketing")).toMatchObject({ projections: [{ name: "accounts", rows: 0 }], status: "backing-off", lag: 4 });
    expect(of("auth")).toMatchObject({ projections: [] });
    expect(await bus.DATABASE.projections({ ...viewer, scopes: ["database:read"] })).toMatchObject({ ok: false });
    await revoke(bus.JOURNAL_DB, "later");
  });
});
