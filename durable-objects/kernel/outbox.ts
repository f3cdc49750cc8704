/** The outbox of one actor: which of its events the store has not acknowledged yet, and when to hand them over again. */
import { Memo } from "./memo.ts";

/** Unacknowledged this long after a hand-over, rows are sent again; doubles up to a minute. */
const resendBaseMs = 2_000;
const resendMaxMs = 60_000;
/** As many as a queue takes at once. */
const maxDue = 100;

/** The rows from outside: which sequences wait, without a gap, and when the earliest is due again. */
interface Waiting {
  first: number;
  last: number;
  nextAt: number;
}

/** When an event that is handed over at `now` for the first time is handed over again. */
export function resendAt(now: number): number {
  return now + resendBaseMs;
}

export class Outbox {
  readonly #sql: SqlStorage;
  /** Undefined when nothing waits. */
  readonly #waiting = new Memo(() => this.#read());

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Events `first` to `last` were written in the caller's transaction, their rows here with them (`fresh_events`): as handed over once,
   * since the turn itself does that next. When it does not get so far (a crash), they are due again like any others that nobody
   * acknowledged.
   */
  handedOver(first: number, last: number, now: number): void {
    const nextAt = resendAt(now);
    this.#waiting.follow((before) => ({ first: before?.first ?? first, last, nextAt: Math.min(before?.nextAt ?? nextAt, nextAt) }));
  }

  /** All events up to `last`, due at once, within the caller's transaction. */
  addPast(last: number, now: number): void {
    this.#waiting.forget();
    this.#sql.exec("INSERT INTO outbox (sequence, next_at) SELECT sequence, ? FROM events WHERE sequence <= ?", now, last);
  }

  /** Everything up to `sequence` has arrived for good. */
  acknowledge(sequence: number): void {
    this.#waiting.forget();
    this.#sql.exec("DELETE FROM outbox WHERE sequence <= ?", sequence);
  }

  /** Rows are removed from the lowest on, so what is left is contiguous. */
  get size(): number {
    const waiting = this.#waiting.value;
    return waiting ? waiting.last - waiting.first + 1 : 0;
  }

  /** Sequences whose time has come, at most a hundred of those that have been due for longest, in their order. */
  due(now: number): number[] {
    const nextAt = this.nextAt();
    if (nextAt === undefined || nextAt > now) return [];
    return this.#sql
      .exec<{ sequence: number }>(`SELECT sequence FROM outbox WHERE next_at <= ? ORDER BY next_at, sequence LIMIT ${maxDue}`, now)
      .toArray()
      .map((row) => row.sequence)
      .sort((a, b) => a - b);
  }

  /** About to be handed over again: due after a pause that doubles each time. */
  postpone(sequences: readonly number[], now: number): void {
    this.#waiting.forget();
    this.#sql.exec(
      `UPDATE outbox SET next_at = ?1 + MIN(${resendMaxMs}, ${resendBaseMs} * (1 << MIN(sends, 6))), sends = sends + 1, sent_at = ?1
       WHERE sequence IN (SELECT value FROM json_each(?2))`,
      now,
      JSON.stringify(sequences),
    );
  }

  /** When the earliest row is due again; undefined when empty. */
  nextAt(): number | undefined {
    return this.#waiting.value?.nextAt;
  }

  /** A transaction was rolled back. */
  forget(): void {
    this.#waiting.forget();
  }

  #read(): Waiting | undefined {
    // Three lookups in an index each, where one SELECT of three aggregates would walk the whole table.
    const { first, last, nextAt } = this.#sql
      .exec<{ first: number | null; last: number | null; nextAt: number | null }>(
        `SELECT (SELECT MIN(sequence) FROM outbox) AS first, (SELECT MAX(sequence) FROM outbox) AS last,
                (SELECT MIN(next_at) FROM outbox) AS nextAt`,
      )
      .one();
    return first === null || last === null || nextAt === null ? undefined : { first, last, nextAt };
  }
}
