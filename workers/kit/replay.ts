/**
 * Replaying an organisation's log into shadow tables, slice by slice, so that memory stays flat however long the log is; then
 * comparing them with the live tables (verify), or putting them in their place (rebuild).
 */
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { ReplaySlice, TableRows } from "../../contracts/services/common.ts";
import { ProjectedRows } from "./projected-rows.ts";
import { reads, type ProjectedRow, type Projection } from "./projections.ts";
import { columnsOf, ensureShadows, shadowOf } from "./shadow.ts";

interface Replay {
  run: string;
  position: number;
  swap: string | null;
}

/** Starts `run`, or finds how far it is. What an earlier run of the organisation left in the shadow tables goes. */
export async function beginReplay(
  db: D1Database,
  projections: readonly Projection[],
  organisation: string,
  run: string,
): Promise<Result<{ position: number }>> {
  const replay = await find(db, organisation);
  if (replay?.run === run) return ok({ position: replay.position });
  const shadows = await ensureShadows(db, projections);
  if (!shadows.ok) return shadows;
  await db.batch([
    ...emptied(db, projections, organisation),
    db
      .prepare(
        `INSERT INTO rebuilds (organisation, run, position, swap, swaps) VALUES (?1, ?2, 0, NULL, 0)
          ON CONFLICT (organisation) DO UPDATE SET run = ?2, position = 0, swap = NULL`,
      )
      .bind(organisation, run),
  ]);
  return ok({ position: 0 });
}

/** Folds one slice into the shadow tables, in one batch with the position. A slice that was folded before changes nothing. */
export async function applySlice(
  db: D1Database,
  projections: readonly Projection[],
  organisation: string,
  { run, from, to, events }: ReplaySlice,
): Promise<Result<{ position: number }>> {
  const replay = await find(db, organisation);
  if (replay?.run !== run) return overtaken();
  if (replay.position !== from || replay.swap !== null) return ok({ position: replay.position });
  const folded = await Promise.all(projections.map((projection) => foldSlice(db, projection, events)));
  const noted = events.map((event) => [event.id, projections.some((projection) => reads(projection, event)) ? 1 : 0]);
  const statements = [
    // Fails on NOT NULL, and the batch with it, when another delivery of the slice has come further meanwhile.
    db
      .prepare("UPDATE rebuilds SET position = CASE WHEN run = ?2 AND position = ?3 AND swap IS NULL THEN ?4 END WHERE organisation = ?1")
      .bind(organisation, run, from, to),
    ...folded.flat(),
    db
      .prepare(
        `INSERT OR IGNORE INTO rebuild_events (organisation, event_id, handled)
          SELECT ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?2)`,
      )
      .bind(organisation, JSON.stringify(noted)),
  ];
  try {
    await db.batch(statements);
    return ok({ position: to });
  } catch (cause) {
    const winner = await find(db, organisation);
    if (winner?.run !== run) return overtaken();
    if (winner.position === from) throw cause;
    return ok({ position: winner.position });
  }
}

/**
 * Puts the shadow rows of the organisation in the place of the live ones. Readers see the old rows or the new ones and never a
 * mixture; what the replay has seen counts as applied. Refused (`conflict`) while the inbox knows an event that the replay lacks.
 */
export async function swapReplay(
  db: D1Database,
  projections: readonly Projection[],
  { organisation, run, swap, now }: { organisation: string; run: string; swap: string; now: number },
): Promise<Result<TableRows[]>> {
  const replay = await find(db, organisation);
  if (replay?.run !== run) return overtaken();
  if (replay.swap === "") return overtaken();
  if (replay.swap !== null) return ok(await rowsOf(db, projections, organisation));
  const swapping = "EXISTS (SELECT 1 FROM rebuilds WHERE organisation = ?1 AND swap = ?2)";
  const exchanges: D1PreparedStatement[] = [];
  for (const projection of projections) {
    const columns = (await columnsOf(db, projection.table)).join(", ");
    exchanges.push(
      db.prepare(`DELETE FROM ${projection.table} WHERE organisation = ?1 AND ${swapping}`).bind(organisation, swap),
      db
        .prepare(
          `INSERT INTO ${projection.table} (${columns}) SELECT ${columns} FROM ${shadowOf(projection)} WHERE organisation = ?1 AND ${swapping}`,
        )
        .bind(organisation, swap),
    );
  }
  const [decided] = await db.batch([
    db
      .prepare(
        `UPDATE rebuilds SET swap = ?3, swaps = swaps + 1 WHERE organisation = ?1 AND run = ?2 AND swap IS NULL
          AND NOT EXISTS (SELECT 1 FROM inbox WHERE instr(event_id, '/' || ?1 || '/') > 0
            AND event_id NOT IN (SELECT event_id FROM rebuild_events WHERE organisation = ?1))`,
      )
      .bind(organisation, run, swap),
    ...exchanges,
    db
      .prepare(
        `INSERT OR IGNORE INTO inbox (event_id, applied_at)
          SELECT event_id, ?3 FROM rebuild_events WHERE organisation = ?1 AND handled = 1 AND ${swapping}`,
      )
      .bind(organisation, swap, now),
  ]);
  if (decided?.meta.changes !== 1) {
    return err("conflict", "Events were delivered that the replay has not seen. Replay them too.", { retryable: true });
  }
  await db.batch(emptied(db, projections, organisation));
  return ok(await rowsOf(db, projections, organisation));
}

/** Drops what `run` has written; nothing when another run has begun since. */
export async function endReplay(db: D1Database, projections: readonly Projection[], organisation: string, run: string): Promise<void> {
  if (await isOpen(db, organisation, run)) {
    const over = db.prepare("UPDATE rebuilds SET swap = '' WHERE organisation = ?").bind(organisation);
    await db.batch([over, ...emptied(db, projections, organisation)]);
  }
}

/** The replay has been begun by `run` and is not over. */
export async function isOpen(db: D1Database, organisation: string, run: string): Promise<boolean> {
  const replay = await find(db, organisation);
  return replay?.run === run && replay.swap === null;
}

export function overtaken(): Err {
  return err("conflict", "Another replay of this organisation has begun since.");
}

/** How many rows the organisation has in each live table. */
export async function rowsOf(db: D1Database, projections: readonly Projection[], organisation: string): Promise<TableRows[]> {
  return Promise.all(
    projections.map(async ({ table }) => {
      const rows = await db.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE organisation = ?`).bind(organisation).first<number>("n");
      return { name: table, rows: rows ?? 0 };
    }),
  );
}

/** Statements that write what `events` make of the rows that they concern. */
async function foldSlice(db: D1Database, projection: Projection, events: ReplaySlice["events"]): Promise<D1PreparedStatement[]> {
  const rows = new ProjectedRows(projection, shadowOf(projection), events);
  const found = await rows.read(db)?.all<ProjectedRow>();
  if (!found) return [];
  rows.take(found.results);
  for (const event of events) rows.fold(event);
  return rows.write(db);
}

function emptied(db: D1Database, projections: readonly Projection[], organisation: string): D1PreparedStatement[] {
  const tables = [...projections.map(shadowOf), "rebuild_events"];
  return tables.map((table) => db.prepare(`DELETE FROM ${table} WHERE organisation = ?`).bind(organisation));
}

async function find(db: D1Database, organisation: string): Promise<Replay | undefined> {
  const row = await db.prepare("SELECT run, position, swap FROM rebuilds WHERE organisation = ?").bind(organisation).first<Replay>();
  return row ?? undefined;
}
