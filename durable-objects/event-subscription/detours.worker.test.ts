import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { subscriptionName } from "../../workers/event-bus/domain/subscribers.ts";
import { append } from "../../workers/event-bus/store.ts";
import { order, revoke } from "../../workers/event-bus/testing/account.ts";
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
} from "../../workers/event-bus/testing/fixture.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** So far ahead that no alarm fires by itself. */
const time = { now: 0 };
const admin = principalOf("admin");
const stub = () => bus.EVENT_SUBSCRIPTION.getByName(subscriptionName("niche-analysis"));

beforeEach(async () => {
  await startAfresh();
  time.now = Date.UTC(2100, 0, 1);
  await runInDurableObject(stub(), (instance) => void (instance.clock = { now: () => time.now, random: () => 0 }));
});

const wake = async () => {
  await stub().wake({ subscriber: "niche-analysis", head: 1_000 });
  await settled("niche-analysis");
};
const pass = async (milliseconds: number) => {
  time.now += milliseconds;
  await runDurableObjectAlarm(stub());
  await settled("niche-analysis");
};
const ask = async (action: string, body?: unknown, principal = admin, name = "niche-analysis") => {
  const init = { method: "POST", ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const { status } = await bus.EVENT_BUS.fetch(requestAs(principal, `/api/v1/event-subscriptions/${name}/${action}`, init));
  await settled("niche-analysis");
  return status;
};
const view = async (of = organisation) => {
  const found = await bus.EVENT_BUS.subscriptions(principalOf("viewer", of));
  return found.ok ? found.value.find(({ name }) => name === "niche-analysis") : undefined;
};
const accounts = () => accountsIn(bus.LEDGER_DB);
/** Forgets what the service has applied, as if its table were to be filled anew. */
const empty = () => bus.LEDGER_DB.batch([bus.LEDGER_DB.prepare("DELETE FROM accounts"), bus.LEDGER_DB.prepare("DELETE FROM inbox")]);

const foreign = (sequence: number) => derived("x", sequence, { organisation: stranger });

describe("a pause", () => {
  beforeEach(async () => {
    await append(bus.EVENT_BUS_DB, [derived("a", 1), foreign(1)]);
    await wake();
    expect(await ask("pause")).toBe(202);
    await append(bus.EVENT_BUS_DB, [derived("a", 2), foreign(2), derived("b", 1)]);
    await wake();
  });

  it("holds the events of its own organisation, and nobody else's", async () => {
    expect(await accounts()).toEqual({ a: { amount: 1, trail: "1" }, x: { amount: 3, trail: "1 2" } });
    expect(await view()).toMatchObject({ flow: "paused", status: "behind", cursor: 2, lag: 2 });
    expect(await view(stranger)).toMatchObject({ flow: "live", status: "current", cursor: 5, lag: 0 });
  });

  it("ends with everything delivered in order when it is resumed", async () => {
    await append(bus.EVENT_BUS_DB, [derived("a", 3)]);
    expect(await ask("resume")).toBe(202);
    expect(await accounts()).toMatchObject({ a: { amount: 6, trail: "1 2 3" }, b: { amount: 1, trail: "1" } });
    expect(await view()).toMatchObject({ flow: "live", status: "current", cursor: 6, lag: 0 });
    await append(bus.EVENT_BUS_DB, [derived("a", 4)]);
    await wake();
    expect((await accounts())["a"]).toEqual({ amount: 10, trail: "1 2 3 4" });
  });

  it("twice is a pause, and a resume without one changes nothing", async () => {
    await ask("pause");
    expect(await view()).toMatchObject({ flow: "paused", cursor: 2 });
    await ask("resume");
    await ask("resume");
    expect((await accounts())["a"]).toEqual({ amount: 3, trail: "1 2" });
  });

  it("holds stalled subjects too", async () => {
    await ask("resume");
    await order(bus.LEDGER_DB, `refuse ${derived("p", 1).id}`);
    await append(bus.EVENT_BUS_DB, run("p", 1, 2));
    await wake();
    await ask("pause");
    await revoke(bus.LEDGER_DB, `refuse ${derived("p", 1).id}`);
    await pass(86_400_000);
    expect((await accounts())["p"]).toBeUndefined();
    await ask("resume");
    await pass(0);
    expect((await accounts())["p"]).toEqual({ amount: 3, trail: "1 2" });
  });
});

/** Waits until a delivery is under way that an order holds. */
const untilHolding = () =>
  vi.waitFor(async () => expect(await bus.LEDGER_DB.prepare("SELECT 1 FROM orders WHERE name = 'holding'").first()).not.toBeNull());
const sum = (first: number, last: number) => ((first + last) * (last - first + 1)) / 2;

describe("while an organisation catches up, with a delivery under way that is refused", () => {
  beforeEach(async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 60));
    await wake();
    await empty();
    await order(bus.LEDGER_DB, "hold");
    await order(bus.LEDGER_DB, `refuse ${derived("a", 40).id}`);
    await stub().rewind(organisation, 30);
    await untilHolding();
  });

  it("a pause loses nothing of what it interrupts", async () => {
    await stub().pause(organisation);
    await revoke(bus.LEDGER_DB, "hold");
    await settled("niche-analysis");
    expect(await view()).toMatchObject({ flow: "paused", cursor: 30 });
    await revoke(bus.LEDGER_DB, `refuse ${derived("a", 40).id}`);
    await ask("resume");
    await pass(0);
    expect((await accounts())["a"]?.amount).toBe(sum(31, 60));
  });

  it("a further rewind wins", async () => {
    await stub().rewind(organisation, 10);
    await revoke(bus.LEDGER_DB, "hold");
    await settled("niche-analysis");
    for (let turn = 0; turn < 4; turn++) await pass(0);
    expect((await accounts())["a"]?.amount).toBe(sum(11, 39));
    expect(await view()).toMatchObject({ flow: "live", retrying: [{ eventId: derived("a", 40).id }] });
  });
});

describe("a rewind", () => {
  beforeEach(async () => {
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 60), foreign(1)]);
    await wake();
  });

  it("delivers the organisation's events again, and the others' not", async () => {
    await empty();
    expect(await ask("rewinds", { position: 0 })).toBe(202);
    expect(await accounts()).toEqual({
      a: {
        amount: (60 * 61) / 2,
        trail: run("a", 1, 60)
          .map(({ sequence }) => sequence)
          .join(" "),
      },
    });
    expect(await view()).toMatchObject({ flow: "live", cursor: 61, lag: 0 });
  });

  it("changes nothing where everything was applied: the inbox knows it", async () => {
    const before = await accounts();
    await ask("rewinds", { position: 10 });
    expect(await accounts()).toEqual(before);
  });

  it("begins after the position given", async () => {
    await empty();
    await ask("rewinds", { position: 57 });
    expect((await accounts())["a"]?.trail).toBe("58 59 60");
  });

  it("does not go forward", async () => {
    expect(await ask("rewinds", { position: 62 })).toBe(400);
    expect(await ask("rewinds", { position: -1 })).toBe(400);
  });

  it("of a paused organisation waits for the resume", async () => {
    await empty();
    await ask("pause");
    await ask("rewinds", { position: 58 });
    expect(await accounts()).toEqual({});
    await ask("resume");
    expect((await accounts())["a"]?.trail).toBe("59 60");
  });

  it("meets a refused event, holds its subject alone, and is over", async () => {
    await append(bus.EVENT_BUS_DB, run("b", 1, 2));
    await wake();
    await empty();
    await order(bus.LEDGER_DB, `refuse ${derived("a", 3).id}`);
    await ask("rewinds", { position: 0 });
    // One by one takes more calls than a turn has.
    for (let turn = 0; turn < 6; turn++) await pass(0);
    expect(await accounts()).toMatchObject({ a: { trail: "1 2" }, b: { trail: "1 2" } });
    expect(await view()).toMatchObject({ flow: "live", retrying: [{ eventId: derived("a", 3).id }] });
    await revoke(bus.LEDGER_DB, `refuse ${derived("a", 3).id}`);
    for (let turn = 0; turn < 6; turn++) await pass(60_000);
    expect((await accounts())["a"]?.amount).toBe((60 * 61) / 2);
  });

  it("while a delivery is under way wins over it", async () => {
    await order(bus.LEDGER_DB, "hold");
    await append(bus.EVENT_BUS_DB, run("b", 1, 2));
    await stub().wake({ subscriber: "niche-analysis", head: 63 });
    await untilHolding();
    await empty();
    await stub().rewind(organisation, 0);
    await revoke(bus.LEDGER_DB, "hold");
    await settled("niche-analysis");
    await pass(0);
    await pass(5_000);
    expect(await accounts()).toMatchObject({ a: { amount: (60 * 61) / 2 }, b: { trail: "1 2" } });
    expect(await view()).toMatchObject({ flow: "live", lag: 0 });
  });
});

it.each(["pause", "resume", "rewinds"])("%s is for administrators, of a subscription that there is", async (action) => {
  const body = action === "rewinds" ? { position: 0 } : undefined;
  expect(await ask(action, body, principalOf("viewer"))).toBe(403);
  expect(await ask(action, body, admin, "database")).toBe(404);
  expect(await ask(action, body, admin, "weather")).toBe(400);
});
