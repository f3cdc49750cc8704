import { describe, expect, it } from "vitest";
import { schemaOf } from "../../../contracts/events/index.ts";
import { err, type Result } from "../../../contracts/result.ts";
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { evidenceDigest } from "../../../workers/niche-analysis/domain/import/evidence-reader.ts";
import type { TakenRow } from "../../../workers/niche-analysis/domain/import/occurrence.ts";
import { given, testPrincipal } from "../../kernel/given.ts";
import type { Decision, EffectTask } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import { nicheDecider } from "../decider.ts";
import { effectRedriven } from "../effects.ts";
import type { NicheEnv } from "../env.ts";
import { happened, type NicheEvent } from "../events.ts";
import { maxEvidence } from "../rows.ts";
import { keepStaged, stage } from "../staging.ts";
import { created, report } from "../testing/histories.ts";
import { nicheStorage } from "../testing/sql.ts";
import { keepNext } from "./keeping.ts";
import { readEffect, stagingOf, tidyEffect } from "./plan.ts";
import { readUpload } from "./reading.ts";
import {
  addUpload,
  allUploads,
  appendBytes,
  findUpload,
  holds,
  isForgotten,
  noteReport,
  pieceAt,
  setDone,
  setFailed,
  shownUpload,
} from "./rows.ts";
import { tidyUpload } from "./tidying.ts";

const uploadId = "upl_00000000000000000000000001";
const fault = err("invalid_input", "It has no text column.").error;
const hour = 60 * 60 * 1000;

const when = (command: NicheCommand) => given(nicheDecider, [created]).when(command);
function decided(result: Result<Decision<NicheEvent>>): Decision<NicheEvent> {
  if (!result.ok) throw new Error(result.error.detail);
  expect(result.value.events.filter(({ type, data }) => !schemaOf(type, 1)?.safeParse(data).success)).toEqual([]);
  return result.value;
}

describe("an upload", () => {
  it("is opened without an event, with something that removes it in the end, and not beside three others", () => {
    expect(decided(when({ type: "open-upload", uploadId, open: 2 }))).toEqual({
      events: [],
      effects: [tidyEffect(uploadId, "opened")],
      value: { id: uploadId },
    });
    expect(when({ type: "open-upload", uploadId, open: 3 })).toMatchObject({ error: { code: "conflict" } });
  });

  it("is read once it is complete, and becomes evidence or says why not", () => {
    const started = decided(when({ type: "read-upload", uploadId, fileName: "a.csv", bytes: 7 }));
    expect(started.events).toEqual([happened("import.started", { uploadId, fileName: "a.csv", bytes: 7, startedBy: testPrincipal.id })]);
    expect(started.effects).toEqual([readEffect(uploadId)]);
    const imported = { batchId: "imp_1", earlier: { texts: 0, copies: 0 }, fresh: { texts: 4, copies: 1 }, report };
    const read = decided(when({ type: "upload-read", uploadId, imported }));
    expect(read.events).toEqual([
      happened("evidence.imported", { batchId: "imp_1", added: 4, total: 4, copies: { added: 1, total: 1 }, report }),
    ]);
    const failed = decided(when({ type: "upload-failed", uploadId, fault }));
    expect(failed.events).toEqual([happened("import.failed", { uploadId, fault })]);
    expect([read.effects, failed.effects]).toEqual([[tidyEffect(uploadId, "over")], [tidyEffect(uploadId, "over", fault)]]);
    expect([read.cancel, failed.cancel]).toEqual([[`tidy:${uploadId}:opened`], [`tidy:${uploadId}:opened`]]);
  });

  it("becomes evidence turn by turn, each counted once", () => {
    const advanced = decided(when({ type: "upload-advanced", uploadId, turns: 0, fresh: { texts: 4, copies: 1 } }));
    expect(advanced.events).toEqual([happened("import.advanced", { uploadId, added: 4, total: 4, copies: { added: 1, total: 1 } })]);
    expect(advanced.effects).toEqual([{ ...readEffect(uploadId), id: `read:${uploadId}:1` }]);
    const imported = { batchId: "imp_1", earlier: { texts: 4, copies: 1 }, fresh: { texts: 2, copies: 3 }, report };
    const last = given(nicheDecider, [created, ...advanced.events]).when({ type: "upload-read", uploadId, imported });
    expect(decided(last).events).toEqual([
      happened("evidence.imported", { batchId: "imp_1", added: 6, total: 6, copies: { added: 4, total: 4 }, report }),
    ]);
  });

  it("can be given up, with an event where it was being read", () => {
    const removed = (reading: boolean, turns = 0) => decided(when({ type: "remove-upload", uploadId, known: true, reading, turns }));
    expect(removed(false)).toEqual({
      events: [],
      cancel: [`read:${uploadId}`, `tidy:${uploadId}:opened`],
      effects: [tidyEffect(uploadId, "over")],
    });
    expect(removed(true).events).toEqual([happened("import.cancelled", { uploadId, cancelledBy: testPrincipal.id })]);
    expect(removed(true, 2).cancel).toContain(`read:${uploadId}:2`);
    expect(when({ type: "remove-upload", uploadId, known: false, reading: false, turns: 0 })).toMatchObject({
      error: { code: "not_found" },
    });
  });

  it("that failed for good is not read again: its bytes are gone", () => {
    expect(when(effectRedriven(readEffect(uploadId)))).toMatchObject({ error: { code: "conflict" } });
    expect(decided(when(effectRedriven(tidyEffect(uploadId, "over"))))).toEqual({ events: [] });
  });
});

/** An upload of three megabytes and a bit, with `received` of them, last heard of so long ago. */
function stored(received: number, hoursAgo = 0) {
  const sql = nicheStorage();
  const at = Date.now() - hoursAgo * hour;
  const bytes = Uint8Array.from({ length: 3 * 1024 ** 2 + 5 }, (_, i) => i % 251);
  addUpload(sql, uploadId, { fileName: "a.csv", bytes: bytes.length }, at);
  const upload = findUpload(sql, uploadId);
  if (upload && received > 0) appendBytes(sql, upload, bytes.subarray(0, received), at);
  stage(sql, stagingOf(uploadId), 0, [], at);
  const tidy = () => tidyUpload({ sql, env: {} as NicheEnv })({ input: { uploadId } } as EffectTask);
  const left = () => ({ uploads: allUploads(sql).length, bytes: pieceAt(sql, uploadId, 0)?.length ?? 0, staged: stagedIn(sql) });
  return { sql, bytes, tidy, left };
}

const stagedIn = (sql: SqlStorage) => sql.exec("SELECT 1 FROM staged").toArray().length;

describe("bytes of an upload", () => {
  it("lie in pieces of a megabyte, and are compared wherever a part begins", () => {
    const { sql, bytes } = stored(2_000_000);
    expect(pieceAt(sql, uploadId, 1024 ** 2)).toHaveLength(2_000_000 - 1024 ** 2);
    for (const [from, to] of [
      [0, 2_000_000],
      [1_000_000, 1_100_000],
      [1024 ** 2, 1024 ** 2 + 1],
      [1_999_999, 2_000_000],
    ] as const) {
      const part = Uint8Array.from(bytes.subarray(from, to));
      expect(holds(sql, uploadId, from, part)).toBe(true);
      part[part.length - 1] = 252;
      expect(holds(sql, uploadId, from, part)).toBe(false);
    }
    expect(holds(sql, uploadId, 1_999_999, bytes.subarray(1_999_999, 2_000_001))).toBe(false);
  });

  it("of an upload that nobody goes on with are there for a day, and then nothing of it is", async () => {
    const waited = stored(10, 20);
    expect(await waited.tidy()).toMatchObject({ status: "waiting", afterMs: expect.closeTo(4 * hour, -4) });
    expect(waited.left()).toEqual({ uploads: 1, bytes: 10, staged: 1 });
    const forgotten = stored(10, 25);
    expect(await forgotten.tidy()).toMatchObject({ status: "done" });
    expect(forgotten.left()).toEqual({ uploads: 0, bytes: 0, staged: 0 });
  });

  it("of one that is given up are not gone on with while they are deleted", async () => {
    const sql = nicheStorage();
    const at = Date.now() - 25 * hour;
    addUpload(sql, uploadId, { fileName: "a.csv", bytes: 20 * 1024 ** 2 }, at);
    const upload = findUpload(sql, uploadId);
    if (upload) appendBytes(sql, upload, new Uint8Array(18 * 1024 ** 2), at);
    const tidy = () => tidyUpload({ sql, env: {} as NicheEnv })({ input: { uploadId } } as EffectTask);
    expect(await tidy()).toEqual({ status: "waiting", afterMs: 1 });
    expect(pieceAt(sql, uploadId, 17 * 1024 ** 2)).toHaveLength(1024 ** 2);
    expect(findUpload(sql, uploadId)).toBeUndefined();
    expect(await tidy()).toMatchObject({ status: "done" });
    expect(pieceAt(sql, uploadId, 17 * 1024 ** 2)).toBeUndefined();
  });

  it("are left alone while they are read", async () => {
    const { tidy, left, bytes } = stored(3 * 1024 ** 2 + 5, 25);
    expect(await tidy()).toMatchObject({ status: "waiting" });
    expect(left()).toEqual({ uploads: 1, bytes: 1024 ** 2, staged: 1 });
    expect(bytes.length).toBe(3 * 1024 ** 2 + 5);
  });

  it("go at once when the upload is over, and nothing waits for the day that is told of it", async () => {
    const { sql, tidy, left } = stored(3 * 1024 ** 2 + 5);
    setDone(sql, uploadId, report, Date.now());
    expect(await tidy()).toMatchObject({ status: "done" });
    expect(left()).toEqual({ uploads: 1, bytes: 0, staged: 0 });
  });
});

describe("uploads that are over", () => {
  const idOf = (n: number) => `upl_${String(n).padStart(26, "0")}`;
  const now = Date.now();

  it("are kept for a day, and the latest twenty of them", () => {
    const { sql } = stored(10);
    for (let n = 2; n <= 25; n++) {
      addUpload(sql, idOf(n), { fileName: "a.csv", bytes: 5 }, now + n);
      if (n % 2 === 0) setDone(sql, idOf(n), report, now + n);
      else setFailed(sql, idOf(n), fault, now + n);
    }
    const kept = allUploads(sql);
    expect(kept.map(({ id }) => id)).toEqual([uploadId, ...Array.from({ length: 20 }, (_, i) => idOf(i + 6))]);
    expect(kept.filter((upload) => isForgotten(upload, now + 24 * hour + 24))).toHaveLength(19);
    addUpload(sql, idOf(26), { fileName: "a.csv", bytes: 5 }, now + 24 * hour + 24);
    expect(allUploads(sql).map(({ id }) => id)).toEqual([uploadId, idOf(25), idOf(26)]);
  });
});

describe("a file that was read", () => {
  const rowOf = (n: number): TakenRow => ({
    id: `evd_${String(n).padStart(32, "0")}`,
    text: `It broke ${n} times`,
    source: "a.csv",
    row: n,
    provenance: `p${n}`,
    occurrence: `o${n}`,
  });
  const copyOf = (n: number, row: number) => ({ ...rowOf(n), text: undefined, row, provenance: `p${row}`, occurrence: `o${row}` });

  /** With these parts of it staged, in a niche whose latest text has this position. */
  function readWhole(parts: TakenRow[][], latest?: number) {
    const { sql } = stored(3 * 1024 ** 2 + 5);
    for (const [part, rows] of parts.entries()) stage(sql, stagingOf(uploadId), part, rows, Date.now());
    const kept = parts.flat().filter(({ text }) => text !== undefined).length;
    const copies = parts.flat().length - kept;
    const read: ImportReport = {
      ...report,
      read: kept + copies,
      kept,
      copies: copies === 0 ? undefined : copies,
      droppedBy: {},
      dropped: [],
    };
    noteReport(sql, uploadId, read);
    if (latest !== undefined)
      sql.exec("INSERT INTO evidence (position, id, text, source, row, provenance) VALUES (?, 'evd_0', 't', 's', 1, 'p')", latest);
    return { sql, read };
  }

  /** A turn of the effect, by the handler that is registered or with turns of so many rows. */
  async function turn(sql: SqlStorage, rows?: number) {
    const upload = findUpload(sql, uploadId);
    const outcome =
      rows === undefined || !upload?.report
        ? await readUpload({ sql, env: {} as NicheEnv })({ input: { uploadId } } as EffectTask)
        : keepNext(sql, upload, upload.report, rows);
    const command = outcome.status === "done" && typeof outcome.command === "function" ? outcome.command() : undefined;
    if (outcome.status === "done") outcome.write?.();
    return { outcome, command, upload: findUpload(sql, uploadId), evidence: evidenceIn(sql) };
  }
  const evidenceIn = (sql: SqlStorage) => sql.exec("SELECT 1 FROM evidence").toArray().length;

  it("becomes evidence in the turn that says so", async () => {
    const { command, upload, evidence } = await turn(readWhole([[rowOf(1)]], 3).sql);
    expect(command).toMatchObject({ type: "upload-read", uploadId, imported: { fresh: { texts: 1, copies: 0 }, report: { kept: 1 } } });
    expect(upload).toMatchObject({ status: "done", report: { kept: 1 }, keptRows: 1 });
    expect(evidence).toBe(2);
  });

  it("becomes evidence in several turns where it is long, and its report is that of one", async () => {
    const parts = [[rowOf(3), rowOf(1)], [copyOf(1, 13), rowOf(2)], [rowOf(4)], [copyOf(4, 14), copyOf(2, 12)]];
    const [once, byTwo] = [readWhole(parts), readWhole(parts)];
    const whole = await turn(once.sql);
    const commands = [];
    for (const keptRows of [2, 4, 7]) {
      const { command, upload } = await turn(byTwo.sql, 2);
      commands.push(command);
      expect(upload?.keptRows).toBe(keptRows);
    }
    expect(commands).toMatchObject([
      { type: "upload-advanced", turns: 0, fresh: { texts: 2, copies: 0 } },
      { type: "upload-advanced", turns: 1, fresh: { texts: 1, copies: 1 } },
      { type: "upload-read", imported: { earlier: { texts: 3, copies: 1 }, fresh: { texts: 1, copies: 2 } } },
    ]);
    const inTheEnd = findUpload(byTwo.sql, uploadId)?.report;
    expect(inTheEnd).toEqual(whole.upload?.report);
    expect(inTheEnd).toMatchObject({
      kept: 4,
      copies: 3,
      provenance: { evidenceDigest: evidenceDigest([1, 2, 3, 4].map((n) => rowOf(n).id)) },
    });
    const rows = (sql: SqlStorage) => ["evidence", "occurrences", "origins"].map((table) => sql.exec(`SELECT * FROM ${table}`).toArray());
    expect(rows(byTwo.sql)).toEqual(rows(once.sql));
  });

  it("counts what another import brought between two of its turns as there before", async () => {
    const { sql } = readWhole([[rowOf(1)], [rowOf(2)], [rowOf(3)]]);
    await turn(sql, 1);
    stage(sql, "other", 0, [rowOf(3), rowOf(9)], Date.now());
    keepStaged(sql, "other");
    await turn(sql, 1);
    const { upload, evidence } = await turn(sql, 1);
    expect(upload?.report).toMatchObject({
      read: 3,
      kept: 2,
      droppedBy: { duplicate: 1 },
      dropped: [{ row: 3, reason: "duplicate" }],
      provenance: { evidenceDigest: evidenceDigest([rowOf(1).id, rowOf(2).id]) },
    });
    expect(evidence).toBe(4);
  });

  it("fails where the niche has no room for it, and leaves it as it was", async () => {
    const { command, upload, evidence } = await turn(readWhole([[rowOf(1)]], maxEvidence).sql);
    expect(command).toMatchObject({ type: "upload-failed", uploadId, fault: { code: "too_large" } });
    expect(upload).toMatchObject({ status: "failed", fault: { code: "too_large" } });
    expect(evidence).toBe(1);
  });

  it("says what was kept where a later turn finds no room or no rows", async () => {
    const full = readWhole([[rowOf(1)], [rowOf(2)]], maxEvidence - 1);
    await turn(full.sql, 1);
    expect((await turn(full.sql, 1)).upload).toMatchObject({ status: "failed", fault: { code: "too_large" }, keptRows: 1 });
    const robbed = readWhole([[rowOf(1)], [rowOf(2)], [rowOf(3)]]);
    await turn(robbed.sql, 1);
    robbed.sql.exec("DELETE FROM staged WHERE part = 2");
    expect((await turn(robbed.sql, 1)).upload).toMatchObject({
      status: "failed",
      fault: { detail: expect.stringContaining("lost") },
      keptRows: 1,
    });
    expect(evidenceIn(robbed.sql)).toBe(1);
  });

  it("is read anew when rows of it are not there any more", async () => {
    const { sql, read } = readWhole([[rowOf(1)]], 3);
    sql.exec("DELETE FROM staged");
    const { outcome, upload } = await turn(sql);
    expect(outcome).toMatchObject({ status: "failed", fault: { retryable: true } });
    expect(upload).toMatchObject({ status: "reading" });
    expect(upload && shownUpload({ ...upload, report: read }).report).toBeUndefined();
    expect(upload?.report).toBeUndefined();
  });
});
