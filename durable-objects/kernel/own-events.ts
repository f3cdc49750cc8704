/**
 * Events that the kernel itself writes into any actor's log: what became of its effects. Deciders neither decide nor see them; they
 * count as versions and travel like all others. What they say stands in `contracts/events/actors.ts`.
 */
import { kernelEvents } from "../../contracts/events/actors.ts";
import { err, faultSchema, type Fault } from "../../contracts/result.ts";
import type { SoundEvent } from "./decision.ts";
import type { EffectRow } from "./effects.ts";
import type { NewEvent } from "./types.ts";

/** Characters of a fault's text, and fields that it names, in an event: an event must travel, and the effect itself has all of it. */
const maxDetail = 2_000;
const maxFields = 20;

/** True for types that only the kernel writes. */
export function isOwnEvent(type: string): boolean {
  return Object.hasOwn(kernelEvents, type);
}

/** One of the kernel's events as it is written. */
export function asWritten({ type, data }: NewEvent): SoundEvent {
  const text = JSON.stringify(data);
  return { type, version: 1, text, data: JSON.parse(text) };
}

/** An effect is out of attempts; `attempts` counts the failed ones over all redrives. */
export function deadLettered({ id, type, lane }: EffectRow, fault: Fault, attempts: number): NewEvent {
  return { type: "effect.dead-lettered", data: { effectId: id, effectType: type, lane, fault: portable(fault), attempts } };
}

export function redriven(effectId: string, redrives: number): NewEvent {
  return { type: "effect.redriven", data: { effectId, redrives } };
}

export function discarded(effectId: string): NewEvent {
  return { type: "effect.discarded", data: { effectId } };
}

/** Ids of the effects that are dead by what the log says of them. */
export function deadByLog(sql: SqlStorage): string[] {
  const rows = sql.exec<{ id: string; type: string }>(
    `SELECT data ->> '$.effectId' AS id, type FROM events
     WHERE type IN (SELECT value FROM json_each(?)) ORDER BY sequence`,
    JSON.stringify(Object.keys(kernelEvents)),
  );
  const dead = new Set<string>();
  for (const { id, type } of rows) {
    if (type === "effect.dead-lettered") dead.add(id);
    else dead.delete(id);
  }
  return [...dead];
}

/** A callee's fault as the catalogue has it: what does not fit would stand still on its way to the store for good. */
function portable(fault: Fault): Fault {
  const { data: known } = faultSchema.safeParse(fault);
  if (!known) return err("internal", "It failed in a way that nobody knows.", { retryable: false }).error;
  const clip = (text: string) => text.slice(0, maxDetail);
  const fields = known.fields?.slice(0, maxFields).map(({ path, message }) => ({ path: clip(path), message: clip(message) }));
  return { ...known, detail: clip(known.detail), ...(fields ? { fields } : {}) };
}
