/**
 * The directory of a service's actors: two projections of their events. `actors` has a row for each actor, `dead_letters` one for each
 * of their effects that is out of attempts, as the kernel's own events tell.
 */
import { identityOfSubject, type ActorKind } from "../../contracts/actor.ts";
import { effectDeadLetteredSchema, effectDiscardedSchema, kernelEvents } from "../../contracts/events/actors.ts";
import type { StoredEvent } from "../../contracts/events/index.ts";
import type { ProjectedRow, Projection } from "./projections.ts";

const ownEvents = Object.keys(kernelEvents);

/** The two projections for actors of `kind`, which write events of `types` besides the kernel's own. */
export function directoryOf(kind: ActorKind, types: readonly string[]): Projection[] {
  // The kernel's types are common to all kinds: other services' actors write them too.
  const concerns = (event: StoredEvent) => identityOfSubject(event.subject)?.kind === kind;
  return [
    {
      table: "actors",
      key: ["organisation", "kind", "id"],
      handles: [...types, ...ownEvents],
      concerns,
      keyOf: actorKey,
      apply: actorAfter,
    },
    {
      table: "dead_letters",
      key: ["organisation", "kind", "actor_id", "effect_id"],
      handles: ownEvents,
      concerns,
      keyOf: letterKey,
      apply: letterAfter,
    },
  ];
}

function actorKey({ organisation, subject }: StoredEvent): ProjectedRow {
  const identity = identityOfSubject(subject);
  return { organisation, kind: identity?.kind ?? "", id: identity?.id ?? "" };
}

function actorAfter(row: ProjectedRow | undefined, event: StoredEvent): ProjectedRow {
  return {
    ...actorKey(event),
    version: event.sequence,
    created_at: row?.["created_at"] ?? event.time,
    last_event_at: event.time,
    last_event_type: event.type,
    dead_letters: Math.max(0, Number(row?.["dead_letters"] ?? 0) + changeOf(event)),
  };
}

/** Only what is not dead dies, and only what is dead is redriven or discarded. */
function changeOf({ type }: StoredEvent): number {
  if (type === "effect.dead-lettered") return 1;
  return ownEvents.includes(type) ? -1 : 0;
}

function letterKey(event: StoredEvent): ProjectedRow {
  const { organisation, kind, id } = actorKey(event);
  // Every event of the kernel names its effect.
  const { effectId } = effectDiscardedSchema.parse(event.data);
  return { organisation: organisation ?? null, kind: kind ?? null, actor_id: id ?? null, effect_id: effectId };
}

function letterAfter(_row: ProjectedRow | undefined, event: StoredEvent): ProjectedRow | undefined {
  if (event.type !== "effect.dead-lettered") return undefined;
  const { effectType, lane, fault, attempts } = effectDeadLetteredSchema.parse(event.data);
  return { ...letterKey(event), effect_type: effectType, lane, fault: JSON.stringify(fault), attempts, died_at: event.time };
}
