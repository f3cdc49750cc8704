/** The event log of one actor: append, read, fold, snapshot. Everything here is synchronous. */
import { currentVersion } from "../../contracts/events/index.ts";
import type { Decider, Named, NewEvent } from "./types.ts";

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

const snapshotEvery = 200;
/** A snapshot above this would not fit a row (2 MB). */
const maxSnapshotBytes = 1_500_000;

export class Log<State, Command extends Named, Event extends NewEvent> {
  readonly #sql: SqlStorage;
  readonly #decider: Decider<State, Command, Event>;
  readonly #upcasters: Upcasters;
  #current: { state: State; version: number } | undefined;

  constructor(sql: SqlStorage, decider: Decider<State, Command, Event>, upcasters: Upcasters) {
    this.#sql = sql;
    this.#decider = decider;
    this.#upcasters = upcasters;
  }

  /** The state in memory; folded from the latest snapshot on first use. */
  get current(): { state: State; version: number } {
    this.#current ??= this.stateAt(Number.MAX_SAFE_INTEGER);
    return this.#current;
  }

  /** The state after event `version`. */
  stateAt(version: number): { state: State; version: number } {
    const snapshot = this.#sql
      .exec<{ version: number; state: string }>(
        "SELECT version, state FROM snapshots WHERE version <= ? ORDER BY version DESC LIMIT 1",
        version,
      )
      .toArray()[0];
    const start = snapshot
      ? { state: JSON.parse(snapshot.state) as State, version: snapshot.version }
      : { state: this.#decider.initialState(), version: 0 };
    return this.#fold(start, this.read(start.version, version));
  }

  /** Events after `after` up to and including `upTo`, oldest first, in today's versions. */
  read(after: number, upTo: number = Number.MAX_SAFE_INTEGER, limit = -1): LoggedEvent[] {
    const rows = this.#sql.exec<EventRow>(
      "SELECT * FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?",
      after,
      upTo,
      limit,
    );
    return rows.toArray().map((row) => this.#upcast(row));
  }

  /** Appends within the caller's transaction. The state in memory moves only with `advance`, after the commit. */
  append(events: readonly Event[], commandId: string, time: number): LoggedEvent[] {
    return events.map((event, index) => {
      const sequence = this.current.version + index + 1;
      const version = currentVersion(event.type) ?? 1;
      this.#sql.exec(
        "INSERT INTO events (sequence, type, version, data, time, command_id) VALUES (?, ?, ?, ?, ?, ?)",
        sequence,
        event.type,
        version,
        JSON.stringify(event.data),
        time,
        commandId,
      );
      return { sequence, type: event.type, version, data: event.data, time, commandId };
    });
  }

  /** Evolves the state in memory over committed events; now and then writes a snapshot. */
  advance(events: readonly LoggedEvent[]): void {
    const before = this.current.version;
    this.#current = this.#fold(this.current, events);
    if (Math.floor(before / snapshotEvery) !== Math.floor(this.#current.version / snapshotEvery)) this.#snapshot(this.#current);
  }

  /** Drops the state in memory; the next use folds it again from storage. */
  forget(): void {
    this.#current = undefined;
  }

  #snapshot(current: { state: State; version: number }): void {
    const state = JSON.stringify(current.state);
    if (state.length > maxSnapshotBytes) return;
    this.#sql.exec("INSERT OR REPLACE INTO snapshots (version, state) VALUES (?, ?)", current.version, state);
  }

  #fold(start: { state: State; version: number }, events: readonly LoggedEvent[]): { state: State; version: number } {
    let { state, version } = start;
    for (const event of events) {
      // The log holds only what this decider decided, so its rows are its events.
      state = this.#decider.evolve(state, { type: event.type, data: event.data } as Event, { time: event.time, sequence: event.sequence });
      version = event.sequence;
    }
    return { state, version };
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
