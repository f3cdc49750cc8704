/** Single values of one actor: who it is, which tables it has, what it counted. */

export class Meta {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The value under `key`; undefined when there is none. */
  get(key: string): unknown {
    const row = this.#sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).toArray()[0];
    return row && JSON.parse(row.value);
  }

  set(key: string, value: unknown): void {
    this.#sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", key, JSON.stringify(value));
  }

  remove(key: string): void {
    this.#sql.exec("DELETE FROM meta WHERE key = ?", key);
  }

  /** Adds one to the counter `key`. */
  count(key: string): void {
    this.#sql.exec("INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1", key);
  }
}
