/**
 * Answers of unsafe requests by their idempotency keys, a day long: one actor an organisation (docs/adr/0011-idempotency-at-the-door.md).
 *
 * Native, without the kernel: there is nothing to decide on and no event to tell. Which requests are being carried out it knows in memory only: when
 * it falls over they do too, and their repetition has to get through. Those that the door waits for no longer, and whose service still works, are on
 * the disk for a while.
 */
import { DurableObject } from "cloudflare:workers";

/** A request as it is told apart from others. */
export interface KeyedRequest {
  /** Who asks, what, and under which key: `user/usr_… POST /api/v1/niches 2f1c…`. */
  id: string;
  /** SHA-256 of the body and its type, hex. */
  fingerprint: string;
}

/** An answer to be given again. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  /** Absent when it is shown once only. */
  body?: ArrayBuffer;
}

/**
 * - `new`: carry it out, then call `keep` or `drop` with `turn`;
 * - `running`: somebody else is carrying it out, worth asking again after so many seconds;
 * - `other`: the key was used for another body;
 * - `done`: it was carried out, and this was the answer.
 */
export type Begun =
  | { state: "new"; turn: string }
  | { state: "running"; retryAfter: number }
  | { state: "other" }
  | { state: "done"; answer: KeptAnswer };

/** What a repetition finds when the time of a request on hold is over: nothing, or that it may have been carried out (status 500, no body). */
export type Afterwards = "afresh" | "unknown";

const keptMs = 24 * 3_600_000;
/** The door waits no longer for an answer (`patience` in workers/gateway/routes.ts); who has not come back by then fell over. */
const runningMs = 150_000;
/** No service works longer on a request; its door fell over. */
const heldMs = 600_000;
const sweepMs = 3_600_000;

interface Row extends Record<string, SqlStorageValue> {
  fingerprint: string;
  status: number;
  headers: string;
  body: ArrayBuffer | null;
}

interface Hold extends Record<string, SqlStorageValue> {
  fingerprint: string;
  turn: string;
}

export class Idempotency extends DurableObject {
  readonly #running = new Map<string, { turn: string; fingerprint: string; until: ReturnType<typeof setTimeout> }>();
  #hasTables = false;

  /** Without an await between looking and noting: of callers at the same moment one is told `new`. */
  begin({ id, fingerprint }: KeyedRequest): Begun {
    const held = this.#held(id);
    const running = this.#running.get(id) ?? held;
    if (running) return running.fingerprint === fingerprint ? { state: "running", retryAfter: held ? 5 : 1 } : { state: "other" };
    const [row] = this.#sql
      .exec<Row>("SELECT fingerprint, status, headers, body FROM answers WHERE id = ? AND at > ?", id, Date.now() - keptMs)
      .toArray();
    if (row && row.fingerprint !== fingerprint) return { state: "other" };
    if (row) {
      const headers = JSON.parse(row.headers) as KeptAnswer["headers"];
      return { state: "done", answer: { status: row.status, headers, ...(row.body === null ? {} : { body: row.body }) } };
    }
    const turn = crypto.randomUUID();
    // A timer that is set also keeps the actor in memory until then.
    this.#running.set(id, { turn, fingerprint, until: setTimeout(() => this.#end(id, turn), runningMs) });
    return { state: "new", turn };
  }

  /** Keeps the answer of the request that was begun with `turn`. */
  async keep(request: KeyedRequest, turn: string, answer: KeptAnswer): Promise<void> {
    this.#write(request, answer);
    this.#end(request.id, turn);
    await this.#sweepLater();
  }

  /** The request with `turn` is waited for no longer, and still carried out: `keep` or `drop` may follow. Without them it is over in ten minutes. */
  async hold({ id, fingerprint }: KeyedRequest, turn: string, afterwards: Afterwards): Promise<void> {
    if (afterwards === "unknown") this.#write({ id, fingerprint }, { status: 500, headers: {} });
    this.#end(id, turn);
    this.#sql.exec(
      "INSERT OR REPLACE INTO held (id, fingerprint, turn, until) VALUES (?, ?, ?, ?)",
      id,
      fingerprint,
      turn,
      Date.now() + heldMs,
    );
    await this.#sweepLater();
  }

  /** The request with `turn` was refused or fell over: the same key may be used again. */
  drop(id: string, turn: string): void {
    if (this.#held(id)?.turn === turn) this.#sql.exec("DELETE FROM answers WHERE id = ?", id);
    this.#end(id, turn);
  }

  override async alarm(): Promise<void> {
    this.#sql.exec("DELETE FROM answers WHERE at <= ?", Date.now() - keptMs);
    this.#sql.exec("DELETE FROM held WHERE until <= ?", Date.now());
    const left = this.#sql
      .exec<{ some: number }>("SELECT EXISTS (SELECT 1 FROM answers) OR EXISTS (SELECT 1 FROM held) AS some")
      .one().some;
    if (left === 1) return this.ctx.storage.setAlarm(Date.now() + sweepMs);
    await this.ctx.storage.deleteAll();
    this.#hasTables = false;
  }

  get #sql(): SqlStorage {
    const { sql } = this.ctx.storage;
    if (!this.#hasTables) {
      sql.exec(
        "CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB, at INTEGER NOT NULL) WITHOUT ROWID",
      );
      sql.exec(
        "CREATE TABLE IF NOT EXISTS held (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, turn TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID",
      );
      this.#hasTables = true;
    }
    return sql;
  }

  #write({ id, fingerprint }: KeyedRequest, { status, headers, body }: KeptAnswer): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO answers (id, fingerprint, status, headers, body, at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      fingerprint,
      status,
      JSON.stringify(headers),
      body ?? null,
      Date.now(),
    );
  }

  #held(id: string): Hold | undefined {
    return this.#sql.exec<Hold>("SELECT fingerprint, turn FROM held WHERE id = ? AND until > ?", id, Date.now()).toArray()[0];
  }

  async #sweepLater(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + sweepMs);
  }

  #end(id: string, turn: string): void {
    const running = this.#running.get(id);
    if (running?.turn === turn) {
      clearTimeout(running.until);
      this.#running.delete(id);
    }
    this.#sql.exec("DELETE FROM held WHERE id = ? AND turn = ?", id, turn);
  }
}
