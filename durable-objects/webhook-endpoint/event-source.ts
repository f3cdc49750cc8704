/** Where an endpoint's events come from: the store, archive included. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { ArchiveBucket } from "../../workers/event-bus/domain/archive/object.ts";
import { assemble, foundIn, statements, type FoundRow, type Reading, type Slice } from "../../workers/event-bus/domain/reading.ts";

export class EventSource {
  readonly #db: D1Database;
  readonly #bucket: ArchiveBucket;

  constructor(db: D1Database, bucket: ArchiveBucket) {
    this.#db = db;
    this.#bucket = bucket;
  }

  /** Up to `limit` events of the organisation after `position`. */
  async after(organisation: string, position: number, types: readonly string[] | undefined, limit: number): Promise<Slice> {
    return this.#read({ organisation, from: position, types, limit });
  }

  /** The event at a position; undefined when the archive has forgotten it. */
  async at(organisation: string, position: number): Promise<StoredEvent | undefined> {
    const { events } = await this.#read({ organisation, from: position - 1, to: position, limit: 1 });
    return events[0];
  }

  async #read(reading: Reading): Promise<Slice> {
    const batch = statements(reading).map(({ sql, bindings }) => this.#db.prepare(sql).bind(...bindings));
    return assemble(reading, foundIn(await this.#db.batch<FoundRow>(batch)), this.#bucket);
  }
}
