/** What a decision must be like to be committed: better refused now than stuck in a table or at the event store. */
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { EventTypes } from "./blueprint.ts";
import { isOwnEvent } from "./own-events.ts";
import { bytesOf, fits, maxEventBytes, maxRowBytes } from "./sizes.ts";
import type { Decision, NewEffect, NewEvent, TimerChange } from "./types.ts";

/** Ids of effects stand in paths of the API. */
const maxEffectId = 300;

/** An event as it will be written: `text` is its data as JSON, `data` what will be read from it. */
export interface SoundEvent {
  type: string;
  version: number;
  text: string;
  data: unknown;
}

/** A decision that can be committed: its events ready to be written, its answer as JSON. */
export interface SoundDecision {
  events: SoundEvent[];
  answer: string;
}

/** Succeeds when every part of the decision can be stored, carried and carried out. Nothing of it needs to be made JSON a second time. */
export function checkDecision(
  decision: Decision<NewEvent>,
  known: { events: EventTypes; effects: Record<string, unknown> },
): Result<SoundDecision> {
  const events: SoundEvent[] = [];
  for (const event of decision.events) {
    const sound = checkEvent(event, known.events);
    if (!sound.ok) return sound;
    events.push(sound.value);
  }
  for (const effect of decision.effects ?? []) {
    const sound = checkEffect(effect, known.effects);
    if (!sound.ok) return sound;
  }
  for (const timer of decision.timers ?? []) {
    const sound = checkTimer(timer);
    if (!sound.ok) return sound;
  }
  const answer = checkSize("The answer", decision.value);
  return answer.ok ? ok({ events, answer: answer.value }) : answer;
}

function checkEvent({ type, data: given }: NewEvent, types: EventTypes): Result<SoundEvent> {
  if (isOwnEvent(type)) return wrong(`Only the kernel writes ${type}.`);
  const version = types.currentVersion(type);
  if (version === undefined) return wrong(`The event type ${type} is not in the catalogue.`);
  const text = JSON.stringify(given);
  if (text === undefined) return wrong(`The event ${type} has no data.`);
  if (!fits(text, maxEventBytes)) return err("too_large", `The event ${type} has ${bytesOf(text)} bytes, ${maxEventBytes} fit.`);
  // Checked and folded as it will be read again, so that memory and replay cannot differ.
  const data: unknown = JSON.parse(text);
  if (types.schemaOf(type, version)?.safeParse(data).success === false)
    return wrong(`The data of the event ${type} do not match its schema.`);
  return ok({ type, version, text, data });
}

function checkEffect(effect: NewEffect, handlers: Record<string, unknown>): Result<unknown> {
  if (!(effect.type in handlers)) return wrong(`There is no handler for the effect ${effect.type}.`);
  if (effect.id.length > maxEffectId) return wrong(`The id of the effect ${effect.id} is longer than ${maxEffectId} characters.`);
  if (effect.deadline !== undefined && !Number.isFinite(effect.deadline))
    return wrong(`The deadline of the effect ${effect.id} is no time.`);
  return checkSize(`The input of the effect ${effect.id}`, effect.input);
}

function checkTimer({ name, at, command }: TimerChange): Result<unknown> {
  if (at === null) return ok(true);
  if (!Number.isFinite(at)) return wrong(`The timer ${name} is set to no time.`);
  return command ? checkSize(`The command of the timer ${name}`, command) : wrong(`The timer ${name} has no command.`);
}

/** `value` as JSON when it fits a row. */
export function checkSize(what: string, value: unknown): Result<string> {
  const text = JSON.stringify(value) ?? "null";
  return fits(text, maxRowBytes) ? ok(text) : err("too_large", `${what} has ${bytesOf(text)} bytes, ${maxRowBytes} fit.`);
}

function wrong(detail: string): Err {
  return err("internal", detail, { retryable: false });
}
