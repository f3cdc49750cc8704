/** The bus's side of its subscriptions: waking them all, and what an organisation sees of them. */
import type { StalledSubject, SubscriptionView } from "../../contracts/services/event-bus.ts";
import { log } from "../kit/log.ts";
import { subscribers, subscriptionName, type Subscriber } from "./domain/subscribers.ts";
import type { Stalled, SubscriptionActor, SubscriptionNamespace, SubscriptionState, ToldPage } from "./domain/subscription.ts";
import type { EventBusEnv } from "./environment.ts";
import { countAfter } from "./store.ts";

export function subscriptionActor(env: Pick<EventBusEnv, "EVENT_SUBSCRIPTION">, subscriber: Subscriber): SubscriptionActor {
  return env.EVENT_SUBSCRIPTION.getByName(subscriptionName(subscriber));
}

/** So long an instance of this Worker believes what a subscription said that it wants. */
const trustMs = 5_000;

/** What the subscriptions want, by what they said last. */
const wants = new WeakMap<SubscriptionNamespace, Map<Subscriber, { types: ReadonlySet<string>; until: number }>>();

/**
 * Tells subscriptions how far the store reaches; answers how many heard it. One that did not hear it finds out at its next alarm, so a
 * failure here is only said aloud. Where `news` says which types are new, those that want none of them are left in peace.
 */
export async function wakeSubscriptions(
  env: Pick<EventBusEnv, "EVENT_SUBSCRIPTION">,
  head: number,
  news?: { types: ReadonlySet<string>; now: number; page?: ToldPage | undefined },
): Promise<number> {
  const known = wants.get(env.EVENT_SUBSCRIPTION) ?? new Map<Subscriber, { types: ReadonlySet<string>; until: number }>();
  wants.set(env.EVENT_SUBSCRIPTION, known);
  const concerned = subscribers.filter((subscriber) => {
    const wanted = known.get(subscriber);
    return !news || !wanted || wanted.until < news.now || [...news.types].some((type) => wanted.types.has(type));
  });
  const calls = await Promise.allSettled(
    concerned.map(async (subscriber) => {
      const types = await subscriptionActor(env, subscriber).wake({ subscriber, head, page: news?.page });
      if (types && news) known.set(subscriber, { types: new Set(types), until: news.now + trustMs });
    }),
  );
  const failed = calls.filter((call) => call.status === "rejected");
  for (const { reason } of failed) log("warn", { message: "a subscription did not wake", cause: String(reason) });
  return calls.length - failed.length;
}

/** The subscription of `subscriber` as `organisation` may see it. */
export async function viewSubscription(env: EventBusEnv, subscriber: Subscriber, organisation: string): Promise<SubscriptionView> {
  const state = await subscriptionActor(env, subscriber).state(organisation);
  const cursor = state.detour?.position ?? state.cursor;
  const lag = await countAfter(env.EVENT_BUS_DB, organisation, cursor, state.handles);
  return {
    name: subscriber,
    status: statusOf(state, lag),
    flow: flowOf(state),
    cursor,
    lag,
    retrying: state.stalled.filter((stalled) => !stalled.parked).map(viewStalled),
    parked: state.stalled.filter((stalled) => stalled.parked).map(viewStalled),
    ...(state.fault ? { fault: state.fault } : {}),
  };
}

function statusOf(state: SubscriptionState, lag: number): SubscriptionView["status"] {
  if (state.failures > 0) return "backing-off";
  return lag > 0 ? "behind" : "current";
}

function flowOf({ detour }: SubscriptionState): SubscriptionView["flow"] {
  if (!detour) return "live";
  return detour.paused ? "paused" : "catching-up";
}

function viewStalled({ subject, eventId, position, failures, fault, since, retryAt }: Stalled): StalledSubject {
  return { subject, eventId, position, failures, fault, since: new Date(since).toISOString(), nextTry: new Date(retryAt).toISOString() };
}
