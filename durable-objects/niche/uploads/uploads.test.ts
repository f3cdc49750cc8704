import { describe, expect, it } from "vitest";
import { schemaOf } from "../../../contracts/events/index.ts";
import { err, type Result } from "../../../contracts/result.ts";
import { given, testPrincipal } from "../../kernel/given.ts";
import type { Decision, EffectTask } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import { nicheDecider } from "../decider.ts";
import { effectRedriven } from "../effects.ts";
import type { NicheEnv } from "../env.ts";
import { happened, type NicheEvent } from "../events.ts";
import { maxEvidence } from "../rows.ts";
import { stage } from "../staging.ts";
import { created, report } from "../testing/histories.ts";
import { nicheStorage } from "../testing/sql.ts";
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
    const imported = { batchId: "imp_1", added: 4, copies: 1, report };
    const read = decided(when({ type: "upload-read", uploadId, imported }));
    expect(read.events).toEqual([
      happened("evidence.imported", { batchId: "imp_1", added: 4, total: 4, copies: { added: 1, total: 1 }, report }),
    ]);
    const failed = decided(when({ type: "upload-failed", uploadId, fault }));
    expect(failed.events).toEqual([happened("import.failed", { uploadId, fault })]);
    expect([read.effects, failed.effects]).toEqual([[tidyEffect(uploadId, "over")], [tidyEffect(uploadId, "over", fault)]]);
    expect([read.cancel, failed.cancel]).toEqual([[`tidy:${uploadId}:opened`], [`tidy:${uploadId}:opened`]]);
  });

  it("can be given up, with an event where it was being read", () => {
    const removed = (reading: boolean) => decided(when({ type: "remove-upload", uploadId, known: true, reading }));
    expect(removed(false)).toEqual({
      events: [],
      cancel: [`read:${uploadId}`, `tidy:${uploadId}:opened`],
      effects: [tidyEffect(uploadId, "over")],
    });
    expect(removed(true).events).toEqual([happened("import.cancelled", { uploadId, cancelledBy: testPrincipal.id })]);
    expect(when({ type: "remove-upload", uploadId, known: false, reading: false })).toMatchObject({ error: { code: "not_found" } });
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
  const text = { id: `evd_${"1".repeat(32)}`, text: "It broke", source: "a.csv", row: 1, provenance: "p", occurrence: "o" };
  const readOne = { ...report, read: 1, kept: 1, copies: undefined, droppedBy: {}, dropped: [] };

  /** With `rows` of it staged, in a niche that has so many texts. */
  async function finished(rows: (typeof text)[], texts: number) {
    const { sql } = stored(3 * 1024 ** 2 + 5);
    stage(sql, stagingOf(uploadId), 0, rows, Date.now());
    for (const { id } of rows) sql.exec("INSERT INTO upload_marks (upload, mark, times) VALUES (?, ?, 1)", uploadId, id);
    noteReport(sql, uploadId, readOne);
    sql.exec(
      `INSERT INTO evidence (id, text, source, row, provenance)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT 'evd_' || i, 't', 's', 1, 'p' FROM n`,
      texts,
    );
    const outcome = await readUpload({ sql, env: {} as NicheEnv })({ input: { uploadId } } as EffectTask);
    const command = outcome.status === "done" && typeof outcome.command === "function" ? outcome.command() : undefined;
    if (outcome.status === "done") outcome.write?.();
    return { outcome, command, upload: findUpload(sql, uploadId), evidence: sql.exec("SELECT 1 FROM evidence").toArray().length };
  }

  it("becomes evidence in the turn that says so", async () => {
    const { command, upload, evidence } = await finished([text], 3);
    expect(command).toMatchObject({ type: "upload-read", uploadId, imported: { added: 1, copies: 0, report: { kept: 1 } } });
    expect(upload).toMatchObject({ status: "done", report: { kept: 1 } });
    expect(evidence).toBe(4);
  });

  it("fails where the niche has no room for it, and leaves it as it was", async () => {
    const { command, upload, evidence } = await finished([text], maxEvidence);
    expect(command).toMatchObject({ type: "upload-failed", uploadId, fault: { code: "too_large" } });
    expect(upload).toMatchObject({ status: "failed", fault: { code: "too_large" } });
    expect(evidence).toBe(maxEvidence);
  });

  it("is read anew when rows of it are not there any more", async () => {
    const { outcome, upload } = await finished([], 3);
    expect(outcome).toMatchObject({ status: "failed", fault: { retryable: true } });
    expect(upload).toMatchObject({ status: "reading" });
    expect(upload && shownUpload({ ...upload, report: readOne }).report).toBeUndefined();
    expect(upload?.report).toBeUndefined();
  });
});
