/** Full themes, with members and quotes, as rows beside the log. A batch is named by its content and never changes. */
import { foundThemeSchema, type FoundTheme } from "../../contracts/events/niche-analysis.ts";
import { themeSchema, type Theme } from "../../contracts/services/niche-themes.ts";
import { sha256 } from "../../workers/niche-analysis/domain/import/sha256.ts";

/** Stores themes and answers the name of their batch. Writing the same themes again changes nothing. */
export function writeThemes(sql: SqlStorage, themes: readonly Theme[]): string {
  const bodies = themes.map((theme) => JSON.stringify(theme));
  const batch = sha256(bodies.join("\n")).slice(0, 32);
  for (const [position, theme] of themes.entries())
    sql.exec(
      "INSERT OR IGNORE INTO themes (batch, id, position, body) VALUES (?, ?, ?, ?)",
      batch,
      theme.id,
      position,
      bodies[position] ?? "",
    );
  return batch;
}

/** Themes of a batch, in the order in which they were found to matter. */
export function readThemes(sql: SqlStorage, batch: string): Theme[] {
  const rows = sql.exec<{ body: string }>("SELECT body FROM themes WHERE batch = ? ORDER BY position", batch).toArray();
  return rows.map(({ body }) => themeSchema.parse(JSON.parse(body)));
}

/** Ids of all evidence of these themes, sorted. */
export function membersOf(sql: SqlStorage, batch: string, themeIds: readonly string[]): string[] {
  const chosen = readThemes(sql, batch).filter(({ id }) => themeIds.includes(id));
  return [...new Set(chosen.flatMap(({ evidenceIds }) => evidenceIds))].toSorted();
}

/** A theme as the log keeps it. */
export function foundTheme(theme: Theme): FoundTheme {
  return foundThemeSchema.parse({ ...theme, quoteIds: theme.quotes.slice(0, 3).map(({ evidenceId }) => evidenceId) });
}
