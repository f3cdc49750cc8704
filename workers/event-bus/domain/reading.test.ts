import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../../contracts/events/envelope.ts";
import { packed } from "./archive/object.ts";
import { segmentKey } from "./archive/segment.ts";
import { assemble, foundIn, statements, type FoundRow, type Reading, type Slice } from "./reading.ts";
import { rowOf } from "./stored-event.ts";

const migrations = new URL("../migrations/", import.meta.url);
const newest = Number.MAX_SAFE_INTEGER;

function eventAt(position: number, subject: string, sequence: number, data: unknown = { position }): StoredEvent {
  const [, organisation = ""] = subject.split("/");
  const type = position % 3 === 0 ? "user.renamed" : "user.signed-up";
  const time = Date.UTC(2026, 9, 18) + position;
  return { ...envelope({ source: "/auth", type, dataversion: 1, subject, sequence, organisation, time, data }), position };
}

/** A store of events 1…n: those up to `archived` stand in segments of `perSegment` in a bucket, the others in SQLite. */
async function storeOf(events: readonly StoredEvent[], archived: number, perSegment: number) {
  const database = new DatabaseSync(":memory:");
  for (const name of readdirSync(migrations).filter((file) => file.endsWith(".sql")))
    database.exec(readFileSync(new URL(name, migrations), "utf8"));
  const objects = new Map<string, ArrayBuffer>();
  const [old, young] = [events.slice(0, archived), events.slice(archived)];
  for (let from = 0; from < old.length; from += perSegment) {
    const held = old.slice(from, from + perSegment);
    const [first, last] = [held[0]?.position ?? 0, held.at(-1)?.position ?? 0];
    const { bytes, sha256 } = await packed(held);
    const key = segmentKey("2026-10-18", first, last);
    objects.set(key, bytes);
    database
      .prepare("INSERT INTO archive_segments (first, last, key, day, events, sha256, archived_at) VALUES (?, ?, ?, '2026-10-18', ?, ?, 0)")
      .run(first, last, key, held.length, sha256);
    for (const { organisation, type, subject, sequence, position } of held) {
      database
        .prepare(
          "INSERT INTO archive_contents VALUES (?, ?, ?, 1) ON CONFLICT (organisation, type, first) DO UPDATE SET events = events + 1",
        )
        .run(organisation, type, first);
      database
        .prepare(
          `INSERT INTO archived_subjects VALUES (?, ?, ?, ?)
           ON CONFLICT (subject) DO UPDATE SET sequence = excluded.sequence, last_position = excluded.last_position`,
        )
        .run(subject, sequence, position, position);
    }
  }
  for (const event of young) {
    const row = { position: event.position, ...rowOf(event) };
    const names = Object.keys(row);
    database.prepare(`INSERT INTO events (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`).run(...Object.values(row));
  }
  let opened = 0;
  const bucket = {
    get: async (key: string) => {
      opened++;
      const bytes = objects.get(key);
      return bytes ? { arrayBuffer: async () => bytes } : null;
    },
  };
  return {
    read: (reading: Reading): Promise<Slice> => {
      const answers = statements(reading).map(({ sql, bindings }) => {
        const rows = JSON.stringify(database.prepare(sql).all(...bindings));
        return { results: JSON.parse(rows) as FoundRow[] };
      });
      return assemble(reading, foundIn(answers), bucket);
    },
    /** Segments opened since it was last asked. */
    opened: () => {
      const count = opened;
      opened = 0;
      return count;
    },
  };
}

/** Reads on from where each slice ended until there is no more. */
async function readAll(store: Awaited<ReturnType<typeof storeOf>>, reading: Reading): Promise<number[]> {
  const positions: number[] = [];
  let { from } = reading;
  for (let slices = 0; slices < 500; slices++) {
    const slice = await store.read({ ...reading, from });
    expect(slice.events.length).toBeLessThanOrEqual(reading.limit);
    positions.push(...slice.events.map(({ position }) => position));
    if (!slice.more) return positions;
    expect(slice.reach).not.toBe(from);
    from = slice.reach;
  }
  throw new Error("the reading does not end");
}

const subjects = ["user/org_a/1", "user/org_b/2", "user/org_a/3"] as const;
const mixed = Array.from({ length: 40 }, (_, index) => eventAt(index + 1, subjects[index % 3] ?? subjects[0], Math.floor(index / 3) + 1));

describe("reading the store", () => {
  it("gives every event that was asked for once and in order, wherever it stands", async () => {
    const question = fc.record({
      organisation: fc.constantFrom(undefined, "org_a", "org_b", "org_c"),
      subject: fc.constantFrom(undefined, ...subjects),
      types: fc.constantFrom<string[] | undefined>(undefined, ["user.renamed"], ["user.renamed", "user.signed-up"], []),
      order: fc.constantFrom("oldest" as const, "newest" as const),
      limit: fc.integer({ min: 1, max: 50 }),
      after: fc.integer({ min: 0, max: 41 }),
      to: fc.constantFrom(undefined, 7, 20, 39),
    });
    const places = fc.record({ archived: fc.integer({ min: 0, max: 40 }), perSegment: fc.integer({ min: 1, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(question, places, async ({ after, to, order, ...asked }, { archived, perSegment }) => {
        const store = await storeOf(mixed, archived, perSegment);
        const reading: Reading = { ...asked, order, from: after, ...(order === "oldest" && { to }) };
        const wanted = mixed.filter(
          (event) =>
            (order === "newest" ? event.position < after : event.position > after && event.position <= (to ?? 40)) &&
            event.organisation === (asked.organisation ?? event.organisation) &&
            event.subject === (asked.subject ?? event.subject) &&
            (asked.types ?? [event.type]).includes(event.type),
        );
        const positions = wanted.map(({ position }) => position);
        expect(await readAll(store, reading)).toEqual(order === "newest" ? positions.toReversed() : positions);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it("gives an event back as it was stored, from either place", async () => {
    const store = await storeOf(mixed, 20, 6);
    const { events, head } = await store.read({ from: 0, limit: 40 });
    expect(events).toEqual(mixed);
    expect(head).toBe(40);
  });

  it("reaches to the end of what it was asked for when there is no more", async () => {
    const store = await storeOf(mixed, 20, 6);
    const reach = async (reading: Omit<Reading, "limit">) => (await store.read({ ...reading, limit: 40 })).reach;
    expect(await reach({ from: 0 })).toBe(40);
    expect(await reach({ from: 0, to: 25 })).toBe(25);
    expect(await reach({ from: 90 })).toBe(90);
    expect(await reach({ from: newest, order: "newest" })).toBe(0);
    // The last event found stands before the end: the reading goes on behind the end, not there.
    expect(await reach({ from: 0, subject: subjects[1] })).toBe(40);
  });

  it("says that there is more only when the slice was cut off", async () => {
    const store = await storeOf(mixed, 20, 6);
    const slice = (limit: number, order: "oldest" | "newest", from: number) => store.read({ from, limit, order });
    expect(await slice(39, "oldest", 0)).toMatchObject({ more: true, reach: 39 });
    expect(await slice(40, "oldest", 0)).toMatchObject({ more: false });
    expect(await slice(39, "newest", newest)).toMatchObject({ more: true, reach: 2 });
    expect(await slice(40, "newest", newest)).toMatchObject({ more: false });
  });

  it("leaves the archive closed while young events fill a slice that begins with the newest", async () => {
    const store = await storeOf(mixed, 20, 5);
    await store.read({ from: newest, limit: 20, order: "newest" });
    expect(store.opened()).toBe(0);
    await store.read({ from: newest, limit: 21, order: "newest" });
    expect(store.opened()).toBe(1);
  });

  it("opens eight segments for a slice that found something", async () => {
    const sparse = Array.from({ length: 130 }, (_, index) => eventAt(index + 1, index % 60 === 0 ? subjects[1] : subjects[0], index + 1));
    const store = await storeOf(sparse, 130, 2);
    // Organisation and subject are both known of a segment: what holds none of them is not opened at all.
    expect(await readAll(store, { from: 0, limit: 10, organisation: "org_b" })).toEqual([1, 61, 121]);
    expect(store.opened()).toBe(3);
    const found = await store.read({ from: 0, limit: 100, organisation: "org_a" });
    expect([store.opened(), found.events.length, found.more, found.reach]).toEqual([8, 15, true, 16]);
    // The subject lies between its first and last position in every segment, and in few of them really.
    const nothing = await store.read({ from: 1, to: 120, limit: 10, subject: subjects[1] });
    expect(nothing.events.map(({ position }) => position)).toEqual([61]);
    expect(store.opened()).toBe(31);
    expect(await readAll(store, { from: 0, limit: 10, subject: subjects[1] })).toEqual([1, 61, 121]);
  });

  it("looks at fifty segments in a row that hold nothing of it, and says how far it came", async () => {
    const rare = Array.from({ length: 130 }, (_, index) => eventAt(index + 1, index % 120 === 0 ? subjects[1] : subjects[0], index + 1));
    const store = await storeOf(rare, 130, 2);
    const forwards = await store.read({ from: 2, limit: 10, subject: subjects[1] });
    expect([forwards.events, forwards.more, forwards.reach, store.opened()]).toEqual([[], true, 102, 50]);
    const backwards = await store.read({ from: 121, limit: 10, subject: subjects[1], order: "newest" });
    expect([backwards.events, backwards.more, backwards.reach, store.opened()]).toEqual([[], true, 21, 50]);
    expect(await readAll(store, { from: newest, limit: 10, subject: subjects[1], order: "newest" })).toEqual([121, 1]);
  });

  it.each([0, 6])("ends a slice before its data exceed 4 MB by more than one event, with %i of 6 in the archive", async (archived) => {
    const large = Array.from({ length: 6 }, (_, index) => eventAt(index + 1, subjects[0], index + 1, "x".repeat(1_000_000)));
    const store = await storeOf(large, archived, 6);
    const slice = await store.read({ from: 0, limit: 6 });
    expect([slice.events.length, slice.more, slice.reach]).toEqual([4, true, 4]);
    expect(await readAll(store, { from: 0, limit: 6 })).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("breaks off rather than leave out what the archive has lost", async () => {
    const lost = { first: 1, last: 5, key: "gone", day: "2026-10-18", events: 5, sha256: "" };
    const found = foundIn([{ results: [] }, { results: [lost] }, { results: [{ head: 40 }] }]);
    await expect(assemble({ from: 0, limit: 5 }, found, { get: async () => null })).rejects.toThrow("lacks gone");
  });
});
