/** What a subscription reads of the event store. It stands beside the store, in the same service. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { storedEvent, type EventRow } from "../../workers/event-bus/domain/stored-event.ts";

/** Events of one page: at most so many bytes as one call between Workers carries with room to spare (50 × 128 KB). */
export const pageSize = 50;

export class StoreReader {
  readonly #db: D1Database;

  constructor(db: D1Database) {
    this.#db = db;
  }

  /**
   * The next page of `types` after `position`, and how far that page reaches: to its last event when it is full, else to the
   * head of the store. Both are read in one transaction, so no event can slip in between.
   */
  async after(position: number, types: readonly string[]): Promise<{ events: StoredEvent[]; reach: number }> {
    const [page, head] = await this.#db.batch<EventRow | { head: number }>([
      this.#db
        .prepare("SELECT * FROM events WHERE position > ? AND type IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?")
        .bind(position, JSON.stringify(types), pageSize),
      this.#db.prepare("SELECT COALESCE(MAX(position), 0) AS head FROM events"),
    ]);
    const events = eventsOf(page?.results ?? []);
    const last = head?.results[0];
    const reach = events.length === pageSize ? events.at(-1)?.position : last && "head" in last ? last.head : undefined;
    return { events, reach: Math.max(position, reach ?? 0) };
  }

  /** The next page of one subject from `first` to `last`, both included. */
  async ofSubject(subject: string, first: number, last: number, types: readonly string[]): Promise<StoredEvent[]> {
    const { results } = await this.#db
      .prepare(
        `SELECT * FROM events WHERE subject = ? AND position BETWEEN ? AND ?
          AND type IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?`,
      )
      .bind(subject, first, last, JSON.stringify(types), pageSize)
      .all<EventRow>();
    return eventsOf(results);
  }
}

function eventsOf(rows: readonly (EventRow | { head: number })[]): StoredEvent[] {
  return rows.flatMap((row) => ("position" in row ? [storedEvent(row)] : []));
}
