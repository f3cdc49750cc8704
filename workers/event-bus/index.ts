/** The event bus: takes every event in, keeps it, and sees to it that each service receives what it reads. */
import * as z from "zod";
import { decodeCursor, encodeCursor, type Page } from "../../contracts/page.ts";
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  listEventsSchema,
  readEventsSchema,
  redriveSchema,
  type EventBusService,
  type EventSlice,
  type ListEvents,
  type ReadEvents,
  type Redrive,
  type RejectedEvent,
  type SubscriptionView,
} from "../../contracts/services/event-bus.ts";
import notFound from "../kit/not-found.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { isSubscriber, subscribers } from "./domain/subscribers.ts";
import type { EventBusEnv } from "./environment.ts";
import { consumeEvents, keepDelivering } from "./handlers.ts";
import { listRejections } from "./rejections.ts";
import { routes } from "./routes.ts";
import { read } from "./store.ts";
import { subscriptionActor, viewSubscription } from "./subscriptions.ts";

export { EventSubscription } from "../../durable-objects/event-subscription/actor.ts";
export { consumeEvents, keepDelivering } from "./handlers.ts";
export type { EventBusEnv } from "./environment.ts";

export class EventBus
  extends serviceEntrypoint<EventBusEnv>({
    description: { service: "event-bus", version: "0.1.0", dependencies: subscribers },
    database: (env) => env.EVENT_BUS_DB,
    queue: (env) => env.EVENTS,
    app: routes,
  })
  implements EventBusService
{
  async readEvents(principal: Principal, request: ReadEvents): Promise<Result<EventSlice>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(readEventsSchema, request);
    if (!parsed.ok) return parsed;
    const { organisation, afterPosition, limit, types, subject } = parsed.value;
    if (organisation !== allowed.value.organisation) return err("forbidden", "Only the events of your own organisation can be read.");
    return ok(await read(this.env.EVENT_BUS_DB, { organisation, from: afterPosition, limit, types, subject }));
  }

  async listEvents(principal: Principal, query: ListEvents): Promise<Result<Page<StoredEvent>>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(listEventsSchema, query);
    if (!parsed.ok) return parsed;
    const { limit, cursor, type, subject, order } = parsed.value;
    const start = cursor === undefined ? ok(order === "oldest" ? 0 : Number.MAX_SAFE_INTEGER) : positionOf(cursor);
    if (!start.ok) return start;
    const { organisation } = allowed.value;
    const types = type === undefined ? undefined : [type];
    const { events: items, more } = await read(this.env.EVENT_BUS_DB, { organisation, from: start.value, limit, types, subject, order });
    const last = items.at(-1);
    return ok(more && last ? { items, nextCursor: encodeCursor([last.position]) } : { items });
  }

  async subscriptions(principal: Principal): Promise<Result<SubscriptionView[]>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    return ok(await Promise.all(subscribers.map((subscriber) => viewSubscription(this.env, subscriber, allowed.value.organisation))));
  }

  async redrive(principal: Principal, request: Redrive): Promise<Result<{ requested: true }>> {
    const allowed = authorize(principal, "events:admin");
    if (!allowed.ok) return allowed;
    const parsed = parse(redriveSchema, request);
    if (!parsed.ok) return parsed;
    const { subscription, subject } = parsed.value;
    if (!isSubscriber(subscription)) return err("not_found", `There is no subscription ${subscription}.`);
    return subscriptionActor(this.env, subscription).redrive(allowed.value.organisation, subject);
  }

  async rejectedEvents(principal: Principal): Promise<Result<RejectedEvent[]>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    return ok(await listRejections(this.env.EVENT_BUS_DB, allowed.value.organisation));
  }

  async wake(): Promise<void> {
    await keepDelivering(this.env);
  }

  async start(): Promise<Result<{ armed: number }>> {
    return ok({ armed: await keepDelivering(this.env) });
  }
}

function positionOf(cursor: string): Result<number> {
  const key = decodeCursor(cursor);
  return key.ok
    ? parse(
        z.tuple([z.int().min(0)]).transform(([position]) => position),
        key.value,
      )
    : key;
}

export default {
  ...notFound,
  queue: consumeEvents,
  scheduled: async (_controller, env) => {
    await keepDelivering(env);
  },
} satisfies ExportedHandler<EventBusEnv>;
