/** Timer rows: any number of them on the actor's one alarm. */
import type { Principal } from "../../contracts/principal.ts";
import type { Named, TimerChange } from "./types.ts";

export interface DueTimer {
  name: string;
  at: number;
  command: Named;
  principal: Principal;
}

export class Timers {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Within the caller's transaction. */
  change(changes: readonly TimerChange[], principal: Principal): void {
    for (const { name, at, command } of changes) {
      if (at === null || command === undefined) this.#sql.exec("DELETE FROM timers WHERE name = ?", name);
      else
        this.#sql.exec(
          "INSERT OR REPLACE INTO timers (name, at, command, principal) VALUES (?, ?, ?, ?)",
          name,
          at,
          JSON.stringify(command),
          JSON.stringify(principal),
        );
    }
  }

  due(now: number): DueTimer[] {
    return this.#sql
      .exec<{ name: string; at: number; command: string; principal: string }>("SELECT * FROM timers WHERE at <= ? ORDER BY at, name", now)
      .toArray()
      .map((row) => ({
        name: row.name,
        at: row.at,
        command: JSON.parse(row.command) as Named,
        principal: JSON.parse(row.principal) as Principal,
      }));
  }

  /** Removes a timer that has fired, unless its own command set it anew. */
  remove(timer: DueTimer): void {
    this.#sql.exec("DELETE FROM timers WHERE name = ? AND at = ?", timer.name, timer.at);
  }

  nextAt(): number | undefined {
    return this.#sql.exec<{ at: number | null }>("SELECT MIN(at) AS at FROM timers").one().at ?? undefined;
  }
}
