/** The outbox of one actor: which of its events the store has not acknowledged yet, and when to hand them over again. */
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { LoggedEvent } from "./log.ts";

/** Unacknowledged this long after a hand-over, rows are sent again; doubles up to a minute. */
const resendBaseMs = 2_000;
const resendMaxMs = 60_000;
/** Queue limits: 100 messages or 256 KB a batch. */
const maxBatchMessages = 100;
const maxBatchBytes = 200_000;

export class Outbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Within the caller's transaction. */
  add(events: readonly LoggedEvent[]): void {
    for (const event of events) this.#sql.exec("INSERT INTO outbox (sequence) VALUES (?)", event.sequence);
  }

  /** Everything up to `sequence` has arrived for good. */
  acknowledge(sequence: number): void {
    this.#sql.exec("DELETE FROM outbox WHERE sequence <= ?", sequence);
  }

  get size(): number {
    return this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM outbox").one().n;
  }

  /** Sequences to hand over now, oldest first. */
  due(now: number): number[] {
    const rows = this.#sql.exec<{ sequence: number }>(
      `SELECT sequence FROM outbox WHERE sent_at IS NULL OR sent_at + MIN(${resendMaxMs}, ${resendBaseMs} * (1 << MIN(sends, 6))) <= ? ORDER BY sequence LIMIT ${maxBatchMessages}`,
      now,
    );
    return rows.toArray().map((row) => row.sequence);
  }

  markSent(sequences: readonly number[], now: number): void {
    for (const sequence of sequences) this.#sql.exec("UPDATE outbox SET sent_at = ?, sends = sends + 1 WHERE sequence = ?", now, sequence);
  }

  /** When the earliest row is due again; undefined when empty. */
  nextAt(): number | undefined {
    const row = this.#sql
      .exec<{ at: number | null }>(
        `SELECT MIN(COALESCE(sent_at + MIN(${resendMaxMs}, ${resendBaseMs} * (1 << MIN(sends, 6))), 0)) AS at FROM outbox`,
      )
      .one();
    return row.at ?? undefined;
  }
}

/** Logged events as the bus carries them. */
export function envelopes(
  events: readonly LoggedEvent[],
  origin: { source: string; subject: string; organisation: string },
): EventEnvelope[] {
  return events.map((event) =>
    envelope({
      ...origin,
      type: event.type,
      dataversion: event.version,
      sequence: event.sequence,
      time: event.time,
      causationid: event.commandId,
      data: event.data,
    }),
  );
}

/** Cuts a list into batches that the queue takes. */
export function queueBatches(messages: readonly EventEnvelope[]): EventEnvelope[][] {
  const batches: EventEnvelope[][] = [];
  let size = 0;
  for (const message of messages) {
    const bytes = JSON.stringify(message).length;
    const last = batches.at(-1);
    if (last && size + bytes <= maxBatchBytes) {
      last.push(message);
      size += bytes;
    } else {
      batches.push([message]);
      size = bytes;
    }
  }
  return batches;
}
