/** Applies the migrations of all databases in one process, in the place where `wrangler dev --persist-to` looks for them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_readConfig } from "wrangler";
import { inRoot } from "./paths.ts";

export interface DatabaseConfig {
  binding: string;
  id: string;
  migrationsFolder: string;
}

/** The databases that the top level of wrangler.toml names. */
export function databases(): DatabaseConfig[] {
  const config = unstable_readConfig({ config: inRoot("wrangler.toml") }, { hideWarnings: true });
  return config.d1_databases.map((database: { binding: string; database_id?: string; migrations_dir?: string }) => ({
    binding: database.binding,
    id: database.database_id ?? database.binding,
    migrationsFolder: inRoot(database.migrations_dir ?? ""),
  }));
}

/** Returns how many migrations were new. The table is wrangler's own, so `wrangler d1 migrations` agrees with it. */
export async function applyMigrations(stateFolder: string): Promise<number> {
  const all = databases();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "export default { fetch: () => new Response(null, { status: 404 }) }",
      compatibilityDate: "2026-10-20",
      d1Databases: Object.fromEntries(all.map(({ binding, id }) => [binding, id])),
      // Where `wrangler dev --persist-to` keeps its state.
      resourcePersistencePath: join(stateFolder, "v3"),
    }),
  );
  try {
    let applied = 0;
    for (const database of all) {
      applied += await migrate(await miniflare.getD1Database(database.binding), database.migrationsFolder);
    }
    return applied;
  } finally {
    await miniflare.dispose();
  }
}

/** What we need of a D1 binding. */
interface LocalDatabase {
  exec(sql: string): Promise<unknown>;
  prepare(sql: string): LocalStatement;
  batch(statements: LocalStatement[]): Promise<unknown>;
}

interface LocalStatement {
  bind(...values: string[]): LocalStatement;
  all<Row>(): Promise<{ results: Row[] }>;
}

async function migrate(db: LocalDatabase, folder: string): Promise<number> {
  await db.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const known = new Set(results.map((row) => row.name));
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql") && !known.has(name))
    .toSorted();
  for (const name of files) {
    const statements = readFileSync(join(folder, name), "utf8")
      .split("--> statement-breakpoint")
      .map((text) => text.trim())
      .filter((text) => text !== "");
    await db.batch([...statements.map((text) => db.prepare(text)), db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name)]);
  }
  return files.length;
}
