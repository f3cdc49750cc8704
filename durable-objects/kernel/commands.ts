/** Recorded answers of commands: the same id gets the same answer for at least seven days. */
import type { Receipt } from "../../contracts/actor.ts";

const keepMs = 7 * 24 * 60 * 60 * 1000;

export class Commands {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  recorded(id: string): Receipt | undefined {
    const row = this.#sql.exec<{ version: number; value: string }>("SELECT version, value FROM commands WHERE id = ?", id).toArray()[0];
    return row && { version: row.version, value: JSON.parse(row.value), replayed: true };
  }

  /** Within the caller's transaction. */
  record(id: string, receipt: Receipt, now: number): void {
    this.#sql.exec(
      "INSERT INTO commands (id, version, value, at) VALUES (?, ?, ?, ?)",
      id,
      receipt.version,
      JSON.stringify(receipt.value ?? null),
      now,
    );
  }

  sweep(now: number): void {
    this.#sql.exec("DELETE FROM commands WHERE at < ?", now - keepMs);
  }
}
