/**
 * Answers of unsafe requests by their idempotency keys, a day long: one actor an organisation (docs/adr/0011-idempotency-at-the-door.md).
 *
 * Native, without the kernel: there is nothing to decide on and no event to tell. Which requests are being carried out it knows in memory only: when
 * it falls over they do too, and their repetition has to get through.
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
 * - `running`: somebody else is carrying it out;
 * - `other`: the key was used for another body;
 * - `done`: it was carried out, and this was the answer.
 */
export type Begun = { state: "new"; turn: number } | { state: "running" } | { state: "other" } | { state: "done"; answer: KeptAnswer };

const keptMs = 24 * 3_600_000;
/** Nobody waits longer for an answer; who has not come back by then fell over. */
const runningMs = 120_000;
const sweepMs = 3_600_000;

interface Row extends Record<string, SqlStorageValue> {
  fingerprint: string;
  status: number;
  headers: string;
  body: ArrayBuffer | null;
}

export class Idempotency extends DurableObject {
  readonly #running = new Map<string, { turn: number; fingerprint: string; until: ReturnType<typeof setTimeout> }>();
  #turns = 0;

  constructor(state: DurableObjectState, env: object) {
    super(state, env);
    state.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB, at INTEGER NOT NULL) WITHOUT ROWID",
    );
  }

  /** Without an await between looking and noting: of callers at the same moment one is told `new`. */
  begin({ id, fingerprint }: KeyedRequest): Begun {
    const running = this.#running.get(id);
    if (running) return { state: running.fingerprint === fingerprint ? "running" : "other" };
    const [row] = this.ctx.storage.sql
      .exec<Row>("SELECT fingerprint, status, headers, body FROM answers WHERE id = ? AND at > ?", id, Date.now() - keptMs)
      .toArray();
    if (row && row.fingerprint !== fingerprint) return { state: "other" };
    if (row) {
      const headers = JSON.parse(row.headers) as KeptAnswer["headers"];
      return { state: "done", answer: { status: row.status, headers, ...(row.body === null ? {} : { body: row.body }) } };
    }
    const turn = ++this.#turns;
    // A timer that is set also keeps the actor in memory until then.
    this.#running.set(id, { turn, fingerprint, until: setTimeout(() => this.#end(id, turn), runningMs) });
    return { state: "new", turn };
  }

  /** Keeps the answer of the request that was begun with `turn`. */
  async keep({ id, fingerprint }: KeyedRequest, turn: number, { status, headers, body }: KeptAnswer): Promise<void> {
    this.ctx.storage.sql.exec(
      "INSERT OR REPLACE INTO answers (id, fingerprint, status, headers, body, at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      fingerprint,
      status,
      JSON.stringify(headers),
      body ?? null,
      Date.now(),
    );
    this.#end(id, turn);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + sweepMs);
  }

  /** The request with `turn` was refused or fell over: the same key may be used again. */
  drop(id: string, turn: number): void {
    this.#end(id, turn);
  }

  override async alarm(): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM answers WHERE at <= ?", Date.now() - keptMs);
    const left = sql.exec<{ some: number }>("SELECT EXISTS (SELECT 1 FROM answers) AS some").one().some;
    if (left === 1) await this.ctx.storage.setAlarm(Date.now() + sweepMs);
    else await this.ctx.storage.deleteAll();
  }

  #end(id: string, turn: number): void {
    const running = this.#running.get(id);
    if (running?.turn !== turn) return;
    clearTimeout(running.until);
    this.#running.delete(id);
  }
}
