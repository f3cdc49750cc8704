/** The storage of an actor in SQLite in memory, as far as the niche's rows use it. */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { nicheTables } from "../rows.ts";

export function nicheStorage(): SqlStorage {
  const database = new DatabaseSync(":memory:");
  database.exec(nicheTables);
  const exec = (query: string, ...bindings: (SQLInputValue | ArrayBuffer)[]) => {
    const rows = database
      .prepare(query)
      .all(...bindings.map((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value)))
      // A blob comes as an ArrayBuffer from an actor's storage.
      .map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, ArrayBuffer.isView(value) ? value.slice().buffer : value])),
      );
    return Object.assign(rows.values(), { toArray: () => rows, one: () => rows[0] });
  };
  return { exec } as unknown as SqlStorage;
}
