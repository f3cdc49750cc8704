/** What may be done to webhook endpoints. The caller's permission is looked at before; the organisation is the caller's own. */
import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { actorName } from "../../../contracts/actor.ts";
import { newId, systemSources } from "../../../contracts/ids.ts";
import type { Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import {
  maxWebhooks,
  type CreatedWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookDetail,
} from "../../../contracts/services/webhooks.ts";
import { runOnce } from "../../kit/commands.ts";
import { webhookAddress } from "../domain/webhook-address.ts";
import type { EndpointName, EndpointRow, WebhookActor } from "../domain/webhook.ts";
import type { EventBusEnv } from "../environment.ts";
import { webhookEndpoints } from "../schema.ts";
import { countAfter, storeHead } from "../store.ts";
import { deleteEndpoint, findEndpoint, listEndpoints, updateEndpoint, viewEndpoint } from "./endpoints.ts";
import { newSecret } from "./secrets.ts";

export function webhookActor(env: EventBusEnv, { organisation, id }: EndpointName): WebhookActor {
  return env.WEBHOOK_ENDPOINT.getByName(actorName(organisation, id));
}

/** The row of an endpoint of the organisation, or `not_found`. */
export async function endpointOf(env: EventBusEnv, name: EndpointName): Promise<Result<EndpointRow>> {
  const row = await findEndpoint(env.EVENT_BUS_DB, name);
  return row ? ok(row) : err("not_found", `There is no webhook ${name.id}.`);
}

/** The same, or `conflict` while it is switched off: nothing could be sent. */
export async function enabledEndpointOf(env: EventBusEnv, name: EndpointName): Promise<Result<EndpointRow>> {
  const row = await endpointOf(env, name);
  return row.ok && row.value.enabled === 0 ? err("conflict", `The webhook ${name.id} is switched off. Switch it on first.`) : row;
}

export async function create(
  env: EventBusEnv,
  principal: Principal,
  commandId: string,
  request: { url: string; description: string; types: string[] },
  now: number,
): Promise<Result<CreatedWebhook>> {
  const { organisation } = principal;
  const url = webhookAddress(request.url, { allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK === "true" });
  if (!url.ok) return url;
  const db = drizzle(env.EVENT_BUS_DB);
  const made = await runOnce<CreatedWebhook>({ db, principal, commandId, method: "createWebhook", input: request, now }, async () => {
    if ((await listEndpoints(env.EVENT_BUS_DB, organisation, "", maxWebhooks)).length >= maxWebhooks)
      return err("conflict", `An organisation may have ${maxWebhooks} webhooks. Delete one first.`);
    const row: EndpointRow = {
      id: newId("webhook"),
      organisation,
      url: url.value,
      description: request.description,
      types: JSON.stringify([...new Set(request.types)]),
      enabled: 1,
      disabled_reason: null,
      disabled_at: null,
      start_position: await storeHead(env.EVENT_BUS_DB),
      secret: newSecret(systemSources.randomBytes),
      previous_secret: null,
      previous_until: null,
      created_at: now,
      updated_at: now,
    };
    const { start_position: startPosition, created_at: createdAt, updated_at: updatedAt, ...rest } = row;
    const insert = db.insert(webhookEndpoints).values({ ...rest, startPosition, createdAt, updatedAt });
    return ok({ value: { ...viewEndpoint(row, now), secret: row.secret }, statements: [insert], events: [] });
  });
  // From its first turn on it looks for new events by itself: being woken by them can fail, and the first may be the only one.
  if (made.ok) await webhookActor(env, { organisation, id: made.value.id }).wake({ organisation, id: made.value.id });
  return made;
}

/** A new secret; the old one signs too for `overlapSeconds`. */
export async function rotate(
  env: EventBusEnv,
  principal: Principal,
  { id, commandId, overlapSeconds }: { id: string; commandId: string; overlapSeconds: number },
  now: number,
): Promise<Result<CreatedWebhook>> {
  const name = { organisation: principal.organisation, id };
  const db = drizzle(env.EVENT_BUS_DB);
  return runOnce({ db, principal, commandId, method: "rotateWebhookSecret", input: { id, overlapSeconds }, now }, async () => {
    const row = await endpointOf(env, name);
    if (!row.ok) return row;
    const secret = newSecret(systemSources.randomBytes);
    const previousUntil = now + overlapSeconds * 1_000;
    const replace = db
      .update(webhookEndpoints)
      .set({ previousSecret: sql`secret`, previousUntil, secret, updatedAt: now })
      .where(and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.organisation, name.organisation)));
    const after = { ...row.value, previous_until: previousUntil, updated_at: now };
    return ok({ value: { ...viewEndpoint(after, now), secret }, statements: [replace], events: [] });
  });
}

export async function detail(env: EventBusEnv, name: EndpointName, now: number): Promise<Result<WebhookDetail>> {
  const row = await endpointOf(env, name);
  if (!row.ok) return row;
  const view = viewEndpoint(row.value, now);
  const health = await webhookActor(env, name).health(name);
  const cursor = Math.max(health.cursor, row.value.start_position);
  const lag = await countAfter(env.EVENT_BUS_DB, name.organisation, cursor, view.types.length > 0 ? view.types : undefined);
  return ok({ ...view, health: { ...health, cursor, lag } });
}

/** `expected`: the version that is to be changed; `precondition_failed` when it is at another one. */
export async function change(
  env: EventBusEnv,
  name: EndpointName,
  wanted: WebhookChange,
  now: number,
  expected?: number,
): Promise<Result<Webhook>> {
  const before = await endpointOf(env, name);
  if (!before.ok) return before;
  const url =
    wanted.url === undefined ? ok(undefined) : webhookAddress(wanted.url, { allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK === "true" });
  if (!url.ok) return url;
  const types = wanted.types && JSON.stringify([...new Set(wanted.types)]);
  const changed = await updateEndpoint(env.EVENT_BUS_DB, name, { ...wanted, url: url.value, types }, now, expected);
  if (!changed)
    return err(
      "precondition_failed",
      `The webhook has changed since. Look at it again; it was changed at ${new Date(before.value.updated_at).toISOString()}.`,
    );
  const switchedOn = wanted.enabled === true && before.value.enabled === 0;
  await (switchedOn ? webhookActor(env, name).retryAll(name) : webhookActor(env, name).wake(name));
  const after = await endpointOf(env, name);
  return after.ok ? ok(viewEndpoint(after.value, now)) : after;
}

/** The row goes first: the actor, once woken or at its next alarm, finds nobody there and forgets everything. */
export async function remove(env: EventBusEnv, name: EndpointName): Promise<Result<{ deleted: true }>> {
  const row = await endpointOf(env, name);
  if (!row.ok) return row;
  await deleteEndpoint(env.EVENT_BUS_DB, name);
  await webhookActor(env, name).wake(name);
  return ok({ deleted: true });
}
