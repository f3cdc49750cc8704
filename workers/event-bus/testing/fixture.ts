/// <reference types="@cloudflare/vitest-plugin/types" />
/// <reference types="vite/types/importMeta.d.ts" />
/** What the tests of the bus start from: fresh databases, events that follow on, bindings with their types. */
import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { envelope, type EventEnvelope } from "../../../contracts/events/index.ts";
import { principalHeader, roles, scopesOfRole, type Principal, type Role } from "../../../contracts/principal.ts";
import type { DatabaseService } from "../../../contracts/services/database.ts";
import type { EventBusService } from "../../../contracts/services/event-bus.ts";
import type { EventArchivist } from "../../../durable-objects/event-archivist/actor.ts";
import type { EventSubscription } from "../../../durable-objects/event-subscription/actor.ts";
import type { WebhookEndpoint } from "../../../durable-objects/webhook-endpoint/actor.ts";
import { subscribers, subscriptionName, type Subscriber } from "../domain/subscribers.ts";
import type { EventBusEnv } from "../index.ts";
import type { TestEnv } from "./worker.ts";

/** All bindings of the tests' Worker. */
type Bindings = Omit<EventBusEnv, "EVENT_SUBSCRIPTION" | "EVENT_ARCHIVIST" | "WEBHOOK_ENDPOINT"> &
  TestEnv & {
    EVENT_SUBSCRIPTION: DurableObjectNamespace<EventSubscription>;
    EVENT_ARCHIVIST: DurableObjectNamespace<EventArchivist>;
    WEBHOOK_ENDPOINT: DurableObjectNamespace<WebhookEndpoint>;
    EVENT_BUS: EventBusService;
    DATABASE: DatabaseService;
  };

function bindings(): Bindings {
  const found: unknown = env;
  return found as Bindings;
}

export const bus = bindings();

export const organisation = "org_00000000000000000000000001";
export const stranger = "org_00000000000000000000000002";

export function principalOf(role: Role, of = organisation): Principal {
  const scopes = [...scopesOfRole[role]];
  return { kind: "user", id: `usr_${roles.indexOf(role)}`, organisation: of, role, scopes, authenticatedAt: Date.now() };
}

/** SQL files by path. */
type Migrations = Record<string, string>;

const busMigrations: Migrations = import.meta.glob("../migrations/*.sql", { query: "?raw", import: "default", eager: true });
const databaseMigrations: Migrations = import.meta.glob("../../database/migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});
const accountMigrations: Migrations = import.meta.glob("./migrations/*.sql", { query: "?raw", import: "default", eager: true });

/** Empties the databases and the actors, and applies the migrations anew. */
export async function startAfresh(): Promise<void> {
  // What an earlier test set going must not write into this one.
  await Promise.all(subscribers.map(settled));
  await reset();
  for (const database of [bus.EVENT_BUS_DB, bus.DATABASE_DB, bus.LEDGER_DB, bus.JOURNAL_DB, bus.QUIET_DB]) await clear(database);
  await migrate(bus.EVENT_BUS_DB, busMigrations);
  await migrate(bus.DATABASE_DB, databaseMigrations);
  for (const database of [bus.LEDGER_DB, bus.JOURNAL_DB, bus.QUIET_DB]) await migrate(database, accountMigrations);
}

/** Waits until the turn of a subscription is over. */
export async function settled(subscriber: Subscriber): Promise<void> {
  const stub = bus.EVENT_SUBSCRIPTION.getByName(subscriptionName(subscriber));
  await runInDurableObject(stub, async (instance) => {
    while (instance.running) await instance.running;
  });
}

/** `reset` leaves a database as it is that somebody just used. */
async function clear(database: D1Database): Promise<void> {
  const { results } = await database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'")
    .all<{ name: string }>();
  for (const { name } of results) await database.prepare(`DROP TABLE ${name}`).run();
}

/** Applies migrations and notes them as wrangler does. */
async function migrate(database: D1Database, migrations: Migrations): Promise<void> {
  await database
    .prepare(
      "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
    )
    .run();
  for (const [path, sql] of Object.entries(migrations).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const statements = sql.split("--> statement-breakpoint").map((statement) => database.prepare(statement));
    const note = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(path.split("/").at(-1) ?? path);
    await database.batch([...statements, note]);
  }
}

/** `niche.derived` number `sequence` of the niche `name`; every event adds its own sequence to the account. */
export function derived(
  name: string,
  sequence: number,
  more: { source?: string; organisation?: string; evidence?: number } = {},
): EventEnvelope {
  const { source = "/niche-analysis", organisation: of = organisation, evidence = sequence } = more;
  return envelope({
    source,
    type: "niche.derived",
    dataversion: 1,
    subject: `account/${of}/${name}`,
    sequence,
    organisation: of,
    time: 1_700_000_000_000 + sequence,
    data: { discoveryId: "dsc_1", childId: `nch_${sequence}`, name, themeIds: [], evidence },
  });
}

/** Events `first` to `last` of one subject. */
export function run(name: string, first: number, last: number, more: Parameters<typeof derived>[2] = {}): EventEnvelope[] {
  return Array.from({ length: last - first + 1 }, (_, index) => derived(name, first + index, more));
}

/** The rows of a service's projection, by the last part of the subject. */
export async function accountsIn(database: D1Database): Promise<Record<string, { amount: number; trail: string }>> {
  const { results } = await database
    .prepare("SELECT subject, amount, trail FROM accounts ORDER BY subject")
    .all<{ subject: string; amount: number; trail: string }>();
  return Object.fromEntries(results.map(({ subject, amount, trail }) => [subject.split("/").at(-1), { amount, trail }]));
}

/** A request as the gateway hands it on. */
export function requestAs(principal: Principal, path: string, init: RequestInit = {}): Request {
  const headers = { "content-type": "application/json", [principalHeader]: JSON.stringify(principal) };
  return new Request(`http://gateway${path}`, { ...init, headers });
}
