/** The organisation's webhook endpoints: opened before the work, tried out during it, looked at in the end. */
import { setTimeout as sleep } from "node:timers/promises";
import { eventTypes, type EventType } from "../../../contracts/events/index.ts";
import { storedEventSchema } from "../../../contracts/services/event-bus.ts";
import {
  createdWebhookSchema,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
  webhookDetailSchema,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
} from "../../../contracts/services/webhooks.ts";
import type { PatientClient } from "../client.ts";
import type { Receiver } from "./receiver.ts";

export interface EndpointPlan {
  key: string;
  /** Empty: every event. */
  types: readonly EventType[];
  /** Test deliveries that the script asks for during the work. */
  tests: number;
}

/** An endpoint as it was opened. Everything stored after `after` that it wants is to reach it, and its tests. */
export interface OpenedEndpoint {
  id: string;
  types: readonly EventType[];
  tests: number;
  after: number;
}

/** One that wants everything, and two that overlap with it and with nothing else. */
export const endpointPlans: readonly EndpointPlan[] = [
  { key: "endpoint-all", types: [], tests: 3 },
  { key: "endpoint-runs", types: eventTypes.filter((type) => /^(run|step|approval)\./.test(type)), tests: 3 },
  { key: "endpoint-niches", types: eventTypes.filter((type) => /^(niche|evidence|themes|opportunity)\./.test(type)), tests: 3 },
];

/** What signing up wrote. Endpoints begin with the next event, so these must be stored before. */
const typesOfSignUp = ["organisation.created", "user.signed-up"];
/** Entries of the audit log that signing up makes. */
const auditOfSignUp = 2;
const signUpStoredWithinMs = 120_000;

/** Opens the endpoints of the plan, in its order. */
export async function openEndpoints(client: PatientClient, receiver: Receiver, plans: readonly EndpointPlan[]): Promise<OpenedEndpoint[]> {
  const after = await positionOfSignUp(client);
  return Promise.all(
    plans.map(async ({ key, types, tests }, number) => {
      const body = { url: receiver.urlOf(number), description: key, types };
      const { id, secret } = await client.post("/api/v1/webhooks", createdWebhookSchema, body, key);
      receiver.trust(number, secret);
      return { id, types, tests, after };
    }),
  );
}

async function positionOfSignUp(client: PatientClient): Promise<number> {
  const until = Date.now() + signUpStoredWithinMs;
  while (Date.now() < until) {
    const events = await client.all("/api/v1/events", storedEventSchema);
    const audited = events.some(({ type, sequence }) => type === "audit.recorded" && sequence >= auditOfSignUp);
    if (audited && typesOfSignUp.every((type) => events.some((event) => event.type === type)))
      return Math.max(...events.map(({ position }) => position));
    await sleep(100);
  }
  throw new Error(`The events of signing up were not stored within ${signUpStoredWithinMs / 1000} s.`);
}

/** Asks for one test delivery. The same number asks for the same one. */
export async function sendTest(client: PatientClient, { id }: OpenedEndpoint, number: number): Promise<void> {
  await client.post(`/api/v1/webhooks/${id}/tests`, webhookDeliverySchema, {}, `test-${id}-${number}`);
}

/** What an endpoint has not done yet, one sentence each. */
export async function unfinishedAt(client: PatientClient, { id }: OpenedEndpoint): Promise<string[]> {
  const { enabled, disabledReason, health } = await client.get(`/api/v1/webhooks/${id}`, webhookDetailSchema);
  return [
    ...(enabled ? [] : [`webhook ${id} was switched off: ${disabledReason}`]),
    ...(health.lag > 0 ? [`webhook ${id} lags by ${health.lag}`] : []),
    ...(health.pending > 0 ? [`webhook ${id} has ${health.pending} deliveries under way`] : []),
  ];
}

/** What the sender has noted about those of its deliveries whose ids are asked for. */
export async function notesOn(
  client: PatientClient,
  { id }: OpenedEndpoint,
  eventIds: ReadonlySet<string>,
): Promise<WebhookDeliveryDetail[]> {
  if (eventIds.size === 0) return [];
  const path = `/api/v1/webhooks/${id}/deliveries`;
  const deliveries: WebhookDelivery[] = await client.all(path, webhookDeliverySchema);
  const wanted = deliveries.filter(({ eventId }) => eventIds.has(eventId));
  return Promise.all(wanted.map((delivery) => client.get(`${path}/${delivery.id}`, webhookDeliveryDetailSchema)));
}
