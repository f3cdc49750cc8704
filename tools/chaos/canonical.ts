/** Two runs of the same work give other ids and times to the same things. Here both get the names that their roles have. */
import { idPrefixes } from "../../contracts/ids.ts";
import type { EventEnvelope, StoredEvent } from "../../contracts/events/index.ts";
import type { StartedWork } from "./workload.ts";

/** In Markdown the underscore of an id is escaped. */
const anyId = new RegExp(`\\b(${Object.values(idPrefixes).join("|")})\\\\?_([0-9a-z]{10,40})\\b`, "g");

/** What depends on the clock, on which node computed, or on how often an effect was tried. */
const volatile = new Set([
  "time",
  "position",
  "createdAt",
  "updatedAt",
  "startedAt",
  "finishedAt",
  "requestedAt",
  "expiresAt",
  "durationMs",
  "nodeId",
]);

export type Names = ReadonlyMap<string, string>;

/**
 * Id → name: `nch#1` is the first niche of the plan, and so on for teams, runs and webhooks; every other id is named in the order in which the
 * events of those mention it, then those of what they mention, and last whatever nobody mentions (something made twice, for example).
 */
export function namesOf(work: StartedWork, events: readonly StoredEvent[]): Names {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const queue: string[] = [];
  const name = (id: string) => {
    if (names.has(id)) return;
    const prefix = id.slice(0, id.indexOf("_"));
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    names.set(id, `${prefix}#${count}`);
    queue.push(id);
  };
  const ofId = Map.groupBy(events, (event) => event.subject.split("/")[2] ?? "");
  const follow = () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const own = (ofId.get(id) ?? []).toSorted((a, b) => a.sequence - b.sequence);
      for (const event of own) for (const found of mentioned(event)) name(found);
    }
  };
  for (const id of [...work.nicheIds, ...work.teamIds, ...work.runIds, ...work.endpoints.map((endpoint) => endpoint.id)]) name(id);
  follow();
  for (const id of ofId.keys()) {
    name(id);
    follow();
  }
  return names;
}

/** Ids in an event's data, without those of nodes. */
function mentioned(event: StoredEvent): string[] {
  return JSON.stringify(canonical(event.data, new Map())).match(anyId) ?? [];
}

/** What an event says. The chunks of an analysis come back in any order, so how many texts were done by then is left out. */
export function factsOf({ type, data }: EventEnvelope, names: Names): unknown {
  const facts = canonical(data, names);
  if (type !== "evidence.embedded" || typeof facts !== "object" || facts === null) return facts;
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key !== "done"));
}

/** A copy with names for ids, in keys too, and without what differs by right. Keys are sorted, so equal things are equal text. */
export function canonical(value: unknown, names: Names): unknown {
  if (typeof value === "string") return value.replace(anyId, (id, prefix: string, rest: string) => names.get(`${prefix}_${rest}`) ?? id);
  if (Array.isArray(value)) return value.map((item) => canonical(item, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !volatile.has(key) && item !== undefined)
      .map(([key, item]): [string, unknown] => [String(canonical(key, names)), canonical(item, names)])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
