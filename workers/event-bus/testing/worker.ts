/** The Worker in which the bus is tested: two services that keep accounts, one that wants nothing, all in one process. */
import type { Maintenance } from "../../database/index.ts";
import { accounts, accountService } from "./account.ts";
import type { EventQueue } from "../../kit/outbox.ts";

export interface TestEnv {
  LEDGER_DB: D1Database;
  JOURNAL_DB: D1Database;
  QUIET_DB: D1Database;
  DATABASE_DB: D1Database;
  BACKUPS: R2Bucket;
  MAINTENANCE: DurableObjectNamespace<Maintenance>;
  EVENTS: EventQueue;
}

export class Ledger extends accountService<TestEnv>("niche-analysis", (env) => env.LEDGER_DB, [accounts]) {}
export class Journal extends accountService<TestEnv>("marketing", (env) => env.JOURNAL_DB, [accounts]) {}
export class Quiet extends accountService<TestEnv>("auth", (env) => env.QUIET_DB, []) {}

export { Database, Maintenance } from "../../database/index.ts";
export { EventArchivist, EventBus, EventSubscription, WebhookEndpoint, default } from "../index.ts";
