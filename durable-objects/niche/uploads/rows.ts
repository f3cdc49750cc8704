/**
 * Rows of uploads: what each is and how far it got, and its bytes in pieces, in order and without gaps. They are transient: whoever uploads has
 * the file still.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { faultSchema, type Fault } from "../../../contracts/result.ts";
import { importReportSchema, type ImportReport } from "../../../contracts/services/niche-evidence.ts";
import {
  maxPartBytes,
  maxShownDrops,
  uploadHeadBytes,
  uploadRowsSchema,
  uploadSettingsSchema,
  uploadStatuses,
  type Upload,
  type UploadRows,
  type UploadSettings,
} from "../../../contracts/services/niche-uploads.ts";

/**
 * `parts` is not used any more. `mark`: the id of a text, or an occurrence, of which its rows have so many. `upload_turns`: what became evidence, turn
 * by turn; `after` is the last position of evidence before, `known` the first rows that the niche had.
 */
export const uploadTables = `
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, settings TEXT NOT NULL, status TEXT NOT NULL, received INTEGER NOT NULL, head TEXT, parts INTEGER NOT NULL,
  bytes_read INTEGER NOT NULL, rows TEXT, report TEXT, fault TEXT, created_at INTEGER NOT NULL, touched_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS upload_pieces (upload TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (upload, at));
CREATE TABLE IF NOT EXISTS upload_marks (upload TEXT NOT NULL, mark TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (upload, mark)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS upload_turns (
  upload TEXT NOT NULL, turn INTEGER NOT NULL, after INTEGER NOT NULL, rows INTEGER NOT NULL, texts INTEGER NOT NULL, copies INTEGER NOT NULL,
  known TEXT NOT NULL, PRIMARY KEY (upload, turn)) WITHOUT ROWID;
`;

/** An upload of which nothing was heard for so long is given up; so long it is told what became of one that is over. */
export const keepMs = 24 * 60 * 60 * 1000;
/** Uploads that are over of which is told, the latest. */
export const keptEnded = 20;

/** A row holds 2 MB. */
const pieceBytes = 1024 ** 2;

const storedSchema = z.object({
  id: z.string(),
  settings: z.string(),
  status: z.enum(uploadStatuses),
  received: z.int(),
  head: z.string().nullable(),
  bytes_read: z.int(),
  rows: z.string().nullable(),
  report: z.string().nullable(),
  fault: z.string().nullable(),
  kept_rows: z.int().nullable(),
  created_at: z.int(),
  touched_at: z.int(),
});

/** An upload with what only the actor needs to know. */
export interface StoredUpload extends Upload {
  /** Epoch milliseconds of the latest sign of life. */
  touchedAt: number;
}

const stored = "*, (SELECT SUM(t.rows) FROM upload_turns AS t WHERE t.upload = uploads.id) AS kept_rows";

export function findUpload(sql: SqlStorage, id: string): StoredUpload | undefined {
  return sql.exec(`SELECT ${stored} FROM uploads WHERE id = ?`, id).toArray().map(uploadOf)[0];
}

/** Oldest first. */
export function allUploads(sql: SqlStorage): StoredUpload[] {
  return sql.exec(`SELECT ${stored} FROM uploads ORDER BY id`).toArray().map(uploadOf);
}

/** As others see it: what became of it is not known before it is done. */
export function shownUpload({ touchedAt: _, report, ...upload }: StoredUpload): Upload {
  return upload.status === "done" && report ? { ...upload, report } : upload;
}

/** Whether it was over so long ago that nobody is told of it any more. */
export function isForgotten({ status, touchedAt }: StoredUpload, now: number): boolean {
  return (status === "done" || status === "failed") && touchedAt + keepMs <= now;
}

/** Received or read at the moment. */
export function countOpen(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM uploads WHERE status IN ('receiving', 'reading')").one().n;
}

/** The one whose turn it is to be read: one at a time, since each holds the ids of its rows in memory. */
export function firstReading(sql: SqlStorage): string | undefined {
  return sql.exec<{ id: string }>("SELECT id FROM uploads WHERE status = 'reading' ORDER BY id LIMIT 1").toArray()[0]?.id;
}

export function addUpload(sql: SqlStorage, id: string, settings: UploadSettings, now: number): void {
  forgetEnded(sql, now);
  sql.exec(
    "INSERT INTO uploads (id, settings, status, received, parts, bytes_read, created_at, touched_at) VALUES (?, ?, 'receiving', 0, 0, 0, ?, ?)",
    id,
    JSON.stringify(settings),
    now,
    now,
  );
}

/** Appends bytes, which end the upload where they are its last. */
export function appendBytes(sql: SqlStorage, upload: StoredUpload, bytes: Uint8Array, now: number): void {
  const { id, received, headDigest } = upload;
  for (let from = 0; from < bytes.length; from += pieceBytes)
    sql.exec(
      "INSERT INTO upload_pieces (upload, at, body) VALUES (?, ?, ?)",
      id,
      received + from,
      bytes.slice(from, from + pieceBytes).buffer,
    );
  const here = received + bytes.length;
  sql.exec(
    "UPDATE uploads SET received = ?, status = ?, head = ?, touched_at = ? WHERE id = ?",
    here,
    here === upload.bytes ? "reading" : "receiving",
    headDigest ?? (here >= Math.min(uploadHeadBytes, upload.bytes) ? digestOfHead(sql, id) : null),
    now,
    id,
  );
}

function digestOfHead(sql: SqlStorage, id: string): string {
  const digest = createHash("sha256");
  for (let at = 0; at < uploadHeadBytes;) {
    const piece = pieceAt(sql, id, at);
    if (!piece) break;
    digest.update(piece.subarray(0, uploadHeadBytes - at));
    at += piece.length;
  }
  return digest.digest("hex");
}

/** The piece that begins at this byte. */
export function pieceAt(sql: SqlStorage, id: string, at: number): Uint8Array | undefined {
  const row = sql.exec<{ body: ArrayBuffer }>("SELECT body FROM upload_pieces WHERE upload = ? AND at = ?", id, at).toArray()[0];
  return row && new Uint8Array(row.body);
}

/** Whether exactly these bytes are there from `offset` on. */
export function holds(sql: SqlStorage, id: string, offset: number, bytes: Uint8Array): boolean {
  const { first } = sql
    .exec<{ first: number | null }>("SELECT MAX(at) AS first FROM upload_pieces WHERE upload = ? AND at <= ?", id, offset)
    .one();
  let at = first ?? 0;
  while (at < offset + bytes.length) {
    const piece = pieceAt(sql, id, at);
    if (!piece) return false;
    const [from, to] = [Math.max(at, offset), Math.min(at + piece.length, offset + bytes.length)];
    for (let i = from; i < to; i++) if (piece[i - at] !== bytes[i - offset]) return false;
    at += piece.length;
  }
  return true;
}

/** How far the reading is. One that was begun anew after a crash says nothing until it is where it was. */
export function noteRead(sql: SqlStorage, id: string, bytesRead: number, rows: UploadRows, now: number): void {
  const shown = { ...rows, dropped: rows.dropped.slice(0, maxShownDrops) };
  sql.exec(
    "UPDATE uploads SET rows = ?, bytes_read = ?, touched_at = ? WHERE id = ? AND bytes_read <= ?",
    JSON.stringify(shown),
    bytesRead,
    now,
    id,
    bytesRead,
  );
}

/** All of it is read; or, with undefined, has to be read anew. */
export function noteReport(sql: SqlStorage, id: string, report: ImportReport | undefined): void {
  if (report) sql.exec("UPDATE uploads SET report = ? WHERE id = ?", JSON.stringify(report), id);
  else sql.exec("UPDATE uploads SET report = NULL WHERE id = ?", id);
}

export function setDone(sql: SqlStorage, id: string, report: ImportReport, now: number): void {
  sql.exec("UPDATE uploads SET status = 'done', report = ?, touched_at = ? WHERE id = ?", JSON.stringify(report), now, id);
  forgetEnded(sql, now);
}

export function setFailed(sql: SqlStorage, id: string, fault: Fault, now: number): void {
  sql.exec("UPDATE uploads SET status = 'failed', report = NULL, fault = ?, touched_at = ? WHERE id = ?", JSON.stringify(fault), now, id);
  forgetEnded(sql, now);
}

/** All but the latest that are over, and those of more than a day ago. */
function forgetEnded(sql: SqlStorage, now: number): void {
  sql.exec(
    `DELETE FROM uploads WHERE status IN ('done', 'failed') AND (touched_at <= ?
       OR id NOT IN (SELECT id FROM uploads WHERE status IN ('done', 'failed') ORDER BY touched_at DESC, id DESC LIMIT ?))`,
    now - keepMs,
    keptEnded,
  );
  forgetTurns(sql);
}

/** Nobody is told of it any more; its bytes go piece by piece. */
export function removeUpload(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM uploads WHERE id = ?", id);
  forgetTurns(sql);
}

function forgetTurns(sql: SqlStorage): void {
  sql.exec("DELETE FROM upload_turns WHERE upload NOT IN (SELECT id FROM uploads)");
}

/** Deletes at most `pieces` of its bytes; true when there are none left. */
export function deletePieces(sql: SqlStorage, id: string, pieces: number): boolean {
  sql.exec("DELETE FROM upload_pieces WHERE rowid IN (SELECT rowid FROM upload_pieces WHERE upload = ? LIMIT ?)", id, pieces);
  return sql.exec("SELECT 1 FROM upload_pieces WHERE upload = ? LIMIT 1", id).toArray().length === 0;
}

function uploadOf(row: Record<string, SqlStorageValue>): StoredUpload {
  const { id, settings, received, status, head, bytes_read, rows, kept_rows, report, fault, created_at, touched_at } =
    storedSchema.parse(row);
  return {
    ...uploadSettingsSchema.parse(JSON.parse(settings)),
    id,
    received,
    partBytes: maxPartBytes,
    status,
    ...(head !== null && { headDigest: head }),
    bytesRead: bytes_read,
    ...(kept_rows !== null && { keptRows: kept_rows }),
    ...(rows !== null && { rows: uploadRowsSchema.parse(JSON.parse(rows)) }),
    ...(report !== null && { report: importReportSchema.parse(JSON.parse(report)) }),
    ...(fault !== null && { fault: faultSchema.parse(JSON.parse(fault)) }),
    createdAt: new Date(created_at).toISOString(),
    touchedAt: touched_at,
  };
}
