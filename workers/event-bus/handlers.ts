/** What reaches the bus from outside a call: the queue and the clock. The all-in-one entry exports the same two. */
import { log } from "../kit/log.ts";
import { archivistName } from "./domain/archive/archivist.ts";
import { takeIn } from "./intake.ts";
import type { EventBusEnv } from "./environment.ts";
import { storeHead } from "./store.ts";
import { wakeSubscriptions } from "./subscriptions.ts";

/** Seconds after which a message is looked at again whose predecessors are missing. */
const gapDelaySeconds = 1;

/**
 * Consumer of the queue `paissive-events`. A message is done with when its event is stored or its rejection is recorded; one that
 * stands behind a gap comes back. When the store is away this throws, and the queue brings the whole batch again.
 */
export async function consumeEvents(batch: MessageBatch, env: EventBusEnv): Promise<void> {
  const { gaps } = await takeIn(
    env,
    batch.messages.map((message) => message.body),
    Date.now(),
  );
  for (const message of batch.messages) {
    if (gaps.includes(subjectOf(message.body))) message.retry({ delaySeconds: gapDelaySeconds });
    else message.ack();
  }
}

/** Arms and wakes every subscription, whatever became of its alarm. */
export async function keepDelivering(env: EventBusEnv): Promise<number> {
  return wakeSubscriptions(env, await storeHead(env.EVENT_BUS_DB));
}

/** Cron: what the alarms of the actors do by themselves, in case one was lost. A part that fails does not keep the other from its work. */
export async function tick(env: EventBusEnv): Promise<void> {
  const parts = await Promise.allSettled([keepDelivering(env), archive(env)]);
  for (const part of parts) {
    if (part.status === "rejected") log("error", { message: "a part of the bus's regular work failed", cause: String(part.reason) });
  }
}

async function archive(env: EventBusEnv): Promise<void> {
  await env.EVENT_ARCHIVIST.getByName(archivistName).run();
}

function subjectOf(body: unknown): string {
  return typeof body === "object" && body !== null && "subject" in body ? String(body.subject) : "";
}
