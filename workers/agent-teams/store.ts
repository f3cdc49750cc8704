/** Queries of the agent-teams database. Everything is read within one organisation. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { ok, type Result } from "../../contracts/result.ts";
import { stepKeys, teamSchema, type RunList, type RunSummary, type Team } from "../../contracts/services/agent-teams.ts";
import { workStatuses } from "../../contracts/work.ts";
import { runs, teams } from "./schema.ts";

export function insertTeam(db: DrizzleD1Database, organisation: string, team: Team) {
  return db.insert(teams).values({ organisation, id: team.id, team: JSON.stringify(team), createdAt: Date.parse(team.createdAt) });
}

export async function findTeam(db: DrizzleD1Database, organisation: string, id: string): Promise<Team | undefined> {
  const [row] = await db
    .select()
    .from(teams)
    .where(and(eq(teams.organisation, organisation), eq(teams.id, id)));
  return row && teamSchema.parse(JSON.parse(row.team));
}

/** Newest first: ids sort by time. */
export async function listTeams(db: DrizzleD1Database, organisation: string, { limit, cursor }: PageQuery): Promise<Result<Page<Team>>> {
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select()
    .from(teams)
    .where(and(eq(teams.organisation, organisation), before.value && lt(teams.id, before.value[0])))
    .orderBy(desc(teams.id))
    .limit(limit + 1);
  const read = (row: (typeof rows)[number]) => teamSchema.parse(JSON.parse(row.team));
  return ok(pageOf(rows, limit, read, ({ id }) => [id]));
}

export async function listRuns(
  db: DrizzleD1Database,
  organisation: string,
  { limit, cursor, nicheId }: RunList,
): Promise<Result<Page<RunSummary>>> {
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.organisation, organisation),
        before.value && lt(runs.id, before.value[0]),
        nicheId === undefined ? undefined : eq(runs.nicheId, nicheId),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(limit + 1);
  return ok(pageOf(rows, limit, summaryOf, ({ id }) => [id]));
}

function summaryOf(row: typeof runs.$inferSelect): RunSummary {
  return {
    id: row.id,
    teamId: row.teamId,
    teamName: row.teamName,
    nicheId: row.nicheId,
    status: workStatuses.find((status) => status === row.status) ?? "running",
    progress: { done: row.stepsDone, total: stepKeys.length, unit: "steps" },
    ...(row.message === null ? {} : { message: row.message }),
    startedAt: row.startedAt,
    ...(row.finishedAt === null ? {} : { finishedAt: row.finishedAt }),
  };
}
