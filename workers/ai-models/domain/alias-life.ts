/**
 * What an alias means and how that changes: a pure decision on what it means now. Each change is a row of its history with all that the alias
 * meant after it, and with `back`, the number of the row that a roll back leads to.
 */
import type { AliasChange } from "../../../contracts/services/model-registry.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";

/** A version, by its model. */
export interface Meant {
  modelId: string;
  /** Registry name of the model. */
  name: string;
  version: string;
}

export interface AliasMeaning {
  stable: Meant;
  /** Another version for a share of organisations. */
  canary: (Meant & { percent: number }) | null;
}

/** One row of the history. */
export interface AliasRow extends AliasMeaning {
  /** Counts the changes of the alias from 1. */
  number: number;
  change: AliasChange;
  back: number | null;
}

/** Everybody gets `target` from now on. Undefined: it means just that already. */
export function moved(before: AliasRow | undefined, target: Meant, change: AliasChange): AliasRow | undefined {
  if (!before) return { number: 1, stable: target, canary: null, change, back: null };
  if (!isSame(before.stable, target)) return { number: before.number + 1, stable: target, canary: null, change, back: before.number };
  return before.canary ? withoutCanary(before, "canary-ended") : undefined;
}

/** A share of organisations gets `target`. `conflict` when everybody does already. */
export function withCanary(before: AliasRow, target: Meant, percent: number): Result<AliasRow> {
  if (isSame(before.stable, target)) return err("conflict", `Everybody gets ${target.name}@${target.version} already.`);
  return ok({ ...next(before), canary: { ...target, percent }, change: "canary-set" });
}

/** Undefined: there is no canary. */
export function canaryEnded(before: AliasRow): AliasRow | undefined {
  return before.canary ? withoutCanary(before, "canary-ended") : undefined;
}

/** The canary becomes what everybody gets. `conflict` without one. */
export function promoted(before: AliasRow): Result<AliasRow> {
  if (!before.canary) return err("conflict", "There is no canary that could be promoted.");
  const { percent: _, ...stable } = before.canary;
  return ok({ number: before.number + 1, stable, canary: null, change: "promoted", back: before.number });
}

/**
 * What it meant before: without its canary if it has one, else the version before this one. `earlier` is the row `before.back`. A second
 * roll back goes on to the version before that one, not to and fro. `conflict` when there is nothing before.
 */
export function rolledBack(before: AliasRow, earlier: AliasRow | undefined): Result<AliasRow> {
  if (before.canary) return ok(withoutCanary(before, "rolled-back"));
  if (!earlier) return err("conflict", "It never meant another version: there is nothing to roll back to.");
  return ok({ number: before.number + 1, stable: earlier.stable, canary: null, change: "rolled-back", back: earlier.back });
}

function withoutCanary(before: AliasRow, change: AliasChange): AliasRow {
  return { ...next(before), canary: null, change };
}

function next(before: AliasRow): AliasRow {
  return { ...before, number: before.number + 1 };
}

export function isSame(a: Meant, b: Meant): boolean {
  return a.modelId === b.modelId && a.version === b.version;
}
