import * as fc from "fast-check";
import { expect, it } from "vitest";
import { differencesOf, insertOddRow, knownRows, oddities, oddRows } from "../../../contracts/testing/stored-values.ts";
import type { TablePiece } from "../../../contracts/services/backup.ts";
import { linesOf, sectionsIn } from "../../database/domain/backup/sections.ts";
import { bus } from "../../event-bus/testing/fixture.ts";
import { freeze, prepare, readCopies, unfreeze } from "./freezing.ts";
import { writeRows } from "./restoring.ts";

const db = bus.QUIET_DB;

async function emptied(): Promise<void> {
  const { results } = await db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'")
    .all<{ name: string }>();
  for (const { name } of results) await db.prepare(`DROP TABLE ${name}`).run();
  await db.batch([db.prepare(`CREATE TABLE oddities ${oddities.definition}`), db.prepare("CREATE TABLE outbox (subject TEXT)")]);
}

/** The table as a backup reads it, by way of the text of its parts. */
async function backedUp(): Promise<TablePiece[]> {
  await prepare(db, "mnt_1");
  await freeze(db, {}, "mnt_1");
  const pieces: TablePiece[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await readCopies(db, "mnt_1", cursor);
    if (!page.ok) throw new Error(page.error.detail);
    pieces.push(...page.value.pieces);
    cursor = page.value.next;
    if (cursor === undefined) break;
  }
  await unfreeze(db, "mnt_1");
  return sectionsIn(pieces.flatMap((piece) => linesOf({ service: "auth", ...piece })).join("\n"));
}

async function strayed(rows: readonly (readonly string[])[]): Promise<unknown[]> {
  await emptied();
  await db.batch(rows.map((row, index) => db.prepare(insertOddRow(row, index))));
  const pieces = await backedUp();
  await db.batch([db.prepare("ALTER TABLE oddities RENAME TO originals"), db.prepare(`CREATE TABLE oddities ${oddities.definition}`)]);
  for (let twice = 0; twice < 2; twice++) {
    const own = pieces.filter(({ table }) => table === "oddities");
    expect(await writeRows(db, {}, own)).toEqual({ ok: true, value: true });
  }
  const { results } = await db.prepare(differencesOf("originals", "oddities")).all<{ id: number }>();
  return results.map(({ id }) => rows[id - 1]);
}

it("brings back every value that a column can hold, byte for byte", async () => {
  expect(await strayed(knownRows)).toEqual([]);
});

it("brings back any row at all", async () => {
  await fc.assert(
    fc.asyncProperty(oddRows, async (rows) => {
      expect(await strayed(rows)).toEqual([]);
    }),
    { numRuns: 15, seed: 20_261_123 },
  );
});
