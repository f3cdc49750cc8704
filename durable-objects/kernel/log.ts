/** The event log of one actor: append, read, fold, snapshot. Everything here is synchronous. */
import { notRepeated } from "./commands.ts";
import type { SoundEvent } from "./decision.ts";
import { LogReader, type LoggedEvent, type Upcasters } from "./log-reader.ts";
import { resendAt } from "./outbox.ts";
import { isOwnEvent } from "./own-events.ts";
import { fits, maxRowBytes } from "./sizes.ts";
import type { Tell } from "./telling.ts";
import type { Decider, Named, NewEvent } from "./types.ts";

export type { LoggedEvent, Upcasters } from "./log-reader.ts";

export interface Folded<State> {
  state: State;
  version: number;
}

export interface LogParts<State, Command extends Named, Event extends NewEvent> {
  decider: Decider<State, Command, Event>;
  upcasters: Upcasters;
  /** A snapshot is written at the first commit after every so many events. */
  snapshotEvery: number;
  /** Version of the shape of the state: snapshots of another shape are not used. */
  shape: number;
  tell: Tell;
}

/** What all events of a turn have in common. */
export interface Append {
  commandId: string;
  /** Epoch milliseconds. */
  time: number;
  /** Answer of the command, JSON text. */
  answer: string;
  fingerprint: string | null;
}

export class Log<State, Command extends Named, Event extends NewEvent> {
  readonly #sql: SqlStorage;
  readonly #parts: LogParts<State, Command, Event>;
  readonly #reader: LogReader;
  #current: Folded<State> | undefined;
  #warned = false;

  constructor(sql: SqlStorage, parts: LogParts<State, Command, Event>) {
    this.#sql = sql;
    this.#parts = parts;
    this.#reader = new LogReader(sql, parts.upcasters);
  }

  /** The state in memory; folded from the latest snapshot on first use. */
  get current(): Folded<State> {
    this.#current ??= this.stateAt(Number.MAX_SAFE_INTEGER);
    return this.#current;
  }

  /** The state after event `version`, from the nearest snapshot before it. */
  stateAt(version: number): Folded<State> {
    const snapshot = this.#sql
      .exec<{ version: number; state: string }>(
        "SELECT version, state FROM snapshots WHERE version <= ? AND shape = ? ORDER BY version DESC LIMIT 1",
        version,
        this.#parts.shape,
      )
      .toArray()[0];
    const start = snapshot
      ? { state: JSON.parse(snapshot.state) as State, version: snapshot.version }
      : { state: this.#parts.decider.initialState(), version: 0 };
    return this.#fold(start, this.#reader.each(start.version, version));
  }

  /** Events after `after` up to and including `upTo`, oldest first, in today's versions. */
  read(after: number, upTo: number = Number.MAX_SAFE_INTEGER, limit = -1): LoggedEvent[] {
    return [...this.#reader.each(after, upTo, limit)];
  }

  /** True when the commit of so many events writes a snapshot too. */
  snapshotDue(events: number): boolean {
    const { version } = this.current;
    const { snapshotEvery } = this.#parts;
    return Math.floor(version / snapshotEvery) !== Math.floor((version + events) / snapshotEvery);
  }

  /**
   * Folds and appends, each event with its row of the outbox, the last one with the answer of the command; now and then writes a
   * snapshot. One event without a snapshot is one statement, all else stands within the caller's transaction. What it returns becomes
   * the state in memory with `take`, after the commit. Throws `Repeated` when the command's id is taken.
   */
  append(events: readonly SoundEvent[], { commandId, time, answer, fingerprint }: Append): { logged: LoggedEvent[]; next: Folded<State> } {
    const before = this.current;
    const logged = events.map(({ type, version, data }, index) => ({
      sequence: before.version + index + 1,
      type,
      version,
      data,
      time,
      commandId,
    }));
    // What `evolve` does not take must not be written.
    const next = this.#fold(before, logged);
    const snapshot = this.snapshotDue(events.length);
    for (const [index, { type, version, text }] of events.entries()) {
      const last = index === events.length - 1;
      notRepeated(commandId, () =>
        this.#sql.exec(
          `INSERT INTO fresh_events (sequence, type, version, data, time, command_id, resend_at, answer, fingerprint)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          before.version + index + 1,
          type,
          version,
          text,
          time,
          commandId,
          resendAt(time),
          last ? answer : null,
          last ? fingerprint : null,
        ),
      );
    }
    if (snapshot) this.#snapshot(next);
    return { logged, next };
  }

  /** Copies events of another actor's log, in its numbering. Within the caller's transaction; `forget` follows. */
  copy(events: readonly LoggedEvent[]): void {
    for (const event of events) this.#insert({ ...event, data: JSON.stringify(event.data) });
  }

  /** The state after a commit. */
  take(next: Folded<State>): void {
    this.#current = next;
  }

  /** Drops the state in memory; the next use folds it again from storage. */
  forget(): void {
    this.#current = undefined;
  }

  #insert(event: Omit<LoggedEvent, "data"> & { data: string }): void {
    this.#sql.exec(
      "INSERT INTO events (sequence, type, version, data, time, command_id) VALUES (?, ?, ?, ?, ?, ?)",
      event.sequence,
      event.type,
      event.version,
      event.data,
      event.time,
      event.commandId,
    );
  }

  #snapshot(current: Folded<State>): void {
    const state = JSON.stringify(current.state);
    const small = fits(state, maxRowBytes);
    if (state.length > maxRowBytes / 2 && !this.#warned) {
      this.#warned = true;
      const message = small
        ? "the state of an actor is getting large"
        : "the state of an actor is too large for a snapshot: it is replayed";
      this.#parts.tell("warn", message, { characters: state.length, version: current.version });
    }
    if (!small) return;
    this.#sql.exec("INSERT OR REPLACE INTO snapshots (version, state, shape) VALUES (?, ?, ?)", current.version, state, this.#parts.shape);
  }

  #fold(start: Folded<State>, events: Iterable<LoggedEvent>): Folded<State> {
    let { state, version } = start;
    for (const { type, data, time, sequence } of events) {
      // Besides the kernel's own, the log holds only what this decider decided, so its rows are its events.
      if (!isOwnEvent(type)) state = this.#parts.decider.evolve(state, { type, data } as Event, { time, sequence });
      version = sequence;
    }
    return { state, version };
  }
}
