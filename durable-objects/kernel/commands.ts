/** Recorded answers of commands: the same id gets the same answer for at least seven days. */
import type { Receipt } from "../../contracts/actor.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { sameRequest } from "./fingerprint.ts";

const keepMs = 7 * 24 * 60 * 60 * 1000;

/** Commands that the kernel gives itself; callers cannot use ids that begin like this. */
const ownPrefixes = ["effect:", "timer:"];

/** A turn came upon the record of an earlier delivery of its command. */
export class Repeated extends Error {
  constructor(id: string) {
    super(`the command ${id} is recorded already`);
  }
}

/** SQLite's words for a command whose id is recorded already. */
const taken = "UNIQUE constraint failed: commands.id";

/** What `write` answers, which records the command `id`. Throws `Repeated` when the id is taken, else what it throws. */
export function notRepeated<Value>(id: string, write: () => Value): Value {
  try {
    return write();
  } catch (cause) {
    throw String(cause).includes(taken) ? new Repeated(id) : cause;
  }
}

export class Commands {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** What was answered to the command `id`; a fault when that was another request; undefined when there is none. */
  recorded(id: string, fingerprint: string | undefined): Result<Receipt> | undefined {
    const row = this.#sql
      .exec<{ version: number; value: string; fingerprint: string | null }>(
        "SELECT version, value, fingerprint FROM commands WHERE id = ?",
        id,
      )
      .toArray()[0];
    if (!row) return undefined;
    // Either side may be without one: a command that an actor computed for itself has none.
    if (fingerprint !== undefined && row.fingerprint !== null && !sameRequest(row.fingerprint, fingerprint))
      return err("key_reused", `The id ${id} was used before for another command. Use a new one.`);
    return ok({ version: row.version, value: JSON.parse(row.value), replayed: true });
  }

  knows(id: string): boolean {
    return this.#sql.exec("SELECT 1 FROM commands WHERE id = ?", id).toArray().length > 0;
  }

  /**
   * A command without events; those of others are written with them (`fresh_events`). `value` is JSON text. Throws `Repeated`, and
   * with it the caller's transaction back, when the id is taken.
   */
  record(id: string, answer: { version: number; value: string; fingerprint: string | null }, now: number): void {
    notRepeated(id, () =>
      this.#sql.exec(
        "INSERT INTO commands (id, version, value, fingerprint, at) VALUES (?, ?, ?, ?, ?)",
        id,
        answer.version,
        answer.value,
        answer.fingerprint,
        now,
      ),
    );
  }

  sweep(now: number): void {
    this.#sql.exec("DELETE FROM commands WHERE at < ?", now - keepMs);
  }
}

/** The id of a command that the kernel gives itself. */
export function ownCommandId(kind: "effect" | "timer", ...parts: (string | number)[]): string {
  return [kind, ...parts].join(":");
}

export function isOwnCommandId(id: string): boolean {
  return ownPrefixes.some((prefix) => id.startsWith(prefix));
}
