/**
 * Rows of market tables, and what was counted with them, as pieces beside the log. A batch is named by its content and never changes; it stays when
 * its table is removed, so that a fork from before has it.
 */
import { sha256 } from "../../workers/niche-analysis/domain/import/sha256.ts";

/** Writing the same batch again changes nothing. */
export function writeMarketPieces(sql: SqlStorage, batch: string, pieces: readonly string[]): void {
  for (const [part, body] of pieces.entries())
    sql.exec("INSERT OR IGNORE INTO market_rows (batch, part, body) VALUES (?, ?, ?)", batch, part, body);
}

/** The pieces of a batch from `first` on, at most `count`, in order. */
export function marketPiecesOf(sql: SqlStorage, batch: string, first = 0, count = Number.MAX_SAFE_INTEGER): string[] {
  const found = sql.exec<{ body: string }>(
    "SELECT body FROM market_rows WHERE batch = ? AND part >= ? ORDER BY part LIMIT ?",
    batch,
    first,
    count,
  );
  return Array.from(found, ({ body }) => body);
}

/** The name of pieces that nobody has named yet. */
export function batchOf(pieces: readonly string[]): string {
  return sha256(pieces.join("\n")).slice(0, 32);
}
