/** The actors of a backup or restore in progress, in the order in which they were found. */
import type { ServiceName } from "../../../contracts/services/common.ts";
import type { FoundActor } from "../domain/backup/found-actors.ts";

export interface QueuedActor extends FoundActor {
  /** Its place in the order, rising. */
  place: number;
}

/** Adds actors; those that are there already keep their place. */
export async function enqueue(db: D1Database, run: string, actors: readonly FoundActor[]): Promise<void> {
  if (actors.length === 0) return;
  const rows = actors.map(({ service, kind, name }) => [service, kind, name]);
  await db
    .prepare(
      `INSERT OR IGNORE INTO backup_actors (run, service, kind, name)
        SELECT ?1, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2)`,
    )
    .bind(run, JSON.stringify(rows))
    .run();
}

/** The next `limit` actors after `place`; of one service, or of all. */
export async function queued(db: D1Database, run: string, after: number, limit: number, service?: ServiceName): Promise<QueuedActor[]> {
  const { results } = await db
    .prepare(
      `SELECT place, service, kind, name FROM backup_actors WHERE run = ?1 AND place > ?2 AND (?3 IS NULL OR service = ?3) ORDER BY place LIMIT ?4`,
    )
    .bind(run, after, service ?? null, limit)
    .all<QueuedActor>();
  return results;
}

export async function queueLength(db: D1Database, run: string): Promise<number> {
  return (await db.prepare("SELECT COUNT(*) AS n FROM backup_actors WHERE run = ?").bind(run).first<number>("n")) ?? 0;
}

/** Forgets the actors of `run`, and the parts of the backup `run`. */
export async function forgetRun(db: D1Database, run: string): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM backup_actors WHERE run = ?").bind(run),
    db.prepare("DELETE FROM backup_parts WHERE backup = ?").bind(run),
  ]);
}
