/** What `bench/bus.ts` measures: three services that read every event, the bus between them, and bare databases for the same rows. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { envelope, type EventEnvelope, type StoredEvent } from "../../../../contracts/events/index.ts";
import type { Result } from "../../../../contracts/result.ts";
import type { ServiceName } from "../../../../contracts/services/common.ts";
import type { EventQueue } from "../../../kit/outbox.ts";
import type { ProjectedRow, Projection } from "../../../kit/projections.ts";
import { serviceEntrypoint } from "../../../kit/service.ts";
import { rowOf } from "../../domain/stored-event.ts";
import bus, { type EventBusEnv } from "../../index.ts";

export { EventArchivist, EventBus, EventSubscription, WebhookEndpoint } from "../../index.ts";

interface BenchEnv extends EventBusEnv {
  FIRST_DB: D1Database;
  SECOND_DB: D1Database;
  THIRD_DB: D1Database;
  QUIET_DB: D1Database;
  BARE_BUS_DB: D1Database;
  BARE_FIRST_DB: D1Database;
  BARE_SECOND_DB: D1Database;
  BARE_THIRD_DB: D1Database;
  EVENTS: EventQueue;
}

/** One row a subject: its latest sequence, and what all its events add up to. */
const totals: Projection = {
  table: "totals",
  key: ["subject"],
  handles: ["niche.derived"],
  keyOf: ({ subject }) => ({ subject }),
  apply: (row, { organisation, subject, sequence }) => ({
    organisation,
    subject,
    latest: sequence,
    total: Number(row?.["total"] ?? 0) + sequence,
  }),
};

/**
 * Service → events that it has applied so far. Whoever waits for the end looks here, since every look into a database, even one that
 * only reads, is a commit of the local D1 (it counts its own bookmark), and would slow down the side that waits.
 */
const applied = new Map<ServiceName, number>();

function reader(service: ServiceName, database: (env: BenchEnv) => D1Database, projections: readonly Projection[]) {
  const Service = serviceEntrypoint<BenchEnv>({
    description: { service, dependencies: [] },
    database,
    queue: (env) => env.EVENTS,
    app: new OpenAPIHono(),
    projections,
  });
  return class extends Service {
    override async onEvents(events: StoredEvent[]): Promise<Result<{ applied: number }>> {
      const result = await super.onEvents(events);
      if (result.ok) applied.set(service, (applied.get(service) ?? 0) + result.value.applied);
      return result;
    }
  };
}

export class First extends reader("niche-analysis", (env) => env.FIRST_DB, [totals]) {}
export class Second extends reader("monetization", (env) => env.SECOND_DB, [totals]) {}
export class Third extends reader("marketing", (env) => env.THIRD_DB, [totals]) {}
export class Quiet extends reader("auth", (env) => env.QUIET_DB, []) {}

const organisation = "org_00000000000000000000000001";
/** Of one bundle of queue messages, and of one batch of the baseline. */
const bundle = 100;
const subjects = 20;
const tables = `
  CREATE TABLE outbox (subject text NOT NULL, sequence integer NOT NULL, envelope text NOT NULL, sent_at integer, PRIMARY KEY (subject, sequence));
  CREATE TABLE inbox (event_id text PRIMARY KEY NOT NULL, applied_at integer NOT NULL);
  CREATE TABLE rebuilds (organisation text PRIMARY KEY NOT NULL, run text NOT NULL, position integer NOT NULL, swap text, swaps integer NOT NULL);
  CREATE TABLE totals (organisation text NOT NULL, subject text PRIMARY KEY NOT NULL, latest integer NOT NULL, total integer NOT NULL)`;

/** Event `n` of round `round`, from 0: round robin over the round's subjects. */
function eventOf(round: string, n: number): EventEnvelope {
  const sequence = Math.floor(n / subjects) + 1;
  return envelope({
    source: "/niche-analysis",
    type: "niche.derived",
    dataversion: 1,
    subject: `niche/${organisation}/${round}-${n % subjects}`,
    sequence,
    organisation,
    time: 1_700_000_000_000 + n,
    data: { discoveryId: "dsc_1", childId: `nch_${n}`, name: `theme ${n}`, themeIds: ["thm_1", "thm_2"], evidence: n + 1 },
  });
}

function bundles(round: string, count: number): EventEnvelope[][] {
  return Array.from({ length: Math.ceil(count / bundle) }, (_, index) =>
    Array.from({ length: Math.min(bundle, count - index * bundle) }, (_unused, offset) => eventOf(round, index * bundle + offset)),
  );
}

/** From the queue to the last of three inboxes. */
async function throughBus(env: BenchEnv, round: string, count: number): Promise<void> {
  const readers = ["niche-analysis", "monetization", "marketing"] as const;
  const ends = readers.map((service) => (applied.get(service) ?? 0) + count);
  for (const events of bundles(round, count)) await env.EVENTS.sendBatch(events.map((body) => ({ body })));
  while (readers.some((service, index) => (applied.get(service) ?? 0) < (ends[index] ?? 0))) await scheduler.wait(1);
  const like = `niche/${organisation}/${round}-%`;
  for (const database of [env.FIRST_DB, env.SECOND_DB, env.THIRD_DB]) {
    const rows = database.prepare("SELECT SUM(latest) AS n FROM totals WHERE subject LIKE ?").bind(like);
    if ((await rows.first<number>("n")) !== count) throw new Error("what was applied is not in the projection");
  }
}

/** The same rows, inserted by the hundred: the store's, then those of the three readers at once. */
async function bare(env: BenchEnv, round: string, count: number): Promise<void> {
  const sums = new Map<string, number>();
  for (const events of bundles(round, count)) {
    await env.BARE_BUS_DB.batch(events.map((event) => insert(env.BARE_BUS_DB, "events", rowOf(event))));
    const rows = events.map(({ id, subject, sequence }) => {
      const total = (sums.get(subject) ?? 0) + sequence;
      sums.set(subject, total);
      return { inbox: { event_id: id, applied_at: 1 }, totals: { organisation, subject, latest: sequence, total } };
    });
    await Promise.all(
      [env.BARE_FIRST_DB, env.BARE_SECOND_DB, env.BARE_THIRD_DB].map((database) =>
        database.batch(rows.flatMap((row) => [insert(database, "inbox", row.inbox), insert(database, "totals", row.totals)])),
      ),
    );
  }
}

function insert(database: D1Database, table: string, row: ProjectedRow): D1PreparedStatement {
  const columns = Object.keys(row);
  const sql = `INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
  return database.prepare(sql).bind(...Object.values(row));
}

async function run(database: D1Database, sql: string, separator: string): Promise<void> {
  const statements = sql.split(separator).filter((statement) => statement.trim() !== "");
  await database.batch(statements.map((statement) => database.prepare(statement)));
}

export default {
  ...bus,
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const [round, count] = [searchParams.get("round") ?? "", Number(searchParams.get("count"))];
    if (pathname === "/setup") {
      const migrations = await request.text();
      for (const database of [env.EVENT_BUS_DB, env.BARE_BUS_DB]) await run(database, migrations, "--> statement-breakpoint");
      for (const database of [env.FIRST_DB, env.SECOND_DB, env.THIRD_DB, env.QUIET_DB]) await run(database, tables, ";");
      for (const database of [env.BARE_FIRST_DB, env.BARE_SECOND_DB, env.BARE_THIRD_DB]) await run(database, tables, ";");
    } else if (pathname === "/bus") await throughBus(env, round, count);
    else if (pathname === "/bare") await bare(env, round, count);
    return new Response(null, { status: 204 });
  },
} satisfies ExportedHandler<BenchEnv>;
