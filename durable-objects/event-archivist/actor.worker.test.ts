import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { archivistName } from "../../workers/event-bus/domain/archive/archivist.ts";
import { subscriptionName } from "../../workers/event-bus/domain/subscribers.ts";
import { tick } from "../../workers/event-bus/handlers.ts";
import { takeIn } from "../../workers/event-bus/intake.ts";
import { append, countAfter, read, storeHead } from "../../workers/event-bus/store.ts";
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
import { archiveNext, forgetNext } from "./moving.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const db = bus.EVENT_BUS_DB;
const bucket = bus.EVENT_ARCHIVE;
const dayMs = 86_400_000;
const monday = Date.UTC(2026, 9, 12, 12);
const archivist = () => bus.EVENT_ARCHIVIST.getByName(archivistName);

/** Events of one day after Monday noon. */
const onDay = (day: number, events: ReturnType<typeof run>) =>
  events.map((event, index) => ({ ...event, time: new Date(monday + day * dayMs + index * 1_000).toISOString() }));

const objects = async () => (await bucket.list()).objects.map(({ key }) => key);
const hot = async () => (await db.prepare("SELECT position FROM events ORDER BY position").all<{ position: number }>()).results.length;
const positions = (events: readonly StoredEvent[]) => events.map(({ position }) => position);

/** Three days, two organisations: positions 1–4, 5–7, 8–9. */
beforeEach(async () => {
  await startAfresh();
  for (const key of await objects()) await bucket.delete(key);
  await append(db, onDay(0, [...run("a", 1, 2), derived("x", 1, { organisation: stranger }), derived("b", 1)]));
  await append(db, onDay(1, [...run("a", 3, 4), derived("x", 2, { organisation: stranger })]));
  await append(db, onDay(2, [derived("a", 5), derived("c", 1)]));
});

const archiveDays = async (days: number) => {
  while (await archiveNext({ db, bucket }, Date.UTC(2026, 9, 12 + days), 1));
};

const allOf = async (selection: Partial<Parameters<typeof read>[1]> = {}) =>
  (await read(bus, { organisation, from: selection.order === "newest" ? 1e9 : 0, limit: 100, ...selection })).events;

describe("archiving", () => {
  it("moves whole days into objects with a digest, and deletes nothing else", async () => {
    await archiveDays(2);
    expect(await objects()).toEqual([
      "events/2026-10-12/000000000001-000000000004.ndjson.gz",
      "events/2026-10-13/000000000005-000000000007.ndjson.gz",
    ]);
    expect(await hot()).toBe(2);
    const object = await bucket.head("events/2026-10-12/000000000001-000000000004.ndjson.gz");
    expect(object?.customMetadata).toMatchObject({ first: "1", last: "4", events: "4", day: "2026-10-12" });
    expect(object?.customMetadata?.["sha256"]).toMatch(/^[0-9a-f]{64}$/);
  });

  it("changes nothing for a reader: every selection answers the same before and after", async () => {
    const selections: Partial<Parameters<typeof read>[1]>[] = [
      {},
      { order: "newest" },
      { limit: 2 },
      { from: 1, limit: 4 },
      { from: 6, order: "newest", limit: 3 },
      { subject: derived("a", 1).subject },
      { subject: derived("a", 1).subject, order: "newest", limit: 4 },
      { types: ["niche.derived"], from: 2 },
      { types: ["niche.created"] },
      { organisation: stranger },
      { from: 2, to: 7 },
    ];
    const answers = () => Promise.all(selections.map(async (selection) => await allOf(selection)));
    const before = await answers();
    await archiveDays(1);
    expect(await answers()).toEqual(before);
    await archiveDays(3);
    expect(await hot()).toBe(0);
    expect(await answers()).toEqual(before);
    expect(await storeHead(db)).toBe(9);
    expect(await countAfter(db, organisation, 0, undefined)).toBe(7);
  });

  it("reads page by page across the border, each event once", async () => {
    await archiveDays(2);
    const seen: number[] = [];
    for (let from = 0, more = true; more;) {
      const slice = await read(bus, { organisation, from, limit: 2 });
      seen.push(...positions(slice.events));
      ({ more, reach: from } = slice);
    }
    expect(seen).toEqual([1, 2, 4, 5, 6, 8, 9]);
  });

  it("opens a bounded number of objects for one slice, and the next slice goes on behind them", async () => {
    for (let day = 3; day < 15; day++) await append(db, onDay(day, [derived(`d${day}`, 1)]));
    await archiveDays(14);
    const first = await read(bus, { organisation, from: 0, limit: 100 });
    expect(first).toMatchObject({ more: true, reach: 14 });
    const second = await read(bus, { organisation, from: first.reach, limit: 100 });
    expect(positions([...first.events, ...second.events])).toEqual([1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
    const newest = await read(bus, { organisation, from: 1e9, order: "newest", limit: 100 });
    const older = await read(bus, { organisation, from: newest.reach, order: "newest", limit: 100 });
    expect(positions([...newest.events, ...older.events])).toEqual(positions(first.events.concat(second.events)).reverse());
  });

  it("lets a subject go on where it stood, and takes nothing twice", async () => {
    await archiveDays(3);
    expect(await append(db, [derived("a", 5), derived("b", 7)])).toMatchObject({ count: 0 });
    const { count, heads, head } = await append(db, [derived("a", 6), derived("b", 2)]);
    expect({ count, heads: [...heads.values()].toSorted(), head }).toEqual({ count: 2, heads: [2, 6], head: 11 });
    expect(positions(await allOf({ subject: derived("a", 1).subject }))).toEqual([1, 2, 5, 6, 8, 10]);
  });

  it("that a crash cuts off before the handing over leaves everything readable, and ends the same when repeated", async () => {
    const failing = { prepare: db.prepare.bind(db), batch: () => Promise.reject(new Error("crash")) };
    const crashing: unknown = failing;
    await expect(archiveNext({ db: crashing as D1Database, bucket }, Date.UTC(2026, 9, 13), 1)).rejects.toThrow("crash");
    expect(await objects()).toHaveLength(1);
    expect(positions(await allOf())).toEqual([1, 2, 4, 5, 6, 8, 9]);
    await archiveDays(1);
    expect(await objects()).toHaveLength(1);
    expect(positions(await allOf())).toEqual([1, 2, 4, 5, 6, 8, 9]);
  });

  it("makes a damaged object an error, not a shorter history", async () => {
    await archiveDays(1);
    await bucket.put("events/2026-10-12/000000000001-000000000004.ndjson.gz", "nothing");
    await expect(allOf()).rejects.toThrow();
  });

  it("feeds a subscription that begins at the beginning", async () => {
    await archiveDays(2);
    await bus.EVENT_SUBSCRIPTION.getByName(subscriptionName("niche-analysis")).wake({ subscriber: "niche-analysis", head: 9 });
    await settled("niche-analysis");
    expect(await accountsIn(bus.LEDGER_DB)).toMatchObject({ a: { trail: "1 2 3 4 5" }, b: { trail: "1" }, x: { trail: "1 2" } });
  });
});

describe("retention", () => {
  it("deletes archived days for good, and reads go on with what is left", async () => {
    await archiveDays(2);
    while (await forgetNext({ db, bucket }, Date.UTC(2026, 9, 13), 2));
    expect(await objects()).toEqual(["events/2026-10-13/000000000005-000000000007.ndjson.gz"]);
    expect(positions(await allOf())).toEqual([5, 6, 8, 9]);
    expect(await append(db, [derived("b", 2)])).toMatchObject({ count: 1 });
  });
});

describe("the archivist", () => {
  const at = (now: number) => runInDurableObject(archivist(), (instance) => void (instance.now = () => now));
  const alarm = () => runInDurableObject(archivist(), (_, state) => state.storage.getAlarm());
  // In the future, so that its alarm does not ring by itself.
  const year = Date.UTC(2100, 0, 1);

  it("archives what is older than thirty days, and looks again in an hour", async () => {
    await at(year);
    expect(await archivist().run()).toEqual({ segments: 3, more: false });
    expect(await hot()).toBe(0);
    expect(await alarm()).toBe(year + 3_600_000);
  });

  it("leaves younger events where they are", async () => {
    await at(monday + 31 * dayMs);
    expect(await archivist().run()).toEqual({ segments: 1, more: false });
    expect(await hot()).toBe(5);
  });

  it("is run by its alarm and by the cron trigger alike", async () => {
    await at(monday + 31 * dayMs);
    await tick(bus);
    expect(await objects()).toHaveLength(1);
    await at(year);
    await runDurableObjectAlarm(archivist());
    expect(await objects()).toHaveLength(3);
  });

  it("is armed by the first events that reach the store, and runs by itself from then on", async () => {
    expect(await alarm()).toBeNull();
    // As an instance of the Worker that has not looked yet.
    const fresh = { ...bus, EVENT_ARCHIVIST: { getByName: (name: string) => bus.EVENT_ARCHIVIST.getByName(name) } };
    await takeIn(fresh, [derived("d", 1)], Date.now());
    const first = await alarm();
    expect(first).not.toBeNull();
    await takeIn(fresh, [derived("d", 2)], Date.now() + 2 * 3_600_000);
    expect(await alarm()).toBe(first);
    await at(year);
    expect(await runDurableObjectAlarm(archivist())).toBe(true);
    expect(await hot()).toBe(0);
    expect(await alarm()).toBe(year + 3_600_000);
  });

  it("forgets recorded answers of commands after a day", async () => {
    const record = (id: string, recordedAt: number) =>
      db
        .prepare("INSERT INTO commands (organisation, id, fingerprint, value, recorded_at) VALUES (?, ?, '', '', ?)")
        .bind(organisation, id, recordedAt);
    await db.batch([record("old", monday - dayMs - 1), record("young", monday - dayMs)]);
    await at(monday);
    await archivist().run();
    expect((await db.prepare("SELECT id FROM commands").all<{ id: string }>()).results).toEqual([{ id: "young" }]);
  });

  it("tries again in a minute when it cannot", async () => {
    await db.prepare("ALTER TABLE archive_segments RENAME TO elsewhere").run();
    await at(year);
    expect(await archivist().run()).toEqual({ segments: 0, more: true });
    expect(await alarm()).toBe(year + 60_000);
    await db.prepare("ALTER TABLE elsewhere RENAME TO archive_segments").run();
    await runDurableObjectAlarm(archivist());
    expect(await hot()).toBe(0);
  });
});

describe("erasing an organisation", () => {
  const owner = principalOf("owner", stranger);

  it("takes its events out of every object and leaves the others' as they were", async () => {
    await archiveDays(2);
    const before = await allOf();
    expect(await bus.EVENT_BUS.bury(owner)).toEqual({ ok: true, value: true });
    expect(await bus.EVENT_BUS.erase(owner)).toMatchObject({ ok: true });
    expect(await objects()).toHaveLength(2);
    for (const key of await objects()) {
      const object = await bucket.get(key);
      const text = await new Response(object?.body.pipeThrough(new DecompressionStream("gzip"))).text();
      expect(text).toContain(organisation);
      expect(text).not.toContain(stranger);
    }
    expect(await allOf()).toEqual(before);
    expect(await allOf({ organisation: stranger })).toEqual([]);
  });

  it("is possible for one that was alone in its days", async () => {
    await archiveDays(3);
    await bus.EVENT_BUS.bury(principalOf("owner"));
    expect(await bus.EVENT_BUS.erase(principalOf("owner"))).toMatchObject({
      ok: true,
      value: expect.arrayContaining([{ name: "archive", rows: 7 }]),
    });
    expect(await allOf()).toEqual([]);
    expect(positions(await allOf({ organisation: stranger }))).toEqual([3, 7]);
    expect(await storeHead(db)).toBe(9);
  });

  it("holds the archive back while it is under way", async () => {
    await bus.EVENT_BUS.bury(owner);
    await archiveDays(3);
    expect(await objects()).toEqual(["events/2026-10-12/000000000001-000000000002.ndjson.gz"]);
    await bus.EVENT_BUS.erase(owner);
    await archiveDays(3);
    expect(await hot()).toBe(0);
    expect(positions(await allOf())).toEqual([1, 2, 4, 5, 6, 8, 9]);
  });
});

describe("an export", () => {
  it("streams all events of one organisation, archive included, one a line", async () => {
    await archiveDays(2);
    const response = await bus.EVENT_BUS.fetch(requestAs(principalOf("viewer"), "/api/v1/events/export"));
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(await allOf());
  });

  it("begins after a position, and needs permission", async () => {
    const get = (query: string, principal = principalOf("viewer")) =>
      bus.EVENT_BUS.fetch(requestAs(principal, `/api/v1/events/export${query}`));
    expect((await (await get("?afterPosition=8")).text()).split("\n")).toHaveLength(2);
    expect(await (await get("?afterPosition=9")).text()).toBe("");
    expect((await get("?afterPosition=-1")).status).toBe(400);
    expect((await get("", { ...principalOf("viewer"), scopes: [] })).status).toBe(403);
  });

  it("is for who has just proved who they are, and for programs", async () => {
    const stale = { ...principalOf("viewer"), authenticatedAt: Date.now() - 600_000 };
    const get = (principal: typeof stale) => bus.EVENT_BUS.fetch(requestAs(principal, "/api/v1/events/export"));
    expect(await (await get(stale)).json()).toMatchObject({ status: 403, code: "confirmation_required" });
    for (const kind of ["api-key", "service"] as const) expect((await get({ ...stale, kind })).status).toBe(200);
  });
});
