/** What a decision must be like to be committed: better refused now than stuck in a table or at the event store. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { EventTypes } from "./blueprint.ts";
import { isOwnEvent } from "./own-events.ts";
import { bytesOf, fits, maxEventBytes, maxRowBytes } from "./sizes.ts";
import type { Decision, NewEffect, NewEvent, TimerChange } from "./types.ts";

/** Ids of effects stand in paths of the API. */
const maxEffectId = 300;

/** Succeeds when every part of the decision can be stored, carried and carried out. */
export function checkDecision(decision: Decision<NewEvent>, known: { events: EventTypes; effects: Record<string, unknown> }): Result<true> {
  const faults = [
    ...decision.events.map((event) => checkEvent(event, known.events)),
    ...(decision.effects ?? []).map((effect) => checkEffect(effect, known.effects)),
    ...(decision.timers ?? []).map(checkTimer),
    checkSize("The answer", decision.value),
  ];
  return faults.find((fault) => !fault.ok) ?? ok(true);
}

function checkEvent(event: NewEvent, types: EventTypes): Result<true> {
  if (isOwnEvent(event.type)) return wrong(`Only the kernel writes ${event.type}.`);
  const version = types.currentVersion(event.type);
  if (version === undefined) return wrong(`The event type ${event.type} is not in the catalogue.`);
  const data = JSON.stringify(event.data);
  if (data === undefined) return wrong(`The event ${event.type} has no data.`);
  if (!fits(data, maxEventBytes)) return err("too_large", `The event ${event.type} has ${bytesOf(data)} bytes, ${maxEventBytes} fit.`);
  if (types.schemaOf(event.type, version)?.safeParse(JSON.parse(data)).success === false)
    return wrong(`The data of the event ${event.type} do not match its schema.`);
  return ok(true);
}

function checkEffect(effect: NewEffect, handlers: Record<string, unknown>): Result<true> {
  if (!(effect.type in handlers)) return wrong(`There is no handler for the effect ${effect.type}.`);
  if (effect.id.length > maxEffectId) return wrong(`The id of the effect ${effect.id} is longer than ${maxEffectId} characters.`);
  if (effect.deadline !== undefined && !Number.isFinite(effect.deadline))
    return wrong(`The deadline of the effect ${effect.id} is no time.`);
  return checkSize(`The input of the effect ${effect.id}`, effect.input);
}

function checkTimer({ name, at, command }: TimerChange): Result<true> {
  if (at === null) return ok(true);
  if (!Number.isFinite(at)) return wrong(`The timer ${name} is set to no time.`);
  return command ? checkSize(`The command of the timer ${name}`, command) : wrong(`The timer ${name} has no command.`);
}

/** Succeeds when `value` fits a row as JSON. */
export function checkSize(what: string, value: unknown): Result<true> {
  const text = JSON.stringify(value) ?? "null";
  return fits(text, maxRowBytes) ? ok(true) : err("too_large", `${what} has ${bytesOf(text)} bytes, ${maxRowBytes} fit.`);
}

function wrong(detail: string): Result<true> {
  return err("internal", detail, { retryable: false });
}
