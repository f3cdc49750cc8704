/** Full themes, with members and quotes, as rows beside the log. A batch is named by its content and never changes. */
import { foundThemeSchema, type FoundTheme } from "../../contracts/events/niche-analysis.ts";
import * as z from "zod";
import { themeSchema, type Theme } from "../../contracts/services/niche-themes.ts";
import { sha256 } from "../../workers/niche-analysis/domain/import/sha256.ts";
import { foundGroupSchema, type FoundGroup } from "../../workers/niche-analysis/domain/themes/found-groups.ts";
import type { KnownTheme } from "../../workers/niche-analysis/domain/themes/identity.ts";

/** Of one row: a character of a label takes up to three bytes. */
const pieceCharacters = 500_000;

const knownThemeSchema = z.object({ id: z.string(), evidenceIds: z.array(z.string()) });

/** Stores themes, or what they were before people changed them, and answers the name of their batch. Writing the same again changes nothing. */
export function writeThemes(sql: SqlStorage, themes: readonly (Theme | FoundGroup)[]): string {
  const bodies = themes.map((theme) => JSON.stringify(theme));
  const batch = sha256(bodies.join("\n")).slice(0, 32);
  for (const [position, theme] of themes.entries()) {
    for (const [piece, body] of piecesOf(bodies[position] ?? "").entries())
      sql.exec(
        "INSERT OR IGNORE INTO themes (batch, id, position, body) VALUES (?, ?, ?, ?)",
        batch,
        piece === 0 ? theme.id : `${theme.id}:${String(piece).padStart(4, "0")}`,
        position,
        body,
      );
  }
  return batch;
}

/** A row holds 2 MB; the ids of 40,000 texts are as much. */
function piecesOf(body: string): string[] {
  return Array.from({ length: Math.ceil(body.length / pieceCharacters) }, (_, i) =>
    body.slice(i * pieceCharacters, (i + 1) * pieceCharacters),
  );
}

/** Themes of a batch, in the order in which they were found to matter. */
export function readThemes(sql: SqlStorage, batch: string): Theme[] {
  return bodiesOf(sql, batch).map((body) => themeSchema.parse(body));
}

/** What an analysis found before people changed it. */
export function readFound(sql: SqlStorage, batch: string): FoundGroup[] {
  return bodiesOf(sql, batch).map((body) => foundGroupSchema.parse(body));
}

/** Of a batch of either kind, which texts belong together under which id. */
export function readKnown(sql: SqlStorage, batch: string): KnownTheme[] {
  return bodiesOf(sql, batch).map((body) => knownThemeSchema.parse(body));
}

function bodiesOf(sql: SqlStorage, batch: string): unknown[] {
  const bodies: string[] = [];
  const rows = sql.exec<{ position: number; body: string }>(
    "SELECT position, body FROM themes WHERE batch = ? ORDER BY position, id",
    batch,
  );
  for (const { position, body } of rows) bodies[position] = (bodies[position] ?? "") + body;
  return bodies.map((body): unknown => JSON.parse(body));
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
