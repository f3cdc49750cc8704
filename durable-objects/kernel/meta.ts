/** Single values of one actor: who it is, which tables it has, what it counted. */
import { Memo } from "./memo.ts";

export class Meta {
  readonly #sql: SqlStorage;
  readonly #values = new Map<string, Memo<unknown>>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The value under `key`; undefined when there is none. */
  get(key: string): unknown {
    let memo = this.#values.get(key);
    if (!memo) this.#values.set(key, (memo = new Memo(() => this.#read(key))));
    return memo.value;
  }

  set(key: string, value: unknown): void {
    this.#values.delete(key);
    this.#sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", key, JSON.stringify(value));
  }

  remove(key: string): void {
    this.#values.delete(key);
    this.#sql.exec("DELETE FROM meta WHERE key = ?", key);
  }

  /** Adds one to the counter `key`. */
  count(key: string): void {
    this.#values.delete(key);
    this.#sql.exec("INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1", key);
  }

  /** A transaction was rolled back. */
  forget(): void {
    this.#values.clear();
  }

  #read(key: string): unknown {
    const row = this.#sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray()[0];
    return row && JSON.parse(row.value);
  }
}
