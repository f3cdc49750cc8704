/** What the operations pages ask about deliveries and actors. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { effectViewSchema, type EffectStatus } from "../../../contracts/actor.ts";
import { pageSchema } from "../../../contracts/page.ts";
import { actorSummarySchema, deadLetterSchema, type EffectReference, type TenantActorKind } from "../../../contracts/services/actors.ts";
import { rejectedEventSchema, storedEventSchema, subscriptionSchema } from "../../../contracts/services/event-bus.ts";
import { get, post, putVersion } from "../api/client.ts";
import { pagePath, paging } from "../api/paging.ts";

const lookAgainMs = 5_000;
const followMs = 1_000;
/** Pages of a long list are not all read again and again. */
const maxPagesToRefresh = 3;

const requestedSchema = z.object({ requested: z.literal(true) });
const actorPage = pageSchema(actorSummarySchema);
const deadLetterPage = pageSchema(deadLetterSchema);
const rejectedPage = pageSchema(rejectedEventSchema);
const eventPage = pageSchema(storedEventSchema);

const whileShort = ({ state }: { state: { data: { pages: unknown[] } | undefined } }) =>
  (state.data?.pages.length ?? 0) > maxPagesToRefresh ? false : lookAgainMs;

export const subscriptionsQuery = queryOptions({
  queryKey: ["event-subscriptions"],
  queryFn: async ({ signal }) => (await get("/api/v1/event-subscriptions", z.object({ items: z.array(subscriptionSchema) }), signal)).items,
  refetchInterval: lookAgainMs,
});

export const rejectedEventsQuery = infiniteQueryOptions({
  queryKey: ["rejected-events"],
  queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/events/rejected", {}, pageParam), rejectedPage, signal),
  ...paging,
  refetchInterval: whileShort,
});

export const actorsQuery = (kind: TenantActorKind) =>
  infiniteQueryOptions({
    queryKey: ["actors", kind],
    queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/actors", { kind }, pageParam), actorPage, signal),
    ...paging,
    refetchInterval: whileShort,
  });

export const deadLettersQuery = (kind: TenantActorKind) =>
  infiniteQueryOptions({
    queryKey: ["dead-letters", kind],
    queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/dead-letters", { kind }, pageParam), deadLetterPage, signal),
    ...paging,
    refetchInterval: whileShort,
  });

const underWay: readonly EffectStatus[] = ["pending", "running"];

/** An effect with its cause and attempts; followed while it is tried. */
export const effectQuery = (effect: EffectReference) =>
  queryOptions({
    queryKey: ["effect", effect.kind, effect.actorId, effect.effectId],
    queryFn: ({ signal }) => get(effectPath(effect), effectViewSchema, signal),
    refetchInterval: ({ state }) => (state.data && underWay.includes(state.data.status) ? followMs : false),
  });

/** Pages of 200 events that are looked through for the events of one turn, latest first. */
const maxEventPages = 5;

/** The events `first` to `last` of a subject; fewer when they are too far back. */
export const turnEventsQuery = (subject: string, { first, last }: { first: number; last: number }) =>
  queryOptions({
    queryKey: ["events", subject, first, last],
    queryFn: async ({ signal }) => {
      const found = [];
      let cursor = "";
      for (let page = 0; page < maxEventPages; page++) {
        const { items, nextCursor } = await get(
          pagePath("/api/v1/events", { subject, order: "newest", limit: "200" }, cursor),
          eventPage,
          signal,
        );
        found.push(...items.filter(({ sequence }) => sequence >= first && sequence <= last));
        if (nextCursor === undefined || items.some(({ sequence }) => sequence <= first)) break;
        cursor = nextCursor;
      }
      return found.toReversed();
    },
  });

export function redriveSubject(subscription: string, subject: string) {
  return post(`/api/v1/event-subscriptions/${subscription}/redrives`, requestedSchema, { subject });
}

export function setPaused(subscription: string, paused: boolean) {
  return post(`/api/v1/event-subscriptions/${subscription}/${paused ? "pause" : "resume"}`, requestedSchema);
}

export function rewind(subscription: string, position: number) {
  return post(`/api/v1/event-subscriptions/${subscription}/rewinds`, requestedSchema, { position });
}

/** Of the effect as it was seen at `version`. */
export function editEffect(effect: EffectReference, input: unknown, version: number) {
  return putVersion(`${effectPath(effect)}/input`, effectViewSchema, { input }, version);
}

export function redriveEffect(effect: EffectReference) {
  return post(`${effectPath(effect)}/redrive`, effectViewSchema);
}

export function discardEffect(effect: EffectReference) {
  return post(`${effectPath(effect)}/discard`, effectViewSchema);
}

function effectPath({ kind, actorId, effectId }: EffectReference): string {
  return `/api/v1/actors/${kind}/${encodeURIComponent(actorId)}/effects/${encodeURIComponent(effectId)}`;
}
