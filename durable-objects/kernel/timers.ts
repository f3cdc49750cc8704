/** Timer rows: any number of them on the actor's one alarm. */
import type { Principal } from "../../contracts/principal.ts";
import { Memo } from "./memo.ts";
import type { Named, TimerChange } from "./types.ts";

/** Pause after a timer's command broke: doubles from here to a minute. */
const retryBaseMs = 1_000;
const retryMaxMs = 60_000;
/** Timers that fire in one alarm; the rest follow in the next. */
const maxAtOnce = 500;

export interface DueTimer {
  name: string;
  at: number;
  command: Named;
  principal: Principal;
}

export class Timers {
  readonly #sql: SqlStorage;
  readonly #nextAt = new Memo(() => this.#readNextAt());

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Within the caller's transaction. */
  change(changes: readonly TimerChange[], principal: Principal): void {
    for (const { name, at, command } of changes) {
      this.#nextAt.forget();
      if (at === null || command === undefined) this.#sql.exec("DELETE FROM timers WHERE name = ?", name);
      else
        this.#sql.exec(
          "INSERT OR REPLACE INTO timers (name, at, next_at, command, principal) VALUES (?, ?, ?, ?, ?)",
          name,
          at,
          at,
          JSON.stringify(command),
          JSON.stringify(principal),
        );
    }
  }

  due(now: number): DueTimer[] {
    return this.#sql
      .exec<{ name: string; at: number; command: string; principal: string }>(
        "SELECT name, at, command, principal FROM timers WHERE next_at <= ? ORDER BY at, name LIMIT ?",
        now,
        maxAtOnce,
      )
      .toArray()
      .map((row) => ({
        name: row.name,
        at: row.at,
        command: JSON.parse(row.command) as Named,
        principal: JSON.parse(row.principal) as Principal,
      }));
  }

  /** Removes a timer that has fired, before its own command may set it anew. */
  remove(timer: DueTimer): void {
    this.#nextAt.forget();
    this.#sql.exec("DELETE FROM timers WHERE name = ? AND at = ?", timer.name, timer.at);
  }

  /** The command broke: it is tried again later, under the same id. */
  postpone(timer: DueTimer, now: number): void {
    this.#nextAt.forget();
    this.#sql.exec(
      `UPDATE timers SET failures = failures + 1, next_at = ? + MIN(${retryMaxMs}, ${retryBaseMs} * (1 << MIN(failures, 6))) WHERE name = ? AND at = ?`,
      now,
      timer.name,
      timer.at,
    );
  }

  /** When the earliest is due; undefined when there is none. */
  nextAt(): number | undefined {
    return this.#nextAt.value;
  }

  /** A transaction was rolled back. */
  forget(): void {
    this.#nextAt.forget();
  }

  #readNextAt(): number | undefined {
    return this.#sql.exec<{ at: number | null }>("SELECT MIN(next_at) AS at FROM timers").one().at ?? undefined;
  }
}
