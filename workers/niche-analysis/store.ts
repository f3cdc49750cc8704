/** Queries of the niche-analysis database. Everything is read within one organisation. */
import { and, asc, desc, eq, getTableColumns, gt, lt, or, sql, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { cursorKey, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { nicheSummarySchema, type NicheSummary } from "../../contracts/services/niche-analysis.ts";
import { workStatuses } from "../../contracts/work.ts";
import type { Weighted } from "./domain/opportunity/score.ts";
import { authorSalts, niches } from "./schema.ts";
import { shownOpportunity, weightedScore } from "./weighable-scores.ts";

type NicheRow = typeof niches.$inferSelect;

/** Below every score: unscored niches come last. */
const unscored = -1;
/** Score and id of the last row, and the version of the weights that ordered the list. */
const cursorSchema = z.tuple([z.number(), z.string(), z.int()]);

/**
 * Highest expected score by these weights first, equal ones by id. With `parentId` only the niches discovered in it. A list that was begun with other
 * weights cannot be gone on with: `invalid_input`.
 */
export async function listNiches(
  db: DrizzleD1Database,
  organisation: string,
  { limit, cursor }: PageQuery,
  weighted: Weighted,
  parentId?: string,
): Promise<Result<Page<NicheSummary>>> {
  const rank = sql<number>`COALESCE(${weightedScore(weighted.weights)}, ${niches.score}, ${sql.raw(String(unscored))})`;
  const { version } = weighted.used;
  const after = afterCursor(cursor, rank, version);
  if (!after.ok) return after;
  const parent = parentId === undefined ? undefined : eq(niches.parentId, parentId);
  const rows = await db
    .select({ ...getTableColumns(niches), rank })
    .from(niches)
    .where(and(eq(niches.organisation, organisation), parent, after.value))
    .orderBy(desc(rank), asc(niches.id))
    .limit(limit + 1);
  const view = (row: (typeof rows)[number]) => summaryOf(row, weighted);
  return ok(pageOf(rows, limit, view, (row) => [row.rank, row.id, version]));
}

function afterCursor(cursor: string | undefined, rank: SQL, version: number): Result<SQL | undefined> {
  const key = cursorKey(cursor, cursorSchema);
  if (!key.ok) return key;
  if (!key.value) return ok(undefined);
  const [score, id, orderedBy] = key.value;
  if (orderedBy !== version)
    return err("invalid_input", "The weights have changed since this list was begun. Start again from the first page.");
  return ok(or(lt(rank, score), and(eq(rank, score), gt(niches.id, id))));
}

function summaryOf(row: NicheRow, weighted: Weighted): NicheSummary {
  return nicheSummarySchema.parse({
    id: row.id,
    name: row.name,
    ...(row.parentId === null ? {} : { parentId: row.parentId }),
    work: {
      status: workStatuses.find((status) => status === row.status) ?? "running",
      progress: { done: row.done, total: row.total, unit: row.unit },
      ...(row.message === null ? {} : { message: row.message }),
    },
    evidenceCount: row.evidenceCount,
    themeCount: row.themeCount,
    topThemes: JSON.parse(row.topThemes),
    ...shownOpportunity(row, weighted),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  });
}

/** The salt of an organisation; made on first use, by whichever import is first. */
export async function authorSalt(db: DrizzleD1Database, organisation: string): Promise<string> {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  await db.insert(authorSalts).values({ organisation, salt: fresh }).onConflictDoNothing();
  const [row] = await db.select().from(authorSalts).where(eq(authorSalts.organisation, organisation));
  return row?.salt ?? fresh;
}
