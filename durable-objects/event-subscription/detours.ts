/** Organisations that are paused or rewound: each has a place of its own until it has caught up with the common cursor. */
import type { Detour } from "../../workers/event-bus/domain/subscription.ts";
import { Memo } from "../kernel/memo.ts";

const table = `
CREATE TABLE IF NOT EXISTS detours (
  organisation TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  paused INTEGER NOT NULL
)`;

type DetourRow = { organisation: string; position: number; paused: number };

export class Detours {
  readonly #sql: SqlStorage;
  /** Whether there is any: mostly there is none, and every event asks. */
  readonly #any = new Memo(() => this.#rows("LIMIT 1").length > 0);

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(table);
  }

  of(organisation: string): Detour | undefined {
    return this.#any.value ? this.#rows("WHERE organisation = ?", organisation)[0] : undefined;
  }

  /** One that is not paused, to be gone on with; any of them. */
  next(): Detour | undefined {
    return this.#any.value ? this.#rows("WHERE paused = 0 ORDER BY position LIMIT 1")[0] : undefined;
  }

  /** From `cursor` on nothing more of the organisation is delivered. A detour in progress stops where it is. */
  pause(organisation: string, cursor: number): void {
    this.#any.forget();
    this.#sql.exec(
      "INSERT INTO detours (organisation, position, paused) VALUES (?, ?, 1) ON CONFLICT (organisation) DO UPDATE SET paused = 1",
      organisation,
      cursor,
    );
  }

  resume(organisation: string): void {
    this.#sql.exec("UPDATE detours SET paused = 0 WHERE organisation = ?", organisation);
  }

  /** A paused organisation stays paused, further back. */
  rewind(organisation: string, position: number): void {
    this.#any.forget();
    this.#sql.exec(
      "INSERT INTO detours (organisation, position, paused) VALUES (?1, ?2, 0) ON CONFLICT (organisation) DO UPDATE SET position = ?2",
      organisation,
      position,
    );
  }

  /** Notes that everything up to `to` is delivered, unless the detour was paused or rewound meanwhile. */
  advance({ organisation, position }: Pick<Detour, "organisation" | "position">, to: number): void {
    this.#sql.exec("UPDATE detours SET position = ? WHERE organisation = ? AND position = ? AND paused = 0", to, organisation, position);
  }

  /** The detour has caught up with `cursor`: the organisation goes with the others again. */
  finish(organisation: string, cursor: number): void {
    this.#any.forget();
    this.#sql.exec("DELETE FROM detours WHERE organisation = ? AND paused = 0 AND position >= ?", organisation, cursor);
  }

  /** Rows were restored. */
  forget(): void {
    this.#any.forget();
  }

  #rows(clause: string, ...bindings: string[]): Detour[] {
    const rows = this.#sql.exec<DetourRow>(`SELECT * FROM detours ${clause}`, ...bindings).toArray();
    return rows.map(({ paused, ...rest }) => ({ ...rest, paused: paused === 1 }));
  }
}
