/** Queries of the niche-analysis database. Everything is read within one organisation. */
import { and, asc, desc, eq, gt, lt, or, sql, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { decodeCursor, encodeCursor, type Page, type PageQuery } from "../../contracts/page.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { nicheSummarySchema, opportunityBands, type NicheSummary } from "../../contracts/services/niche-analysis.ts";
import { workStatuses } from "../../contracts/work.ts";
import { authorSalts, niches } from "./schema.ts";

type NicheRow = typeof niches.$inferSelect;

/** Below every score: unscored niches come last. */
const unscored = -1;
const rank = sql<number>`COALESCE(${niches.score}, ${sql.raw(String(unscored))})`;
const cursorSchema = z.tuple([z.number(), z.string()]);

/** Highest score first, equal ones by id. With `parentId` only the niches discovered in it. */
export async function listNiches(
  db: DrizzleD1Database,
  organisation: string,
  { limit, cursor }: PageQuery,
  parentId?: string,
): Promise<Result<Page<NicheSummary>>> {
  const after = afterCursor(cursor);
  if (!after.ok) return after;
  const parent = parentId === undefined ? undefined : eq(niches.parentId, parentId);
  const rows = await db
    .select()
    .from(niches)
    .where(and(eq(niches.organisation, organisation), parent, after.value))
    .orderBy(desc(rank), asc(niches.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last ? { nextCursor: encodeCursor([last.score ?? unscored, last.id]) } : {};
  return ok({ items: shown.map(summaryOf), ...more });
}

function afterCursor(cursor: string | undefined): Result<SQL | undefined> {
  if (cursor === undefined) return ok(undefined);
  const decoded = decodeCursor(cursor);
  if (!decoded.ok) return decoded;
  const key = cursorSchema.safeParse(decoded.value);
  if (!key.success) return err("invalid_input", "This cursor belongs to another list. Start again from the first page.");
  const [score, id] = key.data;
  return ok(or(lt(rank, score), and(eq(rank, score), gt(niches.id, id))));
}

function summaryOf(row: NicheRow): NicheSummary {
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
    ...opportunityOf(row),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  });
}

function opportunityOf({ score, low, high, band, assessment }: NicheRow): Pick<NicheSummary, "opportunity"> {
  const known = opportunityBands.find((name) => name === band);
  if (score === null || low === null || high === null || assessment === null || !known) return {};
  return { opportunity: { score, low, high, band: known, assessment } };
}

/** The salt of an organisation; made on first use, by whichever import is first. */
export async function authorSalt(db: DrizzleD1Database, organisation: string): Promise<string> {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  await db.insert(authorSalts).values({ organisation, salt: fresh }).onConflictDoNothing();
  const [row] = await db.select().from(authorSalts).where(eq(authorSalts.organisation, organisation));
  return row?.salt ?? fresh;
}
