/** What reaches the bus from outside a call: the queue and the clock. The all-in-one entry exports the same two. */
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

/** Cron: arms and wakes every subscription, whatever became of its alarm. */
export async function keepDelivering(env: EventBusEnv): Promise<number> {
  return wakeSubscriptions(env, await storeHead(env.EVENT_BUS_DB));
}

function subjectOf(body: unknown): string {
  return typeof body === "object" && body !== null && "subject" in body ? String(body.subject) : "";
}
