/** The RPC methods of the bus that concern webhooks. Each looks at the caller's permission, parses, and hands over. */
import type { OperationId } from "../../../contracts/access.ts";
import type { Page, PageQuery } from "../../../contracts/page.ts";
import { cursorKey, cursorKeys, pageOf, pageQuerySchema } from "../../../contracts/page.ts";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import {
  newWebhookSchema,
  rotateSecretSchema,
  webhookChangeSchema,
  type CreatedWebhook,
  type ListDeliveries,
  type NewWebhook,
  type RotateSecret,
  type Webhook,
  type WebhookChange,
  type WebhookCommand,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookDetail,
  type WebhookService,
} from "../../../contracts/services/webhooks.ts";
import { requireConfirmation } from "../../kit/confirmation.ts";
import { serviceEntrypoint } from "../../kit/service.ts";
import { backlogLook } from "../backlog.ts";
import { subscribers } from "../domain/subscribers.ts";
import type { EndpointName, WebhookActor } from "../domain/webhook.ts";
import type { EventBusEnv } from "../environment.ts";
import { routes } from "../routes.ts";
import { tenancy } from "../tenancy.ts";
import { listEndpoints, viewEndpoint } from "./endpoints.ts";
import { change, create, detail, enabledEndpointOf, endpointOf, remove, rotate, webhookActor } from "./management.ts";

export class WebhookEntrypoint
  extends serviceEntrypoint<EventBusEnv>({
    description: { service: "event-bus", dependencies: subscribers },
    looks: (env, now) => [backlogLook(env, now)],
    database: (env) => env.EVENT_BUS_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
    backedUp: {
      "event-subscription": (env) => env.EVENT_SUBSCRIPTION,
      "webhook-endpoint": (env) => env.WEBHOOK_ENDPOINT,
    },
  })
  implements WebhookService
{
  async createWebhook(principal: Principal, request: NewWebhook & { commandId: string }): Promise<Result<CreatedWebhook>> {
    const allowed = mayOpen("createWebhook", principal);
    if (!allowed.ok) return allowed;
    const parsed = parse(newWebhookSchema, request);
    return parsed.ok ? create(this.env, allowed.value, request.commandId, parsed.value, Date.now()) : parsed;
  }

  async webhooks(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Webhook>>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(pageQuerySchema, page);
    if (!parsed.ok) return parsed;
    const { limit, cursor } = parsed.value;
    const key = cursorKey(cursor, cursorKeys.id);
    if (!key.ok) return key;
    const rows = await listEndpoints(this.env.EVENT_BUS_DB, allowed.value.organisation, key.value?.[0] ?? "", limit + 1);
    const view = (row: (typeof rows)[number]) => viewEndpoint(row, Date.now());
    return ok(pageOf(rows, limit, view, ({ id }) => [id]));
  }

  async webhook(principal: Principal, id: string): Promise<Result<WebhookDetail>> {
    const allowed = authorize(principal, "events:read");
    return allowed.ok ? detail(this.env, nameOf(allowed.value, id), Date.now()) : allowed;
  }

  async changeWebhook(principal: Principal, id: string, wanted: WebhookChange, expected?: number): Promise<Result<Webhook>> {
    const allowed = authorize(principal, "events:admin");
    if (!allowed.ok) return allowed;
    const parsed = parse(webhookChangeSchema, wanted);
    if (!parsed.ok) return parsed;
    const confirmed = parsed.value.url === undefined ? allowed : mayOpen("changeWebhook", principal);
    if (!confirmed.ok) return confirmed;
    return change(this.env, nameOf(allowed.value, id), parsed.value, Date.now(), expected);
  }

  async deleteWebhook(principal: Principal, id: string): Promise<Result<{ deleted: true }>> {
    const allowed = authorize(principal, "events:admin");
    return allowed.ok ? remove(this.env, nameOf(allowed.value, id)) : allowed;
  }

  async rotateWebhookSecret(principal: Principal, request: RotateSecret & WebhookCommand): Promise<Result<CreatedWebhook>> {
    const allowed = mayOpen("rotateWebhookSecret", principal);
    if (!allowed.ok) return allowed;
    const parsed = parse(rotateSecretSchema, request);
    if (!parsed.ok) return parsed;
    const { id, commandId } = request;
    return rotate(this.env, allowed.value, { id, commandId, ...parsed.value }, Date.now());
  }

  async testWebhook(principal: Principal, { id, commandId }: WebhookCommand): Promise<Result<WebhookDelivery>> {
    return this.#toEnabled(principal, id, (actor, name) => actor.sendTest(name, commandId));
  }

  async webhookDeliveries(principal: Principal, id: string, query: ListDeliveries): Promise<Result<Page<WebhookDelivery>>> {
    return this.#toKnown(principal, id, (actor, name) => actor.deliveries(name, query));
  }

  async webhookDelivery(principal: Principal, id: string, delivery: string): Promise<Result<WebhookDeliveryDetail>> {
    return this.#toKnown(principal, id, (actor, name) => actor.delivery(name, delivery));
  }

  async redeliver(principal: Principal, id: string, delivery: string): Promise<Result<WebhookDelivery>> {
    return this.#toEnabled(principal, id, (actor, name) => actor.redeliver(name, delivery));
  }

  /** Asks the actor of an endpoint that there is: one that there is not must not come into being by being asked. */
  async #toKnown<Value>(principal: Principal, id: string, ask: Ask<Value>): Promise<Result<Value>> {
    const allowed = authorize(principal, "events:read");
    if (!allowed.ok) return allowed;
    const name = nameOf(allowed.value, id);
    const row = await endpointOf(this.env, name);
    return row.ok ? ask(webhookActor(this.env, name), name) : row;
  }

  async #toEnabled<Value>(principal: Principal, id: string, ask: Ask<Value>): Promise<Result<Value>> {
    const allowed = authorize(principal, "events:admin");
    if (!allowed.ok) return allowed;
    const name = nameOf(allowed.value, id);
    const row = await enabledEndpointOf(this.env, name);
    return row.ok ? ask(webhookActor(this.env, name), name) : row;
  }
}

/** Whoever may administer the events, and has just proved who they are where the operation wants that. */
function mayOpen(operation: OperationId, principal: Principal): Result<Principal> {
  const allowed = authorize(principal, "events:admin");
  if (!allowed.ok) return allowed;
  const confirmed = requireConfirmation(operation, allowed.value, Date.now());
  return confirmed.ok ? allowed : confirmed;
}

type Ask<Value> = (actor: WebhookActor, name: EndpointName) => Promise<Result<Value>>;

function nameOf({ organisation }: Principal, id: string): EndpointName {
  return { organisation, id };
}
