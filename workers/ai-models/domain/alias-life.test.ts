import { describe, expect, it } from "vitest";
import { canaryEnded, moved, promoted, rolledBack, withCanary, type AliasRow } from "./alias-life.ts";

const version = (name: string) => ({ modelId: "mdl_1", name: "m", version: name });
const meaning = ({ stable, canary }: AliasRow) => [stable.version, canary?.version ?? null];

/** An alias after these steps, with every row. */
function live(...steps: ((row: AliasRow, rows: AliasRow[]) => AliasRow | undefined)[]): AliasRow[] {
  const rows = [moved(undefined, version("a"), "first-version")].flatMap((row) => row ?? []);
  for (const step of steps) {
    const last = rows.at(-1);
    const next = last && step(last, rows);
    if (next) rows.push(next);
  }
  return rows;
}
const move = (to: string) => (row: AliasRow) => moved(row, version(to), "moved-by-hand");
const canary = (to: string, percent: number) => (row: AliasRow) => take(withCanary(row, version(to), percent));
const promote = (row: AliasRow) => take(promoted(row));
const rollBack = (row: AliasRow, rows: AliasRow[]) =>
  take(
    rolledBack(
      row,
      rows.find(({ number }) => number === row.back),
    ),
  );
function take(result: ReturnType<typeof promoted>): AliasRow {
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

describe("an alias", () => {
  it("goes from a version over its canary to the next, with a history that is numbered without gaps", () => {
    const rows = live(canary("b", 10), canary("b", 50), promote);
    expect(rows.map(meaning)).toEqual([
      ["a", null],
      ["a", "b"],
      ["a", "b"],
      ["b", null],
    ]);
    expect(rows.map(({ number, change, canary: share }) => [number, change, share?.percent])).toEqual([
      [1, "first-version", undefined],
      [2, "canary-set", 10],
      [3, "canary-set", 50],
      [4, "promoted", undefined],
    ]);
  });

  it("rolls back to the version before, without its canary, and then to the one before that", () => {
    const rows = live(canary("b", 50), promote, move("c"), rollBack, rollBack);
    expect(rows.map(meaning).slice(-3)).toEqual([
      ["c", null],
      ["b", null],
      ["a", null],
    ]);
    expect(() => live(move("b"), rollBack, rollBack)).toThrow(/never meant another/);
  });

  it("ends its canary when it is rolled back or moved, and means what it meant", () => {
    expect(live(move("b"), canary("c", 5), rollBack).map(meaning).at(-1)).toEqual(["b", null]);
    expect(live(move("b"), canary("c", 5), rollBack, rollBack).map(meaning).at(-1)).toEqual(["a", null]);
    expect(live(canary("c", 5), move("a")).map(({ change }) => change)).toEqual(["first-version", "canary-set", "canary-ended"]);
  });

  it("does not change when it is moved where it is, has no canary to end, and no canary of what everybody gets", () => {
    const [row] = live();
    if (!row) throw new Error("none");
    expect(moved(row, version("a"), "moved-by-hand")).toBeUndefined();
    expect(canaryEnded(row)).toBeUndefined();
    expect(withCanary(row, version("a"), 5)).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(promoted(row)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });
});
