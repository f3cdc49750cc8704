import { beforeEach, describe, expect, it } from "vitest";
import { Voices } from "../../workers/niche-analysis/domain/counting/voices.ts";
import type { TakenRow } from "../../workers/niche-analysis/domain/import/occurrence.ts";
import { readFile } from "../../workers/niche-analysis/domain/testing/reading.ts";
import { nicheFork } from "./fork.ts";
import { copiesIn, occurrencesOf, takenRows } from "./occurrences.ts";
import { evidenceById, pageOfEvidence } from "./rows.ts";
import { countFreshCopies, countStaged, freshIds, keepStaged, knownRows, stage } from "./staging.ts";
import { nicheStorage } from "./testing/sql.ts";

let sql: SqlStorage;
beforeEach(() => {
  sql = nicheStorage();
});

interface Written {
  text?: string;
  author?: string;
  date?: string;
  thread?: string;
}

/** What an import would keep of these rows, in parts of three. */
async function keep(written: Written[], fileName = "a.csv") {
  const columns = ["text", "author", "date", "thread"] as const;
  const file = [columns.join(","), ...written.map((row) => columns.map((name) => row[name] ?? "").join(","))].join("\n");
  const mapping = Object.fromEntries(columns.map((name) => [name, name]));
  const { rows, copies } = await readFile(file, { fileName, mapping });
  return keepRows([...rows, ...copies]);
}

function keepRows(rows: TakenRow[]) {
  for (let part = 0; part * 3 < rows.length; part++) stage(sql, "b", part, rows.slice(part * 3, part * 3 + 3), 0);
  expect(countStaged(sql, "b")).toBe(rows.length);
  const fresh = { texts: freshIds(sql, "b").length, copies: countFreshCopies(sql, "b"), known: knownRows(sql, "b", 100) };
  expect(fresh.texts + fresh.copies + fresh.known.length).toBe(rows.length);
  const before = counted();
  keepStaged(sql, "b");
  expect(counted()).toEqual({ texts: before.texts + fresh.texts, copies: before.copies + fresh.copies });
  return fresh;
}

function counted(): { texts: number; copies: number } {
  return sql
    .exec<{ texts: number; copies: number }>(
      "SELECT (SELECT COUNT(*) FROM evidence) AS texts, (SELECT COUNT(*) FROM occurrences) AS copies",
    )
    .one();
}

const sync = "It never syncs my notes";
const by = (author: string, text = sync, day = "01"): Written => ({ text, author, date: `2025-03-${day}T00:00:00.000Z` });

describe("further occurrences of a text", () => {
  it("are kept of the first file and of later ones, each once however often and under which name it is sent", async () => {
    const file = [by("ann"), by("bob"), by("ann", "Export is broken again"), by("ann"), by("ann", sync, "02")];
    expect(await keep(file)).toEqual({ texts: 2, copies: 2, known: [] });
    expect(await keep(file)).toMatchObject({ texts: 0, copies: 0, known: [1, 2, 3, 5] });
    expect(await keep(file, "renamed.csv")).toMatchObject({ texts: 0, copies: 0 });
    expect(await keep([by("cid"), by("bob"), by("ann", "I moved to something else")], "b.csv")).toMatchObject({
      texts: 1,
      copies: 1,
      known: [2],
    });
  });

  it("show on their text: how many, by how many people", async () => {
    await keep([by("ann"), by("bob"), by("bob", sync, "02"), { text: sync }, by("ann", "Export is broken again")]);
    const page = pageOfEvidence(sql, { limit: 10 });
    const shown = page.ok ? page.value.items : [];
    expect(shown.map(({ occurrences }) => occurrences)).toEqual([{ count: 4, people: 3 }, undefined]);
    expect(evidenceById(sql, [shown[0]?.id ?? ""])[0]?.occurrences).toEqual({ count: 4, people: 3 });
  });

  it("bring their text into the months in which they were written, and only there", async () => {
    const dated = (text: string, date: string): Written => ({ author: "ann", text, date: `${date}T12:00:00.000Z` });
    await keep([
      dated("The battery dies at noon", "2025-02-28"),
      dated("The battery died again today", "2025-03-31"),
      dated("The battery dies at noon", "2025-04-01"),
      { text: "Nobody knows when this was written" },
      dated("Das Gerät ist leider schon nach einer Woche kaputt gegangen und der Service hilft nicht", "2025-03-02"),
    ]);
    const textsIn = (from?: string, to?: string, ids?: string[]) => {
      const page = pageOfEvidence(sql, { limit: 10 }, { months: { from, to }, ids });
      return page.ok ? page.value.items.map(({ text }) => text) : [];
    };
    const [noon, again] = ["The battery dies at noon", "The battery died again today"];
    expect(textsIn("2025-02", "2025-02")).toEqual([noon]);
    // What is not English is not analysed, so it is in no count.
    expect(textsIn("2025-03", "2025-03")).toEqual([again]);
    expect(textsIn("2025-04", "2025-04")).toEqual([noon]);
    expect(textsIn("2025-03", undefined)).toEqual([noon, again]);
    expect(textsIn(undefined, "2025-02")).toEqual([noon]);
    const all = pageOfEvidence(sql, { limit: 10 });
    const id = all.ok ? all.value.items[1]?.id : undefined;
    expect(textsIn("2025-02", "2025-04", [id ?? ""])).toEqual([again]);
    expect(all.ok && all.value.items).toHaveLength(4);
    const first = pageOfEvidence(sql, { limit: 1 }, { months: { from: "2025-02" } });
    expect(first.ok && first.value.nextCursor).toBeDefined();
  });

  it("know their conversation, the first one's too", async () => {
    await keep([
      { ...by("ann"), thread: "t1" },
      { ...by("bob"), thread: "t2" },
    ]);
    const [text] = evidenceById(sql, freshestIds());
    const threads = Array.from(occurrencesOf(sql, freshestIds(), 10).read([0]), ({ thread }) => thread);
    expect(threads[0]).toBe(text?.thread);
    expect(new Set(threads).size).toBe(2);
  });

  it("of texts of before they were kept are told by place, or by all that is known of them", async () => {
    await keep([by("ann"), by("ann", "Export is broken again")]);
    sql.exec("DELETE FROM origins");
    expect(await keep([by("ann"), by("bob"), by("ann", "Export is broken again")], "renamed.csv")).toMatchObject({ texts: 0, copies: 1 });
    expect(counted()).toEqual({ texts: 2, copies: 1 });
    // Where they were first written is not taken from another row.
    expect(sql.exec("SELECT * FROM origins").toArray()).toEqual([]);
  });
});

describe("what an analysis reads", () => {
  it("is every occurrence up to a point, the earliest first, whichever file came first", async () => {
    const files = [[by("bob", sync, "02"), { text: sync }], [by("ann")], [by("cid", sync, "02")]];
    const read: string[] = [];
    for (const order of [files, files.toReversed()]) {
      sql = nicheStorage();
      for (const file of order) await keep(file);
      const all = Array.from(occurrencesOf(sql, freshestIds(), 10).read([0]), ({ author, date }) => [author, date]);
      read.push(JSON.stringify(all));
      expect(Array.from(occurrencesOf(sql, freshestIds(), 1).read([0]))).toHaveLength(2);
    }
    expect(read[1]).toBe(read[0]);
    expect(JSON.parse(read[0] ?? "")).toHaveLength(4);
  });

  it("counts everybody", async () => {
    await keep([by("ann"), by("bob"), by("cid"), by("ann", "Export is broken again")]);
    const ids = freshestIds();
    const voices = await Voices.of([0, 1], occurrencesOf(sql, ids, 10), async () => {});
    expect(voices.authors).toBe(3);
    expect([...voices.people].toSorted()).toEqual([1, 3]);
  });
});

describe("another niche gets", () => {
  it("texts with where they were first written, and the copies of these texts alone, so that nothing of it counts twice there", async () => {
    const file = [by("ann"), by("bob"), by("cid"), by("ann", "Export is broken again"), by("bob", "Export is broken again")];
    await keep(file);
    const [id = ""] = freshestIds();
    const handed = [...takenRows(sql, [id]), ...[...copiesIn(sql, [id], 10)].flat()];
    const ofIt = evidenceById(sql, [id])[0]?.occurrences?.count ?? 1;
    sql = nicheStorage();
    expect(keepRows(handed)).toEqual({ texts: 1, copies: ofIt - 1, known: [] });
    expect(await keep(file)).toMatchObject({ texts: 1, copies: 5 - ofIt - 1 });
  });

  it("in a fork the occurrences that the past had", async () => {
    await keep([by("ann"), { ...by("bob"), thread: "t" }, by("ann", "Export is broken again")]);
    await keep([by("cid")]);
    sql.exec("CREATE TABLE events (sequence INTEGER, type TEXT, data TEXT)");
    const event = (sequence: number, type: string, data: object) =>
      sql.exec("INSERT INTO events VALUES (?, ?, ?)", sequence, type, JSON.stringify(data));
    // In the middle of an upload, too.
    event(2, "import.advanced", { total: 2, copies: { total: 1 } });
    event(3, "evidence.imported", { total: 2, copies: { total: 2 } });
    for (const [version, copies] of [
      [2, 1],
      [3, 2],
    ] as const) {
      const fork = nicheStorage();
      for (let cursor: string | undefined = ""; cursor !== undefined;) {
        const page = nicheFork.readRows(sql, version, cursor === "" ? undefined : cursor);
        nicheFork.writeRows(fork, page.rows);
        cursor = page.next;
      }
      const of = (table: string, storage: SqlStorage) => storage.exec(`SELECT * FROM ${table}`).toArray();
      expect(of("evidence", fork)).toEqual(of("evidence", sql));
      expect(of("origins", fork)).toEqual(of("origins", sql));
      expect(of("occurrences", fork)).toEqual(of("occurrences", sql).slice(0, copies));
    }
  });
});

function freshestIds(): string[] {
  return sql
    .exec<{ id: string }>("SELECT id FROM evidence ORDER BY id")
    .toArray()
    .map(({ id }) => id);
}
