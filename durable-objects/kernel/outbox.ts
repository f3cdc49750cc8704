/** The outbox of one actor: which of its events the store has not acknowledged yet, and when to hand them over again. */

/** Unacknowledged this long after a hand-over, rows are sent again; doubles up to a minute. */
const resendBaseMs = 2_000;
const resendMaxMs = 60_000;
/** As many as a queue takes at once. */
const maxDue = 100;

export class Outbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Events `first` to `last`, within the caller's transaction. They are written as handed over once, since the turn itself does that
   * next; when it does not get so far (a crash), they are due again like any others that nobody acknowledged.
   */
  add(first: number, last: number, now: number): void {
    for (let sequence = first; sequence <= last; sequence++)
      this.#sql.exec("INSERT INTO outbox (sequence, sends, sent_at, next_at) VALUES (?, 1, ?, ?)", sequence, now, now + resendBaseMs);
  }

  /** All events up to `last`, due at once, within the caller's transaction. */
  addPast(last: number, now: number): void {
    this.#sql.exec("INSERT INTO outbox (sequence, next_at) SELECT sequence, ? FROM events WHERE sequence <= ?", now, last);
  }

  /** Everything up to `sequence` has arrived for good. */
  acknowledge(sequence: number): void {
    this.#sql.exec("DELETE FROM outbox WHERE sequence <= ?", sequence);
  }

  /** Rows are removed from the lowest on, so what is left is contiguous. */
  get size(): number {
    return this.#sql
      .exec<{ n: number }>("SELECT COALESCE((SELECT MAX(sequence) FROM outbox) - (SELECT MIN(sequence) FROM outbox) + 1, 0) AS n")
      .one().n;
  }

  /** Sequences to hand over now: those whose time has come, and those from `fresh` on. Oldest first, at most a hundred. */
  due(now: number, fresh: number): number[] {
    return this.#sql
      .exec<{ sequence: number }>(
        `SELECT sequence FROM outbox WHERE next_at <= ? UNION SELECT sequence FROM outbox WHERE sequence >= ? ORDER BY sequence LIMIT ${maxDue}`,
        now,
        fresh,
      )
      .toArray()
      .map((row) => row.sequence);
  }

  /** About to be handed over again: due after a pause that doubles each time. */
  postpone(sequences: readonly number[], now: number): void {
    this.#sql.exec(
      `UPDATE outbox SET next_at = ?1 + MIN(${resendMaxMs}, ${resendBaseMs} * (1 << MIN(sends, 6))), sends = sends + 1, sent_at = ?1
       WHERE sequence IN (SELECT value FROM json_each(?2))`,
      now,
      JSON.stringify(sequences),
    );
  }

  /** When the earliest row is due again; undefined when empty. */
  nextAt(): number | undefined {
    return this.#sql.exec<{ at: number | null }>("SELECT MIN(next_at) AS at FROM outbox").one().at ?? undefined;
  }
}
