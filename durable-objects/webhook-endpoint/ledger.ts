/** What an endpoint's actor remembers: how far it took events from the store, its deliveries and their attempts. */
import type { Delivery, DeliveryRow } from "./delivery.ts";
import type { EndpointName } from "../../workers/event-bus/domain/webhook.ts";
import type { WebhookAttempt } from "../../contracts/services/webhooks.ts";

const tables = `
CREATE TABLE IF NOT EXISTS endpoint (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  organisation TEXT NOT NULL,
  id TEXT NOT NULL,
  cursor INTEGER,
  tests INTEGER NOT NULL DEFAULT 0,
  delivered_at INTEGER
);
CREATE TABLE IF NOT EXISTS deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  position INTEGER,
  body TEXT,
  command TEXT UNIQUE,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  next_at INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (status, next_at);
CREATE INDEX IF NOT EXISTS deliveries_subject ON deliveries (status, subject, number);
CREATE TABLE IF NOT EXISTS attempts (
  delivery INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  status INTEGER,
  detail TEXT NOT NULL,
  PRIMARY KEY (delivery, attempt)
);
`;

/** Attempts kept of one delivery. */
const maxAttempts = 20;

type EndpointState = { organisation: string; id: string; cursor: number | null; tests: number; delivered_at: number | null };
type AttemptRow = { attempt: number; at: number; duration_ms: number; status: number | null; detail: string };

export class Ledger {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(tables);
  }

  /** The first call says whose actor this is. What a deletion took away is laid out anew. */
  introduce({ organisation, id }: EndpointName): void {
    this.#sql.exec(tables);
    this.#sql.exec("INSERT OR IGNORE INTO endpoint (only, organisation, id) VALUES (1, ?, ?)", organisation, id);
  }

  get endpoint(): EndpointState | undefined {
    return this.#sql.exec<EndpointState>("SELECT organisation, id, cursor, tests, delivered_at FROM endpoint").toArray()[0];
  }

  /** Adds deliveries and moves the cursor in one turn, so a crash neither loses nor repeats one. `reach` never goes backwards. */
  take(deliveries: readonly Pick<Delivery, "eventId" | "type" | "subject" | "position">[], reach: number, now: number): void {
    for (const { eventId, type, subject, position } of deliveries) {
      this.#sql.exec(
        `INSERT OR IGNORE INTO deliveries (event_id, type, subject, position, status, attempts, failures, next_at, created_at)
          VALUES (?, ?, ?, ?, 'pending', 0, 0, ?, ?)`,
        eventId,
        type,
        subject,
        position,
        now,
        now,
      );
    }
    this.#sql.exec("UPDATE endpoint SET cursor = MAX(COALESCE(cursor, 0), ?)", reach);
  }

  /** The store ends at `head`: what was taken from behind it is not there any more, and comes again under another position. */
  retreat(head: number): void {
    this.#sql.exec("UPDATE endpoint SET cursor = ?1 WHERE cursor > ?1", head);
    this.#sql.exec("DELETE FROM deliveries WHERE position > ? AND status = 'pending'", head);
  }

  /** A delivery whose body stands here and in no store. The same command makes one. */
  takeTest(
    command: string,
    body: (number: number) => { eventId: string; type: string; subject: string; body: string },
    now: number,
  ): Delivery {
    const [earlier] = this.#list("WHERE command = ?", command);
    if (earlier) return earlier;
    this.#sql.exec("UPDATE endpoint SET tests = tests + 1");
    const { eventId, type, subject, body: text } = body(this.endpoint?.tests ?? 1);
    this.#sql.exec(
      `INSERT INTO deliveries (event_id, type, subject, body, command, status, attempts, failures, next_at, created_at)
        VALUES (?, ?, ?, ?, ?, 'pending', 0, 0, ?, ?)`,
      eventId,
      type,
      subject,
      text,
      command,
      now,
      now,
    );
    const [made] = this.#list("WHERE command = ?", command);
    if (!made) throw new Error("the delivery that was just written is not there");
    return made;
  }

  /**
   * The delivery whose turn it is: of every subject only the first that is not finished counts. It is leased until `leaseUntil`: a
   * crash leaves it to be tried again then, counted as an attempt.
   */
  claim(now: number, leaseUntil: number): Delivery | undefined {
    const [due] = this.#list(
      `WHERE status = 'pending' AND next_at <= ?
        AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.status = 'pending' AND e.subject = deliveries.subject AND e.number < deliveries.number)
        ORDER BY next_at, number LIMIT 1`,
      now,
    );
    if (!due) return undefined;
    this.#sql.exec("UPDATE deliveries SET attempts = attempts + 1, next_at = ? WHERE number = ?", leaseUntil, due.number);
    return { ...due, attempts: due.attempts + 1 };
  }

  note(
    delivery: Delivery,
    { at, durationMs, status, detail }: { at: number; durationMs: number; status: number | null; detail: string },
  ): void {
    const { number, attempts } = delivery;
    this.#sql.exec("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?, ?)", number, attempts, at, durationMs, status, detail);
    this.#sql.exec("DELETE FROM attempts WHERE delivery = ? AND attempt <= ?", number, attempts - maxAttempts);
  }

  deliver({ number }: Delivery, now: number): void {
    this.#finish(number, "delivered", now);
    this.#sql.exec("UPDATE endpoint SET delivered_at = ?", now);
  }

  /** Out of attempts. */
  fail({ number }: Delivery, now: number): void {
    this.#sql.exec("UPDATE deliveries SET failures = failures + 1 WHERE number = ?", number);
    this.#finish(number, "failed", now);
  }

  retryAt({ number }: Delivery, at: number): void {
    this.#sql.exec("UPDATE deliveries SET failures = failures + 1, next_at = ? WHERE number = ?", at, number);
  }

  /** The endpoint was not to be called after all: as if the attempt had not been begun. */
  giveBack({ number }: Delivery, at: number): void {
    this.#sql.exec("UPDATE deliveries SET attempts = attempts - 1, next_at = ? WHERE number = ?", at, number);
  }

  /** Sends it again with a fresh schedule, whatever became of it. */
  redeliver(number: number, now: number): void {
    this.#sql.exec("UPDATE deliveries SET status = 'pending', failures = 0, next_at = ?, finished_at = NULL WHERE number = ?", now, number);
  }

  /** Everything that waits is tried at once, with a fresh schedule: the endpoint was mended. */
  retryAll(now: number): void {
    this.#sql.exec("UPDATE deliveries SET failures = 0, next_at = ? WHERE status = 'pending'", now);
  }

  delivery(number: number): Delivery | undefined {
    return this.#list("WHERE number = ?", number)[0];
  }

  /** Below `before`, the latest first. */
  page(status: string | undefined, before: number, limit: number): Delivery[] {
    return this.#list("WHERE number < ?1 AND (?2 IS NULL OR status = ?2) ORDER BY number DESC LIMIT ?3", before, status ?? null, limit);
  }

  attemptsOf(number: number): WebhookAttempt[] {
    return this.#sql
      .exec<AttemptRow>("SELECT attempt, at, duration_ms, status, detail FROM attempts WHERE delivery = ? ORDER BY attempt", number)
      .toArray()
      .map(({ attempt, at, duration_ms: durationMs, status, detail }) => ({
        attempt,
        at: new Date(at).toISOString(),
        durationMs,
        status,
        detail,
      }));
  }

  get pending(): number {
    return this.#count("status = 'pending'");
  }

  get retrying(): number {
    return this.#count("status = 'pending' AND failures > 0");
  }

  /** When the next delivery is due; what waits behind another of its subject does not count. */
  get nextAt(): number | undefined {
    const row = this.#sql
      .exec<{ at: number | null }>(
        "SELECT MIN(next_at) AS at FROM deliveries WHERE number IN (SELECT MIN(number) FROM deliveries WHERE status = 'pending' GROUP BY subject)",
      )
      .one();
    return row.at ?? undefined;
  }

  /** Forgets finished deliveries: all that ended before `before`, and all but the latest `keep`. */
  sweep(before: number, keep: number): void {
    this.#sql.exec(
      `DELETE FROM deliveries WHERE status <> 'pending' AND (finished_at < ?1
        OR number <= (SELECT number FROM deliveries WHERE status <> 'pending' ORDER BY number DESC LIMIT 1 OFFSET ?2))`,
      before,
      keep,
    );
    this.#sql.exec("DELETE FROM attempts WHERE delivery NOT IN (SELECT number FROM deliveries)");
  }

  #finish(number: number, status: "delivered" | "failed", now: number): void {
    this.#sql.exec("UPDATE deliveries SET status = ?, next_at = NULL, finished_at = ? WHERE number = ?", status, now, number);
  }

  #count(condition: string): number {
    return this.#sql.exec<{ n: number }>(`SELECT COUNT(*) AS n FROM deliveries WHERE ${condition}`).one().n;
  }

  #list(clause: string, ...bindings: (string | number | null)[]): Delivery[] {
    const rows = this.#sql.exec<DeliveryRow>(`SELECT * FROM deliveries ${clause}`, ...bindings).toArray();
    return rows.map(({ event_id: eventId, next_at: nextAt, created_at: createdAt, finished_at: finishedAt, ...rest }) => ({
      ...rest,
      eventId,
      nextAt,
      createdAt,
      finishedAt,
    }));
  }
}
