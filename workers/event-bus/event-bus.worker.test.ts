import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { subscribers } from "./domain/subscribers.ts";
import { append, storeHead } from "./store.ts";
import { wakeSubscriptions } from "./subscriptions.ts";
import { order, revoke, write } from "./testing/account.ts";
import { accountsIn, bus, derived, organisation, principalOf, requestAs, run, settled, startAfresh, stranger } from "./testing/fixture.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const [viewer, admin] = [principalOf("viewer"), principalOf("admin")];

beforeEach(startAfresh);

const get = async (path: string, principal = viewer) => {
  const response = await bus.EVENT_BUS.fetch(requestAs(principal, path));
  return { status: response.status, body: await response.json<Record<string, unknown>>() };
};

/** The subscriptions by name, as an organisation sees them. */
const views = async (of: string) => {
  const { body } = await get("/api/v1/event-subscriptions", principalOf("viewer", of));
  return Object.fromEntries((body["items"] as { name: string }[]).map((view) => [view.name, view]));
};

describe("the whole way of an event", () => {
  it("from an outbox that nobody drains to the projections of everyone who reads it", async () => {
    await write(bus.LEDGER_DB, [...run("a", 1, 40), ...run("b", 1, 3)]);
    expect(await bus.EVENT_BUS.start()).toEqual({ ok: true, value: { armed: subscribers.length } });
    const expected = {
      a: {
        amount: 820,
        trail: run("a", 1, 40)
          .map(({ sequence }) => sequence)
          .join(" "),
      },
      b: { amount: 6, trail: "1 2 3" },
    };
    await vi.waitFor(async () => expect(await accountsIn(bus.LEDGER_DB)).toEqual(expected), 10_000);
    await vi.waitFor(async () => expect(await accountsIn(bus.JOURNAL_DB)).toEqual(expected), 10_000);
    await vi.waitFor(async () => expect(await bus.LEDGER_DB.prepare("SELECT COUNT(*) AS n FROM outbox").first("n")).toBe(0));
    expect(await storeHead(bus.EVENT_BUS_DB)).toBe(43);
  });
});

describe("reading events", () => {
  beforeEach(async () => {
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 5), derived("x", 1, { organisation: stranger }), derived("b", 1)]);
  });

  it("gives the organisation's own, after a position, with the head of the store", async () => {
    const slice = await bus.EVENT_BUS.readEvents(viewer, { organisation, afterPosition: 3, limit: 2 });
    expect(slice).toMatchObject({ ok: true, value: { events: [{ position: 4 }, { position: 5 }], more: true, head: 7 } });
    const rest = await bus.EVENT_BUS.readEvents(viewer, { organisation, afterPosition: 5, types: ["niche.derived"] });
    expect(rest).toMatchObject({ ok: true, value: { events: [{ position: 7 }], more: false } });
  });

  it("ends a slice before its data grow beyond four megabytes, and says that there is more", async () => {
    const large = Array.from({ length: 60 }, (_, index) => ({ ...derived("l", index + 1), data: { padding: "x".repeat(100_000) } }));
    await append(bus.EVENT_BUS_DB, large);
    const slice = await bus.EVENT_BUS.readEvents(viewer, { organisation, afterPosition: 7, limit: 1_000 });
    expect(slice.ok && { count: slice.value.events.length, more: slice.value.more }).toEqual({ count: 40, more: true });
  });

  it("refuses another organisation and a principal without the permission", async () => {
    expect(await bus.EVENT_BUS.readEvents(viewer, { organisation: stranger })).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(await bus.EVENT_BUS.readEvents({ ...viewer, scopes: [] }, { organisation })).toMatchObject({
      ok: false,
      error: { code: "forbidden" },
    });
  });

  it.each([
    ["oldest", [1, 2, 3, 4, 5, 7]],
    ["newest", [7, 5, 4, 3, 2, 1]],
  ])("pages by cursor, %s first, each event once", async (order_, positions) => {
    const seen: number[] = [];
    for (let query: string | undefined = ""; query !== undefined;) {
      const { body } = await get(`/api/v1/events?limit=2&order=${order_}${query}`);
      seen.push(...(body["items"] as StoredEvent[]).map(({ position }) => position));
      query = typeof body["nextCursor"] === "string" ? `&cursor=${encodeURIComponent(body["nextCursor"])}` : undefined;
    }
    expect(seen).toEqual(positions);
  });

  it("filters by type and subject", async () => {
    expect((await get(`/api/v1/events?subject=${encodeURIComponent(derived("b", 1).subject)}`)).body["items"]).toHaveLength(1);
    expect((await get("/api/v1/events?type=niche.created")).body["items"]).toEqual([]);
    expect((await get("/api/v1/events", principalOf("viewer", stranger))).body["items"]).toHaveLength(1);
  });

  it.each([["limit=0"], ["limit=many"], ["order=best"], ["cursor=abc"], [`cursor=${btoa(JSON.stringify(["x"]))}`]])(
    "answers 400 to %s",
    async (query) => {
      expect(await get(`/api/v1/events?${query}`)).toMatchObject({ status: 400, body: { code: "invalid_input" } });
    },
  );
});

describe("subscriptions", () => {
  it("show how far each service is, and what waits for this organisation alone", async () => {
    await order(bus.LEDGER_DB, `refuse ${derived("p", 1).id}`);
    await order(bus.JOURNAL_DB, "away");
    await append(bus.EVENT_BUS_DB, [...run("p", 1, 2), derived("x", 1, { organisation: stranger })]);
    await bus.EVENT_BUS.start();
    await Promise.all(subscribers.map(settled));
    const own = await views(organisation);
    expect(Object.keys(own)).toEqual(subscribers);
    expect(own["niche-analysis"]).toMatchObject({
      status: "current",
      cursor: 3,
      lag: 0,
      retrying: [{ subject: derived("p", 1).subject }],
      parked: [],
    });
    expect(own["marketing"]).toMatchObject({ status: "backing-off", cursor: 0, lag: 2, fault: { code: "unavailable" } });
    expect(own["auth"]).toMatchObject({ status: "current", cursor: 3, lag: 0 });
    expect((await views(stranger))["niche-analysis"]).toMatchObject({ retrying: [], parked: [] });
    expect((await views(stranger))["marketing"]).toMatchObject({ lag: 1 });
    await revoke(bus.JOURNAL_DB, "away");
  });

  it("are redriven by an administrator of the organisation whose subject waits", async () => {
    await order(bus.LEDGER_DB, `refuse ${derived("p", 1).id}`);
    await append(bus.EVENT_BUS_DB, run("p", 1, 2));
    await bus.EVENT_BUS.wake();
    await settled("niche-analysis");
    await revoke(bus.LEDGER_DB, `refuse ${derived("p", 1).id}`);
    const redrive = async (principal: typeof admin, name = "niche-analysis", subject = derived("p", 1).subject) => {
      const init = { method: "POST", body: JSON.stringify({ subject }) };
      return (await bus.EVENT_BUS.fetch(requestAs(principal, `/api/v1/event-subscriptions/${name}/redrives`, init))).status;
    };
    expect(await redrive(viewer)).toBe(403);
    expect(await redrive(principalOf("owner", stranger))).toBe(404);
    expect(await redrive(admin, "marketing")).toBe(404);
    expect(await redrive(admin, "database")).toBe(404);
    expect(await redrive(admin, "weather")).toBe(400);
    expect(await redrive(admin, "niche-analysis", "")).toBe(400);
    expect(await redrive(admin)).toBe(202);
    await settled("niche-analysis");
    expect((await accountsIn(bus.LEDGER_DB))["p"]?.trail).toBe("1 2");
  });
});

describe("a wake", () => {
  it("leaves those in peace that want none of the new types, until they have not been asked for five seconds", async () => {
    let woken: string[] = [];
    const getByName = (name: string) => {
      woken.push(name);
      return bus.EVENT_SUBSCRIPTION.getByName(name);
    };
    const env = { EVENT_SUBSCRIPTION: { getByName } };
    const wake = async (now: number) => {
      woken = [];
      expect(await wakeSubscriptions(env, 0, { types: new Set(["niche.derived"]), now })).toBe(woken.length);
      await Promise.all(subscribers.map(settled));
    };
    await wake(1_000);
    // Nobody had been asked what it wants before the first turn.
    await wake(2_000);
    expect(woken).toHaveLength(subscribers.length);
    await wake(7_000);
    expect(woken).toEqual(["system/niche-analysis", "system/marketing"]);
    await wake(7_001);
    expect(woken).toHaveLength(subscribers.length);
  });
});

describe("refused events", () => {
  it("are listed for their own organisation", async () => {
    const poison = { ...derived("p", 1), data: {} };
    await bus.EVENTS.sendBatch([{ body: poison }]);
    await vi.waitFor(async () => expect((await get("/api/v1/events/rejected")).body["items"]).toHaveLength(1), 10_000);
    expect((await get("/api/v1/events/rejected")).body["items"]).toMatchObject([{ eventId: poison.id, type: "niche.derived", times: 1 }]);
    expect((await get("/api/v1/events/rejected", principalOf("owner", stranger))).body["items"]).toEqual([]);
  });

  it("page by page, each once, the latest refused first", async () => {
    const refused = ["a", "b", "c", "d", "e"].map((name) => derived(name, 1).subject);
    const insert = bus.EVENT_BUS_DB.prepare(
      "INSERT INTO rejected_events VALUES (?1, ?1, ?1, 'niche.derived', '/niche-analysis', ?2, 'no', '{}', ?3, ?3, 1)",
    );
    // Two of the same moment.
    await bus.EVENT_BUS_DB.batch(refused.map((subject, index) => insert.bind(subject, organisation, Math.floor(index / 2))));
    const seen: string[] = [];
    for (let cursor = ""; ;) {
      const { body } = await get(`/api/v1/events/rejected?limit=2${cursor}`);
      const { items, nextCursor } = body as { items: { subject: string }[]; nextCursor?: string };
      seen.push(...items.map(({ subject }) => subject));
      if (nextCursor === undefined) break;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
    expect(seen).toEqual([refused[4], refused[3], refused[2], refused[1], refused[0]]);
    expect((await get("/api/v1/events/rejected?cursor=mine")).status).toBe(400);
  });
});

describe("the door", () => {
  it("is shut without a principal", async () => {
    expect((await bus.EVENT_BUS.fetch(new Request("http://gateway/api/v1/events"))).status).toBe(401);
  });

  it("answers what is not there with a problem", async () => {
    expect(await get("/api/v1/events/everything/else")).toMatchObject({ status: 404, body: { code: "not_found" } });
  });
});
