/** The event bus: takes every event in, keeps it, and sees to it that each service receives what it reads. */
import * as z from "zod";
import { cursorKey, cursorKeys, encodeCursor, pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { authorize, authorizeOwner, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  exportEventsSchema,
  listEventsSchema,
  readEventsSchema,
  redriveSchema,
  rewindSchema,
  subscriptionNameSchema,
  type EventBusService,
  type EventSlice,
  type ExportEvents,
  type ListEvents,
  type ReadEvents,
  type Redrive,
  type RejectedEvent,
  type Rewind,
  type SubscriptionName,
  type SubscriptionView,
} from "../../contracts/services/event-bus.ts";
import type { TableRows } from "../../contracts/services/common.ts";
import { maxWebhooks } from "../../contracts/services/webhooks.ts";
import { requireConfirmation } from "../kit/confirmation.ts";
import notFound from "../kit/not-found.ts";
import { BackupEntrypoint } from "./backup/entrypoint.ts";
import { archivistName } from "./domain/archive/archivist.ts";
import { isSubscriber, subscribers } from "./domain/subscribers.ts";
import type { SubscriptionActor } from "./domain/subscription.ts";
import type { EventBusEnv } from "./environment.ts";
import { exportStream } from "./export.ts";
import { consumeEvents, keepDelivering, tick } from "./handlers.ts";
import { listRejections } from "./rejections.ts";
import { read, storeHead } from "./store.ts";
import { subscriptionActor, viewSubscription } from "./subscriptions.ts";
import { listEndpoints } from "./webhooks/endpoints.ts";
import { webhookActor } from "./webhooks/management.ts";

export { EventArchivist } from "../../durable-objects/event-archivist/actor.ts";
export { EventSubscription } from "../../durable-objects/event-subscription/actor.ts";
export { WebhookEndpoint } from "../../durable-objects/webhook-endpoint/actor.ts";
export { consumeEvents, keepDelivering, tick } from "./handlers.ts";
export type { EventBusEnv } from "./environment.ts";

export class EventBus extends BackupEntrypoint implements EventBusService {
  async readEvents(principal: Principal, request: ReadEvents): Promise<Result<EventSlice>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(readEventsSchema, request);
    if (!parsed.ok) return parsed;
    const { organisation, afterPosition, limit, types, subject } = parsed.value;
    if (organisation !== allowed.value.organisation) return err("forbidden", "Only the events of your own organisation can be read.");
    const { events, more, head } = await read(this.env, { organisation, from: afterPosition, limit, types, subject });
    return ok({ events, more, head });
  }

  async listEvents(principal: Principal, query: ListEvents): Promise<Result<Page<StoredEvent>>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(listEventsSchema, query);
    if (!parsed.ok) return parsed;
    const { limit, cursor, type, subject, order } = parsed.value;
    const key = cursorKey(cursor, cursorKeys.position);
    if (!key.ok) return key;
    const [from] = key.value ?? [order === "oldest" ? 0 : Number.MAX_SAFE_INTEGER];
    const { organisation } = allowed.value;
    const types = type === undefined ? undefined : [type];
    const { events: items, more, reach } = await read(this.env, { organisation, from, limit, types, subject, order });
    return ok(more ? { items, nextCursor: encodeCursor([reach]) } : { items });
  }

  async subscriptions(principal: Principal): Promise<Result<SubscriptionView[]>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    return ok(await Promise.all(subscribers.map((subscriber) => viewSubscription(this.env, subscriber, allowed.value.organisation))));
  }

  async exportEvents(principal: Principal, request: ExportEvents): Promise<Result<ReadableStream<Uint8Array>>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const confirmed = requireConfirmation("exportEvents", allowed.value, Date.now());
    if (!confirmed.ok) return confirmed;
    const parsed = parse(exportEventsSchema, request);
    if (!parsed.ok) return parsed;
    const head = await storeHead(this.env.EVENT_BUS_DB);
    return ok(exportStream(this.env, { organisation: allowed.value.organisation, ...parsed.value, head }));
  }

  async redrive(principal: Principal, request: Redrive): Promise<Result<{ requested: true }>> {
    return this.#toSubscription(principal, redriveSchema, request, (actor, organisation, { subject }) =>
      actor.redrive(organisation, subject),
    );
  }

  async pauseSubscription(principal: Principal, request: SubscriptionName): Promise<Result<{ requested: true }>> {
    return this.#toSubscription(principal, subscriptionNameSchema, request, async (actor, organisation) => {
      await actor.pause(organisation);
      return ok({ requested: true });
    });
  }

  async resumeSubscription(principal: Principal, request: SubscriptionName): Promise<Result<{ requested: true }>> {
    return this.#toSubscription(principal, subscriptionNameSchema, request, async (actor, organisation) => {
      await actor.resume(organisation);
      return ok({ requested: true });
    });
  }

  async rewindSubscription(principal: Principal, request: Rewind): Promise<Result<{ requested: true }>> {
    return this.#toSubscription(principal, rewindSchema, request, (actor, organisation, { position }) =>
      actor.rewind(organisation, position),
    );
  }

  async rejectedEvents(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<RejectedEvent>>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(pageQuerySchema, page);
    return parsed.ok ? listRejections(this.env.EVENT_BUS_DB, allowed.value.organisation, parsed.value) : parsed;
  }

  /** Beside the rows: the archived events, and the actors of the organisation's endpoints, which go when their row has gone. */
  override async erase(principal: Principal): Promise<Result<TableRows[]>> {
    const allowed = authorizeOwner(principal, "database:admin");
    if (!allowed.ok) return allowed;
    const { organisation } = allowed.value;
    const endpoints = await listEndpoints(this.env.EVENT_BUS_DB, organisation, "", maxWebhooks);
    const archived = await this.env.EVENT_ARCHIVIST.getByName(archivistName).erase(organisation);
    const erased = await super.erase(principal);
    if (!erased.ok) return erased;
    for (const { id } of endpoints) await webhookActor(this.env, { organisation, id }).wake({ organisation, id });
    return ok(archived === 0 ? erased.value : [...erased.value, { name: "archive", rows: archived }]);
  }

  async wake(): Promise<void> {
    await keepDelivering(this.env);
  }

  async start(): Promise<Result<{ armed: number }>> {
    await this.env.EVENT_ARCHIVIST.getByName(archivistName).run();
    return ok({ armed: await keepDelivering(this.env) });
  }

  /** What an administrator may do to a subscription, for the own organisation alone. */
  async #toSubscription<Request extends SubscriptionName>(
    principal: Principal,
    schema: z.ZodType<Request>,
    request: Request,
    act: (actor: SubscriptionActor, organisation: string, request: Request) => Promise<Result<{ requested: true }>>,
  ): Promise<Result<{ requested: true }>> {
    const allowed = authorize(principal, "events:admin");
    if (!allowed.ok) return allowed;
    const parsed = parse(schema, request);
    if (!parsed.ok) return parsed;
    const { subscription } = parsed.value;
    if (!isSubscriber(subscription)) return err("not_found", `There is no subscription ${subscription}.`);
    return act(subscriptionActor(this.env, subscription), allowed.value.organisation, parsed.value);
  }
}

export default {
  ...notFound,
  queue: consumeEvents,
  scheduled: async (_controller, env) => {
    await Promise.all([tick(env), env.AI_MODELS.keepTime()]);
  },
} satisfies ExportedHandler<EventBusEnv>;
