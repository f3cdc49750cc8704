/** A service as the tests need one: a real projection on a real database, which refuses or goes away when it is told to. */
import type { StoredEvent } from "../../../contracts/events/envelope.ts";
import type { Result } from "../../../contracts/result.ts";
import { err } from "../../../contracts/result.ts";
import type { ServiceDescription, ServiceName } from "../../../contracts/services/common.ts";
import { drizzle } from "drizzle-orm/d1";
import { OpenAPIHono } from "@hono/zod-openapi";
import { outboxInserts, type EventQueue } from "../../kit/outbox.ts";
import type { Projection } from "../../kit/projections.ts";
import { serviceEntrypoint } from "../../kit/service.ts";
import type { EventEnvelope } from "../../../contracts/events/index.ts";

/** Adds up `data.evidence` and writes down the order in which the events came. */
export const accounts: Projection = {
  table: "accounts",
  key: ["subject"],
  handles: ["niche.derived"],
  keyOf: (event) => ({ subject: event.subject }),
  apply: (row, event) => ({
    organisation: event.organisation,
    subject: event.subject,
    amount: Number(row?.amount ?? 0) + amountOf(event),
    trail: `${row?.trail ?? ""}${row ? " " : ""}${event.sequence}`,
  }),
};

function amountOf(event: StoredEvent): number {
  const { data } = event;
  return typeof data === "object" && data !== null && "evidence" in data ? Number(data.evidence) : 0;
}

/**
 * Orders, one row each: `away` (does not answer), `later` (answers `unavailable`), `refuse <event id>`, `hold` (does not
 * come back from applying events until the order is revoked; the row `holding` says that it is there).
 */
export async function order(database: D1Database, name: string): Promise<void> {
  await database.prepare("INSERT OR IGNORE INTO orders (name) VALUES (?)").bind(name).run();
}

export async function revoke(database: D1Database, name: string): Promise<void> {
  await database.prepare("DELETE FROM orders WHERE name = ?").bind(name).run();
}

/** Writes events as a service without actors does: rows of its outbox. */
export async function write(database: D1Database, events: readonly EventEnvelope[]): Promise<void> {
  const db = drizzle(database);
  const inserts = outboxInserts(db, events);
  if (!inserts.ok) throw new Error(inserts.error.detail);
  for (const insert of inserts.value) await insert;
}

export function accountService<Env extends { EVENTS: EventQueue }>(
  service: ServiceName,
  database: (env: Env) => D1Database,
  projections: readonly Projection[],
) {
  const Base = serviceEntrypoint<Env>({
    description: { service, dependencies: [] },
    database,
    queue: (env) => env.EVENTS,
    app: new OpenAPIHono(),
    projections,
    tenancy: { orders: { where: null } },
  });

  return class AccountService extends Base {
    override async describe(): Promise<ServiceDescription> {
      if ((await this.#orders()).has("away")) throw new Error("away");
      return super.describe();
    }

    override async onEvents(events: StoredEvent[]): Promise<Result<{ applied: number }>> {
      const orders = await this.#ordersWhenReleased();
      if (orders.has("away")) throw new Error("away");
      if (orders.has("later")) return err("unavailable", "later");
      const poison = events.findIndex((event) => orders.has(`refuse ${event.id}`));
      if (poison === -1) return super.onEvents(events);
      await super.onEvents(events.slice(0, poison));
      throw new Error(`cannot apply ${events[poison]?.id}`);
    }

    async #ordersWhenReleased(): Promise<Set<string>> {
      for (;;) {
        const orders = await this.#orders();
        if (!orders.has("hold")) return orders;
        await order(database(this.env), "holding");
        await scheduler.wait(2);
      }
    }

    async #orders(): Promise<Set<string>> {
      const { results } = await database(this.env).prepare("SELECT name FROM orders").all<{ name: string }>();
      return new Set(results.map((row) => row.name));
    }
  };
}
