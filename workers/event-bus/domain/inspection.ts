/** Whether a message may enter the store: a sound envelope, a known source, data as the catalogue describes them. Pure. */
import type * as z from "zod";
import { eventEnvelopeSchema, maxEventBytes, type EventEnvelope } from "../../../contracts/events/envelope.ts";
import { parse } from "../../../contracts/result.ts";
import { subscriberOfSource } from "./subscribers.ts";

/** The reason of a rejection that stays although an event with the id is stored. */
export const contradiction = "Another event with this id is stored already.";

/** The catalogue's look-up (`schemaOf` of contracts/events), an argument so that rules and catalogue are tested apart. */
export type SchemaLookup = (type: string, version: number) => z.ZodType | undefined;

/** A message that must not enter, with as much of it as could be read. */
export interface Rejection {
  /** The id it claims, or undefined when it claims none. */
  eventId: string | undefined;
  subject: string;
  type: string;
  source: string;
  organisation: string;
  reason: string;
  /** The message as it came, JSON. */
  body: string;
}

export type Inspection = { sound: true; event: EventEnvelope } | { sound: false; rejection: Rejection };

export function inspect(message: unknown, schemaOf: SchemaLookup): Inspection {
  const envelope = parse(eventEnvelopeSchema, message);
  if (!envelope.ok) return rejected(message, envelope.error.detail);
  const event = envelope.value;
  const reason = objection(event) ?? dataObjection(event, schemaOf);
  return reason === undefined ? { sound: true, event } : rejected(message, reason);
}

/** The rejection of a message, also for reasons that only the store knows. */
export function rejectionOf(message: unknown, reason: string): Rejection {
  const claims: Record<string, unknown> = typeof message === "object" && message !== null ? { ...message } : {};
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : "");
  return {
    eventId: text("id") || undefined,
    subject: text("subject"),
    type: text("type"),
    source: text("source"),
    organisation: text("organisation"),
    reason,
    body: JSON.stringify(message ?? null),
  };
}

function rejected(message: unknown, reason: string): Inspection {
  return { sound: false, rejection: rejectionOf(message, reason) };
}

function objection(event: EventEnvelope): string | undefined {
  const [kind, organisation, id] = event.subject.split("/");
  if (event.id !== `${event.subject}:${event.sequence}`) return "The id is not `subject:sequence`.";
  if (!subscriberOfSource(event.source)) return `Nobody writes events as ${event.source}.`;
  if (!kind || !id || organisation !== event.organisation) return "The subject is not `kind/organisation/id` of the event's organisation.";
  const bytes = new TextEncoder().encode(JSON.stringify(event)).length;
  return bytes > maxEventBytes ? `The event has ${bytes} bytes, ${maxEventBytes} fit.` : undefined;
}

function dataObjection(event: EventEnvelope, schemaOf: SchemaLookup): string | undefined {
  const schema = schemaOf(event.type, event.dataversion);
  if (!schema) return `The catalogue has no ${event.type} version ${event.dataversion}.`;
  const data = parse(schema, event.data);
  return data.ok ? undefined : `The data do not fit ${event.type} version ${event.dataversion}: ${data.error.detail}`;
}
