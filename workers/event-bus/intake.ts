/**
 * From the queue into the store: inspect, append, fill gaps from the source, acknowledge, wake.
 * The queue may repeat, reorder, lose; what the source keeps in its outbox until it is acknowledged makes up for it.
 */
import { schemaOf as catalogued } from "../../contracts/events/index.ts";
import type { EventEnvelope } from "../../contracts/events/envelope.ts";
import type { ServiceLife } from "../../contracts/services/common.ts";
import { log } from "../kit/log.ts";
import { keepArchiving } from "./archiving.ts";
import { gapOf, runsBySubject, type SubjectRun } from "./domain/appending.ts";
import { contradiction, inspect, rejectionOf, type Rejection, type SchemaLookup } from "./domain/inspection.ts";
import { subscriberBindings, subscriberOfSource } from "./domain/subscribers.ts";
import type { EventBusEnv } from "./environment.ts";
import { recordRejections } from "./rejections.ts";
import { append, contradicted, type Appended } from "./store.ts";
import { wakeSubscriptions } from "./subscriptions.ts";
import { wakeWebhooks } from "./webhooks/waking.ts";

/** A request may call other Workers 32 times: what does not fit waits for the next delivery. */
const maxGapCalls = 4;

export interface Intake {
  /** Events that were new. */
  appended: number;
  rejected: number;
  /** Subjects that still lack an event before the ones delivered. */
  gaps: string[];
}

/**
 * Takes a bundle of queue messages in. Throws when the store is away (the queue then delivers the bundle again); a source that
 * does not answer is only said aloud, since it sends again by itself.
 */
export async function takeIn(
  env: EventBusEnv,
  messages: readonly unknown[],
  now: number,
  schemaOf: SchemaLookup = catalogued,
): Promise<Intake> {
  const { sound, rejections } = sift(messages, schemaOf);
  const runs = runsBySubject(sound);
  const first = await append(
    env.EVENT_BUS_DB,
    runs.flatMap((run) => run.events),
  );
  const filled = await fillGaps(env, runs, first, schemaOf);
  const heads = new Map([...first.heads, ...filled.heads]);
  const accepted = first.count + filled.count;
  // Whatever was not new was there before: with the same content, or as a contradiction that must be seen.
  const clashes = sound.length > first.count ? await contradicted(env.EVENT_BUS_DB, sound) : [];
  const refused = [...rejections, ...filled.rejections, ...clashes.map((event) => rejectionOf(event, contradiction))];
  await recordRejections(env.EVENT_BUS_DB, refused, now);
  const news = {
    events: [...sound, ...filled.events],
    // Behind it stands what was filled in.
    page: filled.count === 0 ? first.page : undefined,
    endpoints: [...first.endpoints, ...filled.endpoints],
  };
  await Promise.all([acknowledge(env, runs, heads), ...(accepted > 0 ? [announce(env, filled.head, news, now)] : [])]);
  return {
    appended: accepted,
    rejected: refused.length,
    gaps: runs.filter((run) => gapOf(run, heads.get(run.subject) ?? 0)).map((run) => run.subject),
  };
}

/** What is new in the store. */
interface News extends Pick<Appended, "page" | "endpoints"> {
  events: readonly EventEnvelope[];
}

/** Tells those who read of the store that it has grown. */
async function announce(env: EventBusEnv, head: number, { events, page, endpoints }: News, now: number): Promise<void> {
  const types = new Set(events.map((event) => event.type));
  await Promise.all([wakeSubscriptions(env, head, { types, now, page }), wakeWebhooks(env, endpoints), keepArchiving(env, now)]);
}

function sift(messages: readonly unknown[], schemaOf: SchemaLookup): { sound: EventEnvelope[]; rejections: Rejection[] } {
  const inspections = messages.map((message) => inspect(message, schemaOf));
  return {
    sound: inspections.flatMap((inspection) => (inspection.sound ? [inspection.event] : [])),
    rejections: inspections.flatMap((inspection) => (inspection.sound ? [] : [inspection.rejection])),
  };
}

/** Asks the sources for what is missing before the events delivered, and appends it. */
async function fillGaps(
  env: EventBusEnv,
  runs: readonly SubjectRun[],
  before: Appended,
  schemaOf: SchemaLookup,
): Promise<Appended & { rejections: Rejection[]; events: EventEnvelope[] }> {
  const gaps = runs.flatMap((run) => {
    const missing = gapOf(run, before.heads.get(run.subject) ?? 0);
    return missing === undefined ? [] : [{ run, missing }];
  });
  if (gaps.length === 0) return { count: 0, heads: new Map(), head: before.head, endpoints: [], rejections: [], events: [] };
  const answers = await Promise.all(
    gaps.slice(0, maxGapCalls).map(async ({ run, missing }) => {
      const emitted = await askSource(env, run.source, (source) => source.emitted(run.subject, missing));
      // A source speaks only for the subject that it was asked about; what was delivered may stand behind the first page.
      return [...(emitted ?? []).filter((event) => event.subject === run.subject), ...run.events];
    }),
  );
  const { sound, rejections } = sift(answers.flat(), schemaOf);
  const appended = await append(
    env.EVENT_BUS_DB,
    runsBySubject(sound).flatMap((run) => run.events),
  );
  return { ...appended, rejections, events: sound };
}

async function acknowledge(env: EventBusEnv, runs: readonly SubjectRun[], heads: Map<string, number>): Promise<void> {
  const bySource = Map.groupBy(
    runs.filter((run) => heads.has(run.subject)),
    (run) => run.source,
  );
  const calls = [...bySource].map(([source, of]) => {
    const stored = of.map(({ subject }) => ({ subject, sequence: heads.get(subject) ?? 0 }));
    return askSource(env, source, (service) => service.acknowledge(stored));
  });
  await Promise.all(calls);
}

async function askSource<Answer>(
  env: EventBusEnv,
  source: string,
  call: (service: ServiceLife) => Promise<Answer>,
): Promise<Answer | undefined> {
  const service = subscriberOfSource(source);
  if (!service) return undefined;
  try {
    return await call(env[subscriberBindings[service]]);
  } catch (cause) {
    log("warn", { message: "a source of events did not answer", source, cause: String(cause) });
    return undefined;
  }
}
