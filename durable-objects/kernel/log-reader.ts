/** Reads the rows of an event log, one at a time, in today's versions. */

/** Turns data of an old version into the next one: `type → version it reads → data of the next version`. */
export type Upcasters = Record<string, Record<number, (data: unknown) => unknown>>;

export interface LoggedEvent {
  sequence: number;
  type: string;
  version: number;
  data: unknown;
  time: number;
  commandId: string;
}

interface EventRow extends Record<string, SqlStorageValue> {
  sequence: number;
  type: string;
  version: number;
  data: string;
  time: number;
  command_id: string;
}

/** Rows held at once: a cursor must not stay open while somebody writes, and a long log must not stand in memory whole. */
const pageRows = 1_000;

export class LogReader {
  readonly #sql: SqlStorage;
  readonly #upcasters: Upcasters;

  constructor(sql: SqlStorage, upcasters: Upcasters) {
    this.#sql = sql;
    this.#upcasters = upcasters;
  }

  /** Events after `after` up to and including `upTo`, oldest first; at most `limit`, all when it is negative. */
  *each(after: number, upTo: number, limit = -1): Generator<LoggedEvent> {
    let last = after;
    for (let left = limit; left !== 0;) {
      const wanted = left < 0 ? pageRows : Math.min(left, pageRows);
      const rows = this.#page(last, upTo, wanted);
      for (const row of rows) yield this.#upcast(row);
      if (rows.length < wanted) return;
      last = rows.at(-1)?.sequence ?? upTo;
      left = left < 0 ? left : left - rows.length;
    }
  }

  #page(after: number, upTo: number, limit: number): EventRow[] {
    return this.#sql
      .exec<EventRow>("SELECT * FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?", after, upTo, limit)
      .toArray();
  }

  #upcast(row: EventRow): LoggedEvent {
    let data: unknown = JSON.parse(row.data);
    let version = row.version;
    for (let step = this.#upcasters[row.type]?.[version]; step; step = this.#upcasters[row.type]?.[version]) {
      data = step(data);
      version += 1;
    }
    return { sequence: row.sequence, type: row.type, version, data, time: row.time, commandId: row.command_id };
  }
}
