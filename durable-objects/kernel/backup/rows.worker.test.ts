import { runInDurableObject } from "cloudflare:test";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { differencesOf, insertOddRow, knownRows, oddities, oddRows } from "../../../contracts/testing/stored-values.ts";
import type { TablePiece } from "../../../contracts/services/backup.ts";
import { linesOf, sectionsIn } from "../../../workers/database/domain/backup/sections.ts";
import { ledger } from "../testing/desk.ts";
import { freeze, readFrozen, unfreeze, type FreezingPlan } from "./frozen-tables.ts";
import { thaw, writePieces } from "./thawing.ts";

/** Tables that are copied, and such as only grow, go different ways. */
const plans: Record<string, FreezingPlan> = {
  copied: { growing: {}, transient: [] },
  growing: { growing: { oddities: { key: ["id"], rising: true } }, transient: [] },
};

function backedUp(sql: SqlStorage, plan: FreezingPlan): TablePiece[] {
  freeze(sql, plan, "mnt_1");
  const pieces: TablePiece[] = [];
  for (let cursor: string | undefined; ;) {
    const page = readFrozen(sql, "mnt_1", cursor);
    pieces.push(...page.pieces);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  unfreeze(sql);
  return sectionsIn(pieces.flatMap((piece) => linesOf({ service: "niche-analysis", ...piece })).join("\n"));
}

function strayed(sql: SqlStorage, plan: FreezingPlan, rows: readonly (readonly string[])[]): unknown[] {
  for (const table of ["oddities", "originals"]) sql.exec(`DROP TABLE IF EXISTS ${table}`);
  sql.exec(`CREATE TABLE oddities ${oddities.definition}`);
  for (const [index, row] of rows.entries()) sql.exec(insertOddRow(row, index));
  const own = backedUp(sql, plan).filter(({ table }) => table === "oddities");
  sql.exec("ALTER TABLE oddities RENAME TO originals");
  sql.exec(`CREATE TABLE oddities ${oddities.definition}`);
  for (let twice = 0; twice < 2; twice++) writePieces(sql, plan, own);
  thaw(sql);
  return sql
    .exec<{ id: number }>(differencesOf("originals", "oddities"))
    .toArray()
    .map(({ id }) => rows[id - 1]);
}

it.each(Object.keys(plans))("a table that is %s brings back every value that a column can hold, byte for byte", async (name) => {
  const plan = plans[name] ?? { growing: {}, transient: [] };
  await runInDurableObject(ledger().stub(), (_, { storage: { sql } }) => {
    expect(strayed(sql, plan, knownRows)).toEqual([]);
    fc.assert(
      fc.property(oddRows, (rows) => {
        expect(strayed(sql, plan, rows)).toEqual([]);
      }),
      { numRuns: 50, seed: 20_261_123 },
    );
  });
});
