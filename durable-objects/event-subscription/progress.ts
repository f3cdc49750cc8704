/** What a subscription remembers: how far it is, which subjects are stalled, and how its subscriber answers. */
import * as z from "zod";
import { faultSchema, type Fault } from "../../contracts/result.ts";
import { isSubscriber, type Subscriber } from "../../workers/event-bus/domain/subscribers.ts";
import type { Stalled } from "../../workers/event-bus/domain/subscription.ts";
import { Memo } from "../kernel/memo.ts";
import { Detours } from "./detours.ts";

const tables = `
CREATE TABLE IF NOT EXISTS subscription (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  subscriber TEXT NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  handles TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER NOT NULL DEFAULT 0,
  fault TEXT
);
CREATE TABLE IF NOT EXISTS stalled (
  subject TEXT PRIMARY KEY,
  organisation TEXT NOT NULL,
  event_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  fault TEXT NOT NULL,
  since INTEGER NOT NULL,
  retry_at INTEGER NOT NULL,
  parked INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS stalled_retry ON stalled (retry_at);
`;

const notOnDetour = "organisation NOT IN (SELECT organisation FROM detours)";

type SubscriptionRow = {
  subscriber: string;
  cursor: number;
  handles: string | null;
  failures: number;
  retry_at: number;
  fault: string | null;
};

type StalledRow = {
  subject: string;
  organisation: string;
  event_id: string;
  position: number;
  failures: number;
  fault: string;
  since: number;
  retry_at: number;
  parked: number;
};

/** Failed attempts in a row to reach the subscriber, and when the next is due. */
export interface Outage {
  failures: number;
  retryAt: number;
  fault: Fault;
}

/**
 * Storage has one writer, this instance, so what was read once stays in memory. The cursor is written down with `note`, once for many
 * pages: a crash before that repeats what was delivered since, and the subscriber's inbox drops it.
 */
export class Progress {
  readonly detours: Detours;
  readonly #sql: SqlStorage;
  readonly #noted = new Memo(() => this.#row()?.cursor ?? 0);
  readonly #subscriber = new Memo(() => this.#row()?.subscriber);
  readonly #handles = new Memo(() => this.#row()?.handles ?? undefined);
  readonly #stalls = new Memo(() => this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM stalled").one().n);
  #cursor = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(tables);
    this.detours = new Detours(sql);
  }

  /** The first wake says whose subscription this is: an actor does not know its own name in every process. */
  introduce(subscriber: Subscriber): void {
    if (this.#subscriber.value === subscriber) return;
    this.#subscriber.forget();
    this.#sql.exec("INSERT OR IGNORE INTO subscription (only, subscriber) VALUES (1, ?)", subscriber);
  }

  get subscriber(): Subscriber | undefined {
    const name = this.#subscriber.value;
    return name !== undefined && isSubscriber(name) ? name : undefined;
  }

  /** Every event up to here is delivered, not wanted, or behind a stalled subject. */
  get cursor(): number {
    return Math.max(this.#cursor, this.#noted.value);
  }

  /** Never backwards. */
  advance(position: number): void {
    this.#cursor = Math.max(this.#cursor, position);
  }

  /** Writes down how far the cursor is. */
  note(): void {
    const { cursor } = this;
    if (cursor === this.#noted.value) return;
    this.#noted.forget();
    this.#sql.exec("UPDATE subscription SET cursor = ?", cursor);
  }

  /** Rows were restored, and the store ends at `head`: what comes after it has not been delivered, whatever was known here. */
  retreat(head: number): void {
    this.#cursor = 0;
    for (const memo of [this.#noted, this.#subscriber, this.#handles, this.#stalls]) memo.forget();
    this.detours.forget();
    this.#sql.exec("UPDATE subscription SET cursor = ?1 WHERE cursor > ?1", head);
  }

  get handles(): string[] | undefined {
    const handles = this.#handles.value;
    return handles === undefined ? undefined : z.array(z.string()).parse(JSON.parse(handles));
  }

  set handles(types: string[]) {
    const handles = JSON.stringify(types);
    if (handles === this.#handles.value) return;
    this.#handles.forget();
    this.#sql.exec("UPDATE subscription SET handles = ?", handles);
  }

  get outage(): Outage | undefined {
    const row = this.#row();
    return row?.fault ? { failures: row.failures, retryAt: row.retry_at, fault: readFault(row.fault) } : undefined;
  }

  set outage(outage: Outage | undefined) {
    const { failures = 0, retryAt = 0, fault } = outage ?? {};
    if (!outage && !this.outage) return;
    this.#sql.exec(
      "UPDATE subscription SET failures = ?, retry_at = ?, fault = ?",
      failures,
      retryAt,
      fault ? JSON.stringify(fault) : null,
    );
  }

  stalledSubject(subject: string): Stalled | undefined {
    if (this.#stalls.value === 0) return undefined;
    return this.#stalled("WHERE subject = ?", subject)[0];
  }

  stalledOf(organisation: string): Stalled[] {
    return this.#stalled("WHERE organisation = ? ORDER BY position", organisation);
  }

  /**
   * The stalled subject whose turn it is, the oldest event first. On a detour nobody's turn comes, nor does it where the cursor has yet
   * to come by again because it was not noted.
   */
  nextDue(now: number): Stalled | undefined {
    if (this.#stalls.value === 0) return undefined;
    return this.#stalled(`WHERE retry_at <= ? AND position <= ? AND ${notOnDetour} ORDER BY position LIMIT 1`, now, this.cursor)[0];
  }

  get stalledCount(): number {
    return this.#stalls.value;
  }

  /** When the earliest stalled subject is due. */
  get nextRetry(): number | undefined {
    if (this.#stalls.value === 0) return undefined;
    const sql = `SELECT MIN(retry_at) AS at FROM stalled WHERE position <= ? AND ${notOnDetour}`;
    return this.#sql.exec<{ at: number | null }>(sql, this.cursor).one().at ?? undefined;
  }

  stall(stalled: Stalled): void {
    const { subject, organisation, eventId, position, failures, fault, since, retryAt, parked } = stalled;
    this.#stalls.forget();
    this.#sql.exec(
      "INSERT OR REPLACE INTO stalled (subject, organisation, event_id, position, failures, fault, since, retry_at, parked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      subject,
      organisation,
      eventId,
      position,
      failures,
      JSON.stringify(fault),
      since,
      retryAt,
      parked ? 1 : 0,
    );
  }

  /** The stalled subject got past one event; the rest of it still waits from `position` on. */
  catchUp(subject: string, position: number): void {
    this.#sql.exec("UPDATE stalled SET position = ? WHERE subject = ?", position, subject);
  }

  retrySubjectAt(subject: string, at: number): void {
    this.#sql.exec("UPDATE stalled SET retry_at = ? WHERE subject = ?", at, subject);
  }

  release(subject: string): void {
    this.#stalls.forget();
    this.#sql.exec("DELETE FROM stalled WHERE subject = ?", subject);
  }

  /** The organisation's events after `position` are delivered again, stalled ones among them. */
  rewind(organisation: string, position: number): void {
    this.#stalls.forget();
    this.#sql.exec("DELETE FROM stalled WHERE organisation = ? AND position > ?", organisation, position);
    this.detours.rewind(organisation, position);
  }

  #row(): SubscriptionRow | undefined {
    return this.#sql.exec<SubscriptionRow>("SELECT subscriber, cursor, handles, failures, retry_at, fault FROM subscription").toArray()[0];
  }

  #stalled(clause: string, ...bindings: (string | number)[]): Stalled[] {
    const rows = this.#sql.exec<StalledRow>(`SELECT * FROM stalled ${clause}`, ...bindings).toArray();
    return rows.map(({ event_id: eventId, retry_at: retryAt, parked, fault, ...rest }) => ({
      ...rest,
      eventId,
      retryAt,
      parked: parked === 1,
      fault: readFault(fault),
    }));
  }
}

function readFault(json: string): Fault {
  return faultSchema.parse(JSON.parse(json));
}
