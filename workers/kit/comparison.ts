/** Comparing the live tables of projections with their shadows, inside the database: no table is read into memory. */
import type { ProjectionMismatch, ProjectionVerification } from "../../contracts/services/common.ts";
import { nameOf, readStatement, type ProjectedRow, type Projection } from "./projections.ts";
import { rowsOf } from "./replay.ts";
import { columnsOf, shadowOf } from "./shadow.ts";

const maxMismatches = 100;

/** Differences between the shadow rows of `organisation` (expected) and its live ones (actual), for all `projections` together. */
export async function compareShadows(
  db: D1Database,
  projections: readonly Projection[],
  organisation: string,
): Promise<ProjectionVerification> {
  const mismatches: ProjectionMismatch[] = [];
  let mismatchCount = 0;
  for (const projection of projections) {
    const { keys, count } = await differingKeys(db, projection, organisation, maxMismatches - mismatches.length);
    mismatchCount += count;
    for (const key of keys) {
      const [expected, actual] = await db.batch<ProjectedRow>([
        readStatement(db, projection, shadowOf(projection), key),
        readStatement(db, projection, projection.table, key),
      ]);
      mismatches.push({
        projection: projection.table,
        key: nameOf(projection, key),
        expected: expected?.results[0] ?? null,
        actual: actual?.results[0] ?? null,
      });
    }
  }
  return { projections: await rowsOf(db, projections, organisation), mismatches, mismatchCount };
}

async function differingKeys(
  db: D1Database,
  projection: Projection,
  organisation: string,
  limit: number,
): Promise<{ keys: ProjectedRow[]; count: number }> {
  const columns = (await columnsOf(db, projection.table)).join(", ");
  const key = projection.key.join(", ");
  const live = `SELECT ${columns} FROM ${projection.table} WHERE organisation = ?1`;
  const shadow = `SELECT ${columns} FROM ${shadowOf(projection)} WHERE organisation = ?1`;
  const differing = `WITH expected AS (${shadow} EXCEPT ${live}), actual AS (${live} EXCEPT ${shadow}),
    differing AS (SELECT ${key} FROM expected UNION SELECT ${key} FROM actual)`;
  const [count, keys] = await db.batch<ProjectedRow>([
    db.prepare(`${differing} SELECT COUNT(*) AS n FROM differing`).bind(organisation),
    db.prepare(`${differing} SELECT ${key} FROM differing ORDER BY ${key} LIMIT ?2`).bind(organisation, limit),
  ]);
  return { keys: keys?.results ?? [], count: Number(count?.results[0]?.["n"] ?? 0) };
}
