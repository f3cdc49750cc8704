/**
 * Rows of fetches under way: what was taken in of the pages that have come. Of a page itself nothing is kept: it names its authors. All of it can
 * be lost: then pages are asked for once more, and what they bring twice is known by its own ids.
 */
import { importReportSchema, type ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { fetchCursorSchema, type FetchCursor } from "../../../contracts/services/niche-sources.ts";
import type { Reading } from "../../../workers/niche-analysis/domain/import/joined-readings.ts";
import type { TakenRow } from "../../../workers/niche-analysis/domain/import/occurrence.ts";

/** `fetched` held pages as they had come, `hosts` what is of all niches now. */
export const sourceTables = `
DROP TABLE IF EXISTS fetched;
DROP TABLE IF EXISTS hosts;
CREATE TABLE IF NOT EXISTS taken_pages (
  source TEXT NOT NULL, run INTEGER NOT NULL, page INTEGER NOT NULL, piece INTEGER NOT NULL, rows TEXT NOT NULL, report TEXT,
  records INTEGER NOT NULL, next TEXT NOT NULL, more INTEGER NOT NULL, ended INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (source, run, page, piece)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS evidence_by_provenance ON evidence (provenance);
`;

/** Characters of one piece: a row holds 2 MB, and a character takes up to three bytes. */
const pieceCharacters = 500_000;
/** Fetches that were given up leave pages behind. */
const keepMs = 3 * 24 * 60 * 60 * 1000;

export interface Run {
  source: string;
  run: number;
}

/** What has come of a fetch so far. */
export interface Progress {
  pages: number;
  records: number;
  /** Rows that were read in these pages. */
  rows: number;
  /** Where it goes on; absent before the first page. */
  next: FetchCursor | undefined;
  more: boolean;
  /** No further page is asked for. */
  ended: boolean;
}

export function progressOf(sql: SqlStorage, { source, run }: Run): Progress {
  const pages = sql
    .exec<{ records: number; rows: number; next: string; more: number; ended: number }>(
      `SELECT records, COALESCE(report->>'read', 0) AS rows, next, more, ended FROM taken_pages
       WHERE source = ? AND run = ? AND piece = 0 ORDER BY page`,
      source,
      run,
    )
    .toArray();
  const last = pages.at(-1);
  return {
    pages: pages.length,
    records: pages.reduce((sum, { records }) => sum + records, 0),
    rows: pages.reduce((sum, { rows }) => sum + rows, 0),
    next: last && fetchCursorSchema.parse(JSON.parse(last.next)),
    more: last?.more === 1,
    ended: last?.ended === 1,
  };
}

/** A page that was read, and where its fetch stands then; without a reading where it had no records. */
export interface TakenPage {
  number: number;
  reading: Reading | undefined;
  records: number;
  next: FetchCursor;
  more: boolean;
  ended: boolean;
}

/** Keeps what was taken of a page; the same page again replaces itself. Pages of earlier fetches go. */
export function keepPage(sql: SqlStorage, { source, run }: Run, page: TakenPage, now: number): void {
  sql.exec("DELETE FROM taken_pages WHERE (source = ? AND (run < ? OR page = ?)) OR at < ?", source, run, page.number, now - keepMs);
  const rows = JSON.stringify(page.reading?.rows ?? []);
  for (let piece = 0; piece * pieceCharacters < rows.length; piece++)
    sql.exec(
      `INSERT INTO taken_pages (source, run, page, piece, rows, report, records, next, more, ended, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      source,
      run,
      page.number,
      piece,
      rows.slice(piece * pieceCharacters, (piece + 1) * pieceCharacters),
      piece === 0 && page.reading ? JSON.stringify(page.reading.report) : null,
      page.records,
      JSON.stringify(page.next),
      page.more ? 1 : 0,
      page.ended ? 1 : 0,
      now,
    );
}

/** What was taken of each page that had records, a page at a time. */
export function* readingsOf(sql: SqlStorage, { source, run }: Run): Generator<Reading> {
  const { pages } = progressOf(sql, { source, run });
  for (let page = 0; page < pages; page++) {
    const pieces = sql
      .exec<{ rows: string; report: string | null }>(
        "SELECT rows, report FROM taken_pages WHERE source = ? AND run = ? AND page = ? ORDER BY piece",
        source,
        run,
        page,
      )
      .toArray();
    const report = pieces[0]?.report;
    // Rows are our own, as they were taken.
    if (report != null) yield { rows: JSON.parse(pieces.map(({ rows }) => rows).join("")) as TakenRow[], report: reportOf(report) };
  }
}

function reportOf(stored: string): ImportReport {
  return importReportSchema.parse(JSON.parse(stored));
}

/** Of this fetch and those before it. */
export function forgetPages(sql: SqlStorage, { source, run }: Run): void {
  sql.exec("DELETE FROM taken_pages WHERE source = ? AND run <= ?", source, run);
}

/** Of a source that is not fetched from any more. */
export function forgetSource(sql: SqlStorage, source: string): void {
  sql.exec("DELETE FROM taken_pages WHERE source = ?", source);
}

/** Of these provenances, those that the niche has evidence of. */
export function knownProvenances(sql: SqlStorage, provenances: readonly string[]): Set<string> {
  const known = sql.exec<{ provenance: string }>(
    `SELECT provenance FROM evidence WHERE provenance IN (SELECT value FROM json_each(?1))
     UNION SELECT provenance FROM occurrences WHERE provenance IN (SELECT value FROM json_each(?1))`,
    JSON.stringify(provenances),
  );
  return new Set(known.toArray().map(({ provenance }) => provenance));
}
