import { describe, expect, it } from "vitest";
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { evidenceDigest } from "../../../workers/niche-analysis/domain/import/evidence-reader.ts";
import { FileMemory, type ImportMemory } from "../../../workers/niche-analysis/domain/import/import-memory.ts";
import type { TakenRow } from "../../../workers/niche-analysis/domain/import/occurrence.ts";
import { readRows } from "../../../workers/niche-analysis/domain/testing/reading.ts";
import { withKnownRows } from "../import-report.ts";
import { maxEvidence } from "../rows.ts";
import { countFreshCopies, freshIds, keepStaged, knownRows, stage } from "../staging.ts";
import { nicheStorage } from "../testing/sql.ts";
import { deleteMarks, UploadMemory } from "./marks.ts";

let uploads = 0;

const read = (file: string, memory: ImportMemory) => readRows(file, { fileName: "a.csv", memory });

/** Reads a file into a niche, as an upload is. */
async function upload(sql: SqlStorage, file: string): Promise<{ rows: TakenRow[]; report: ImportReport }> {
  const id = `upload ${++uploads}`;
  const memory = new UploadMemory(sql, id);
  const { rows, report } = await read(file, memory);
  stage(sql, id, 0, rows, Date.now());
  const fresh = { texts: freshIds(sql, id).length, copies: countFreshCopies(sql, id), knownRows: knownRows(sql, id, 100) };
  const corrected = withKnownRows(report, fresh, memory.digest());
  keepStaged(sql, id);
  return { rows, report: corrected };
}

/** A niche with room for so many texts. */
function nicheWithRoom(room: number): SqlStorage {
  const sql = nicheStorage();
  sql.exec("INSERT INTO evidence (position, id, text, source, row, provenance) VALUES (?, 'evd_0', 't', 's', 1, 'p')", maxEvidence - room);
  return sql;
}

const line = (number: number, author = `a${number}`) => `"The battery of pair ${number} dies","${author}",2025-03-01`;
const csv = (...lines: string[]) => ["review,author,date", ...lines].join("\n");
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => line(from + i));
const bare = (...texts: number[]) => texts.map((number) => `The battery of pair ${number} dies`).join("\n");

describe("what an upload remembers", () => {
  it.each([
    ["copies and repetitions", csv(...numbers(0, 300), line(3, "bob"), line(3), line(3, "bob"), ...numbers(290, 20))],
    ["rows that nothing tells apart", bare(1, 2, 1, 1, 3, 2, 1)],
    ["rows that are no evidence", csv(line(1), "short,ann,", ",,", line(1), line(2))],
  ])("tells of a file what memory does: %s", async (_, file) => {
    const [inRows, inMemory] = [
      await read(file, new UploadMemory(nicheStorage(), "u")),
      await read(file, new FileMemory(1_000, evidenceDigest)),
    ];
    expect(inRows).toEqual(inMemory);
  });

  it("keeps as many new texts as the niche has room for, and counts none that it has already", async () => {
    const sql = nicheWithRoom(250);
    const first = await upload(sql, csv(...numbers(0, 150), line(3, "bob")));
    expect(first.report).toMatchObject({ kept: 150, copies: 1, droppedBy: {} });
    const second = await upload(sql, csv(...numbers(0, 300), line(3, "cid"), line(290, "dee")));
    expect(second.report).toMatchObject({ read: 302, kept: 100, copies: 1, droppedBy: { duplicate: 150, "over-limit": 51 } });
    // Nothing of what the niche has was staged.
    expect(second.rows).toHaveLength(101);
    expect(second.report.dropped.slice(0, 2)).toEqual([
      { row: 1, reason: "duplicate" },
      { row: 2, reason: "duplicate" },
    ]);
    const third = await upload(sql, csv(...numbers(0, 300)));
    expect(third.report).toMatchObject({ kept: 0, droppedBy: { duplicate: 250, "over-limit": 50 } });
  });

  it("bounds no file by what fits in memory, and one that is sent again brings what is new", async () => {
    const sql = nicheStorage();
    const { report } = await upload(sql, csv(...numbers(0, 120_000)));
    expect(report).toMatchObject({ kept: 120_000, droppedBy: {} });
    const again = await upload(sql, csv(...numbers(0, 120_010)));
    expect(again.report).toMatchObject({ kept: 10, droppedBy: { duplicate: 120_000 } });
    expect(again.rows).toHaveLength(10);
  });

  it("lets a file tell more of a text that the niche has", async () => {
    const sql = nicheStorage();
    const plans = (count: number) =>
      ["review,author,date,plan", ...numbers(0, count).map((one, i) => `${one},${i % 2 === 0 ? "pro" : "free"}`)].join("\n");
    await upload(sql, csv(...numbers(0, 40)));
    const { report } = await upload(sql, plans(41));
    expect(report).toMatchObject({ read: 41, kept: 1, droppedBy: { duplicate: 40 }, attributes: [{ name: "plan", texts: 41 }] });
    expect(sql.exec("SELECT 1 FROM attributes").toArray()).toHaveLength(41);
  });

  it("names the texts that are new by a digest of their ids", async () => {
    const sql = nicheStorage();
    await upload(sql, csv(...numbers(0, 5)));
    const { rows, report } = await upload(sql, csv(...numbers(3, 5)));
    expect(report.provenance.evidenceDigest).toBe(evidenceDigest(rows.map(({ id }) => id)));
  });

  it("is nothing more once its upload was given up", async () => {
    const sql = nicheStorage();
    const memory = new UploadMemory(sql, "u");
    memory.close();
    expect((await read(csv(...numbers(0, 5)), memory)).rows).toEqual([]);
    expect(sql.exec("SELECT 1 FROM upload_marks").toArray()).toEqual([]);
  });

  it("goes piece by piece", async () => {
    const sql = nicheStorage();
    await read(csv(...numbers(0, 5)), new UploadMemory(sql, "u"));
    await read(csv(...numbers(0, 5)), new UploadMemory(sql, "other"));
    expect([deleteMarks(sql, "u", 6), deleteMarks(sql, "u", 6)]).toEqual([false, true]);
    expect(sql.exec("SELECT DISTINCT upload FROM upload_marks").toArray()).toEqual([{ upload: "other" }]);
  });
});
