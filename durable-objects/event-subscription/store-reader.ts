/** What a subscription reads of the event store, archive included. It stands beside the store, in the same service. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { ArchiveBucket } from "../../workers/event-bus/domain/archive/object.ts";
import { assemble, foundIn, statements, type FoundRow, type Reading, type Slice } from "../../workers/event-bus/domain/reading.ts";

/** Events of one page: at most so many bytes as one call between Workers carries with room to spare (100 × 128 KB). */
export const pageSize = 100;

/** Events, and how far they reach: everything wanted up to `reach` is among them. */
export interface StorePage {
  events: StoredEvent[];
  reach: number;
  /** True when the next page may hold something. */
  more: boolean;
}

export class StoreReader {
  readonly #db: D1Database;
  readonly #bucket: ArchiveBucket;

  constructor(db: D1Database, bucket: ArchiveBucket) {
    this.#db = db;
    this.#bucket = bucket;
  }

  /** The next page of `types` after `position`, of all tenants. */
  async after(position: number, types: readonly string[]): Promise<StorePage> {
    return this.#read({ from: position, types, limit: pageSize });
  }

  /** The next page of one organisation, after `position` and up to `last`. */
  async ofOrganisation(organisation: string, position: number, last: number, types: readonly string[]): Promise<StorePage> {
    return this.#read({ organisation, from: position, to: last, types, limit: pageSize });
  }

  /** The next page of one subject from `first` to `last`, both included. */
  async ofSubject(subject: string, first: number, last: number, types: readonly string[]): Promise<StorePage> {
    return this.#read({ subject, from: first - 1, to: last, types, limit: pageSize });
  }

  async #read(reading: Reading): Promise<Slice> {
    const batch = statements(reading).map(({ sql, bindings }) => this.#db.prepare(sql).bind(...bindings));
    return assemble(reading, foundIn(await this.#db.batch<FoundRow>(batch)), this.#bucket);
  }
}
