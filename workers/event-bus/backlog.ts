/** Whether events reach their subscribers, for whoever asks how the bus is: of the whole installation, in numbers only. */
import type { Look } from "../kit/health.ts";
import { subscribers, type Subscriber } from "./domain/subscribers.ts";
import type { EventBusEnv } from "./environment.ts";
import { subscriptionActor } from "./subscriptions.ts";

/** Who waits longer is waiting for something that broke: events are delivered within a second or two. */
const patienceMs = 60_000;
/** More are not counted. */
const most = 1_000;

export function backlogLook(env: EventBusEnv, now: number): Look {
  return {
    what: "The backlog of events",
    look: async () => (await Promise.all(subscribers.map((subscriber) => waiting(env, subscriber, now)))).flat(),
  };
}

async function waiting(env: EventBusEnv, subscriber: Subscriber, now: number): Promise<string[]> {
  const { cursor, handles, failures, fault } = await subscriptionActor(env, subscriber).state("");
  if (handles === undefined || handles.length === 0) return [];
  const behind = await env.EVENT_BUS_DB.prepare(
    `SELECT COUNT(*) AS n, MIN(time) AS oldest FROM
       (SELECT time FROM events WHERE position > ?1 AND type IN (SELECT value FROM json_each(?2)) ORDER BY position LIMIT ?3)`,
  )
    .bind(cursor, JSON.stringify(handles), most)
    .first<{ n: number; oldest: number | null }>();
  const { n = 0, oldest = null } = behind ?? {};
  if (oldest === null || now - oldest < patienceMs) return [];
  const many = `${n >= most ? "More than " : ""}${n.toLocaleString("en-US")} event${n === 1 ? "" : "s"}`;
  const why = failures > 0 ? ` It could not be reached ${failures} times in a row${fault ? ` (${fault.code})` : ""}.` : "";
  return [`${many} wait for ${subscriber}, the oldest for ${Math.floor((now - oldest) / 60_000)} min.${why}`];
}
