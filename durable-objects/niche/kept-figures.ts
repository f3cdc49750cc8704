/** Figures that were computed from tables of the market, as JSON in pieces. They follow from the rows and are computed anew where they are not here. */

/** Characters of one piece: a row of the storage holds two million bytes. */
const pieceLength = 400_000;

export interface KeptFigures {
  tableId: string;
  /** Names what they were computed with. */
  edition: string;
  /** JSON. */
  figures: string;
}

/** Keeping them again changes nothing; those of another edition go. */
export function writeFigures(sql: SqlStorage, { tableId, edition, figures }: KeptFigures): void {
  sql.exec("DELETE FROM kept_figures WHERE table_id = ?", tableId);
  for (let part = 0; part * pieceLength < figures.length; part++) {
    const body = figures.slice(part * pieceLength, (part + 1) * pieceLength);
    sql.exec("INSERT INTO kept_figures (table_id, part, edition, body) VALUES (?, ?, ?, ?)", tableId, part, edition, body);
  }
}

/** Pieces of what was kept; none where nothing of this edition was. */
export function figuresOf(sql: SqlStorage, tableId: string, edition: string): string[] {
  const found = sql.exec<{ body: string }>(
    "SELECT body FROM kept_figures WHERE table_id = ? AND edition = ? ORDER BY part",
    tableId,
    edition,
  );
  return Array.from(found, ({ body }) => body);
}
