/**
 * The bus behind a door as thin as possible: requests pass with the principal they bring, `POST /events` puts events into the queue,
 * `POST /migrations` prepares its database.
 */
import type { EventEnvelope } from "../../../../contracts/events/index.ts";
import type { EventQueue } from "../../../kit/outbox.ts";
import bus from "../../index.ts";

export { EventArchivist, EventBus, EventSubscription, WebhookEndpoint } from "../../index.ts";
export { Journal, Ledger, Quiet } from "../worker.ts";

interface DoorEnv {
  EVENT_BUS: { fetch(request: Request): Promise<Response> };
  EVENTS: EventQueue;
  EVENT_BUS_DB: D1Database;
}

export default {
  async fetch(request: Request, env: DoorEnv): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/events") {
      const events = await request.json<EventEnvelope[]>();
      await env.EVENTS.sendBatch(events.map((body) => ({ body })));
    } else if (pathname === "/migrations") {
      const statements = await request.json<string[]>();
      await env.EVENT_BUS_DB.batch(statements.map((sql) => env.EVENT_BUS_DB.prepare(sql)));
    } else return env.EVENT_BUS.fetch(request);
    return new Response(null, { status: 204 });
  },
  queue: bus.queue,
};
