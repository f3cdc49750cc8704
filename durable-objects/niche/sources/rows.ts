/**
 * Rows of fetches under way: the pages that have come, and when each host may be asked again. All of it can be lost: then pages are asked for once
 * more, and what they bring twice is known by its own ids.
 */
import { fetchCursorSchema, type FetchCursor } from "../../../contracts/services/niche-sources.ts";

export const sourceTables = `
CREATE TABLE IF NOT EXISTS fetched (
  source TEXT NOT NULL, run INTEGER NOT NULL, page INTEGER NOT NULL, piece INTEGER NOT NULL, body TEXT NOT NULL,
  records INTEGER NOT NULL, next TEXT NOT NULL, more INTEGER NOT NULL, ended INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (source, run, page, piece)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, next_at INTEGER NOT NULL) WITHOUT ROWID;
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
  /** Where it goes on; absent before the first page. */
  next: FetchCursor | undefined;
  more: boolean;
  /** No further page is asked for. */
  ended: boolean;
}

export function progressOf(sql: SqlStorage, { source, run }: Run): Progress {
  const pages = sql
    .exec<{ records: number; next: string; more: number; ended: number }>(
      "SELECT records, next, more, ended FROM fetched WHERE source = ? AND run = ? AND piece = 0 ORDER BY page",
      source,
      run,
    )
    .toArray();
  const last = pages.at(-1);
  return {
    pages: pages.length,
    records: pages.reduce((sum, { records }) => sum + records, 0),
    next: last && fetchCursorSchema.parse(JSON.parse(last.next)),
    more: last?.more === 1,
    ended: last?.ended === 1,
  };
}

/** Keeps a page; the same page again replaces itself. Pages of earlier fetches go. */
export function keepPage(
  sql: SqlStorage,
  { source, run }: Run,
  page: { number: number; file: string; records: number; next: FetchCursor; more: boolean; ended: boolean },
  now: number,
): void {
  sql.exec("DELETE FROM fetched WHERE (source = ? AND (run < ? OR page = ?)) OR at < ?", source, run, page.number, now - keepMs);
  for (let piece = 0; piece === 0 || piece * pieceCharacters < page.file.length; piece++)
    sql.exec(
      "INSERT INTO fetched (source, run, page, piece, body, records, next, more, ended, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      source,
      run,
      page.number,
      piece,
      page.file.slice(piece * pieceCharacters, (piece + 1) * pieceCharacters),
      page.records,
      JSON.stringify(page.next),
      page.more ? 1 : 0,
      page.ended ? 1 : 0,
      now,
    );
}

/** The file of all pages, a page at a time. */
export async function* fileOf(sql: SqlStorage, { source, run }: Run): AsyncGenerator<Uint8Array> {
  const { pages } = progressOf(sql, { source, run });
  for (let page = 0; page < pages; page++) {
    const pieces = sql
      .exec<{ body: string }>("SELECT body FROM fetched WHERE source = ? AND run = ? AND page = ? ORDER BY piece", source, run, page)
      .toArray();
    // Encoded together: a piece may end within a character.
    yield new TextEncoder().encode(pieces.map(({ body }) => body).join(""));
  }
}

export function forgetPages(sql: SqlStorage, { source, run }: Run): void {
  sql.exec("DELETE FROM fetched WHERE source = ? AND run <= ?", source, run);
}

/** Epoch milliseconds from which on the host may be asked. */
export function hostFreeAt(sql: SqlStorage, host: string): number {
  return sql.exec<{ at: number }>("SELECT next_at AS at FROM hosts WHERE host = ?", host).toArray()[0]?.at ?? 0;
}

/** Never earlier than it was before. */
export function holdHost(sql: SqlStorage, host: string, until: number): void {
  sql.exec(
    "INSERT INTO hosts (host, next_at) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET next_at = MAX(next_at, excluded.next_at)",
    host,
    until,
  );
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
