/** Effect rows: what is to be done outside the turn, its attempts, its lease. Storage only; `runner.ts` does the doing. */
import type { Principal } from "../../contracts/principal.ts";
import type { Fault } from "../../contracts/result.ts";
import { effectOf, type EffectRow, type StoredEffect } from "./effect-row.ts";
import { Memo } from "./memo.ts";
import type { NewEffect } from "./types.ts";

export type { EffectRow } from "./effect-row.ts";

/** A running effect whose lease ran out without a renewal was cut off by a crash. */
export const leaseMs = 30_000;

/** Attempts of one effect that are kept, the latest. */
const keptAttempts = 50;

const cutOff: Fault = { code: "unavailable", detail: "The process that worked on it ended.", retryable: true };

/** Who asked for an effect: the command and the events of its turn. */
export interface EffectCause {
  principal: Principal;
  commandId: string;
  first: number | null;
  last: number | null;
  now: number;
}

/** A lane with effects that wait or run. */
interface Lane {
  lane: string;
  open: number;
  /** How many more may start. */
  room: number;
  /** When the earliest that waits may start. */
  next: number | null;
  /** When the earliest lease runs out. */
  lease: number | null;
}

export class Effects {
  readonly #sql: SqlStorage;
  readonly #lanes = new Memo(() => this.#readLanes());
  /** How many effects of a lane may run at once. */
  readonly #limitOf: (lane: string) => number;

  constructor(sql: SqlStorage, limitOf: (lane: string) => number) {
    this.#sql = sql;
    this.#limitOf = limitOf;
  }

  /** Within the caller's transaction. An id that is known already is left as it is. */
  add(effects: readonly NewEffect[], cause: EffectCause): void {
    for (const effect of effects) {
      this.#lanes.forget();
      this.#sql.exec(
        `INSERT OR IGNORE INTO effects (id, type, lane, input, principal, command_id, status, next_at, deadline, requested_at, first_sequence, last_sequence)
         VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?)`,
        effect.id,
        effect.type,
        effect.lane ?? effect.type,
        JSON.stringify(effect.input ?? null),
        JSON.stringify(cause.principal),
        cause.commandId,
        cause.now,
        effect.deadline ?? null,
        cause.now,
        cause.first,
        cause.last,
      );
    }
  }

  /** Effects that wait or run. */
  get pending(): number {
    return this.#lanes.value.reduce((sum, { open }) => sum + open, 0);
  }

  find(id: string): EffectRow | undefined {
    const row = this.#sql.exec<StoredEffect>("SELECT * FROM effects WHERE id = ?", id).toArray()[0];
    return row && effectOf(row);
  }

  /** Effects that may start now, oldest first within their lane, no more than their lane has room for. */
  startable(now: number): EffectRow[] {
    return this.#lanes.value.flatMap(({ lane, room, next }) =>
      room > 0 && next !== null && next <= now
        ? this.#sql
            .exec<StoredEffect>(
              "SELECT * FROM effects WHERE status = 'pending' AND lane = ? AND next_at <= ? ORDER BY next_at, rowid LIMIT ?",
              lane,
              now,
              room,
            )
            .toArray()
            .map(effectOf)
        : [],
    );
  }

  /** When there is something to do: the earliest effect of a lane with room, or the earliest lease that runs out. */
  nextAt(): number | undefined {
    const times = this.#lanes.value.flatMap(({ room, next, lease }) => [
      ...(room > 0 && next !== null ? [next] : []),
      ...(lease === null ? [] : [lease]),
    ]);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  lease(id: string, now: number): void {
    this.#lanes.forget();
    this.#sql.exec(
      "UPDATE effects SET status = 'running', attempt = attempt + 1, started_at = ?, lease_until = ? WHERE id = ?",
      now,
      now + leaseMs,
      id,
    );
  }

  /** Renews the leases of `alive`; whatever else has run out goes back to pending, with a note that it was cut off. */
  renewOrReclaim(alive: ReadonlySet<string>, now: number): void {
    for (const id of this.#runningUntil(now)) {
      this.#lanes.forget();
      if (alive.has(id)) this.#sql.exec("UPDATE effects SET lease_until = ? WHERE id = ?", now + leaseMs, id);
      else this.#reclaim(id, now);
    }
  }

  /** At construction nothing runs yet: every lease belongs to a process that is gone. */
  reclaimAll(now: number): void {
    for (const id of this.#runningUntil(Number.MAX_SAFE_INTEGER)) this.#reclaim(id, now);
  }

  /** Done: the row stays as a mark that this id has run, without its input and attempts. */
  finish(id: string): void {
    this.#lanes.forget();
    this.#sql.exec("UPDATE effects SET status = 'done', input = 'null', lease_until = NULL, fault = NULL WHERE id = ?", id);
    this.#sql.exec("DELETE FROM attempts WHERE effect_id = ?", id);
  }

  /** Not yet: does not count as an attempt. */
  wait(id: string, until: number): void {
    this.#lanes.forget();
    this.#sql.exec("UPDATE effects SET status = 'pending', attempt = attempt - 1, next_at = ?, lease_until = NULL WHERE id = ?", until, id);
  }

  retry(id: string, at: number, fault: Fault, now: number): void {
    this.#lanes.forget();
    this.#note(id, fault, now);
    this.#sql.exec(
      "UPDATE effects SET status = 'pending', next_at = ?, lease_until = NULL, fault = ? WHERE id = ?",
      at,
      JSON.stringify(fault),
      id,
    );
  }

  bury(id: string, fault: Fault, now: number): void {
    this.#lanes.forget();
    this.#note(id, fault, now);
    this.#sql.exec("UPDATE effects SET status = 'dead', lease_until = NULL, fault = ? WHERE id = ?", JSON.stringify(fault), id);
  }

  cancel(ids: readonly string[]): void {
    for (const id of ids) {
      this.#lanes.forget();
      this.#sql.exec("UPDATE effects SET status = 'cancelled', lease_until = NULL WHERE id = ? AND status IN ('pending', 'running')", id);
    }
  }

  /** Failed and cut-off attempts so far, over all redrives. */
  attemptsOf(id: string): number {
    return this.#sql.exec<{ n: number }>("SELECT COALESCE(MAX(number), 0) AS n FROM attempts WHERE effect_id = ?", id).one().n;
  }

  isRunning(id: string): boolean {
    return this.#sql.exec("SELECT 1 FROM effects WHERE id = ? AND status = 'running'", id).toArray().length > 0;
  }

  /** Somebody else writes the rows, or a transaction was rolled back. */
  forget(): void {
    this.#lanes.forget();
  }

  #readLanes(): Lane[] {
    return this.#sql
      .exec<{ lane: string; open: number; running: number; next: number | null; lease: number | null }>(
        `SELECT lane, COUNT(*) AS open, SUM(status = 'running') AS running, MIN(CASE status WHEN 'pending' THEN next_at END) AS next,
                MIN(CASE status WHEN 'running' THEN lease_until END) AS lease
         FROM effects WHERE status IN ('pending', 'running') GROUP BY lane`,
      )
      .toArray()
      .map(({ running, ...lane }) => ({ ...lane, room: this.#limitOf(lane.lane) - running }));
  }

  #runningUntil(time: number): string[] {
    return this.#sql
      .exec<{ id: string }>("SELECT id FROM effects WHERE status = 'running' AND lease_until <= ?", time)
      .toArray()
      .map(({ id }) => id);
  }

  /** An attempt that was cut off says nothing about the work, so it counts as an interruption instead. */
  #reclaim(id: string, now: number): void {
    this.#lanes.forget();
    this.#note(id, cutOff, now);
    this.#sql.exec(
      "UPDATE effects SET status = 'pending', attempt = attempt - 1, interruptions = interruptions + 1, lease_until = NULL, next_at = ? WHERE id = ?",
      now,
      id,
    );
  }

  #note(id: string, fault: Fault, now: number): void {
    this.#sql.exec(
      `INSERT INTO attempts (effect_id, number, started_at, ended_at, fault)
       SELECT id, COALESCE((SELECT MAX(number) FROM attempts WHERE effect_id = effects.id), 0) + 1, COALESCE(started_at, ?1), ?1, ?2
       FROM effects WHERE id = ?3`,
      now,
      JSON.stringify(fault),
      id,
    );
    this.#sql.exec(
      `DELETE FROM attempts WHERE effect_id = ?1 AND number <= (SELECT MAX(number) FROM attempts WHERE effect_id = ?1) - ${keptAttempts}`,
      id,
    );
  }
}
