/** CloudEvents 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) with our extension attributes. */
import * as z from "zod";

/** The largest event: UTF-8 bytes of its envelope as JSON (what one message of Cloudflare Queues holds, 128 KB). */
export const maxEventBytes = 128_000;

export const eventEnvelopeSchema = z.object({
  specversion: z.literal("1.0"),
  /** `subject:sequence`, so that a repeated delivery is recognised by its id alone. */
  id: z.string().min(1),
  /** The service that wrote it, `/niche-analysis`. */
  source: z.string().startsWith("/"),
  /** `noun.verb-in-past`, for example `evidence.imported`. */
  type: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
  /** Extension: version of the schema of `data`. */
  dataversion: z.int().min(1),
  /** What it happened to: `kind/organisation/id`. */
  subject: z.string().min(1),
  /** Extension: the version of the subject after this event, counted from 1 without gaps. */
  sequence: z.int().min(1),
  /** RFC 3339. */
  time: z.iso.datetime(),
  datacontenttype: z.literal("application/json"),
  /** Extension: the tenant. */
  organisation: z.string().min(1),
  /** Extension: id of the command or effect that caused it. */
  causationid: z.string().optional(),
  data: z.unknown(),
});
export type EventEnvelope = z.infer<typeof eventEnvelopeSchema>;

/** An event as the store keeps it: with its place in the one order of all events. */
export type StoredEvent = EventEnvelope & { position: number };

export interface EventParts {
  source: string;
  type: string;
  dataversion: number;
  subject: string;
  sequence: number;
  organisation: string;
  /** Epoch milliseconds. */
  time: number;
  causationid?: string;
  data: unknown;
}

export function envelope(parts: EventParts): EventEnvelope {
  const { source, type, dataversion, subject, sequence, organisation, time, causationid, data } = parts;
  const event: EventEnvelope = {
    specversion: "1.0",
    id: `${subject}:${sequence}`,
    datacontenttype: "application/json",
    time: new Date(time).toISOString(),
    source,
    type,
    dataversion,
    subject,
    sequence,
    organisation,
    data,
  };
  if (causationid !== undefined) event.causationid = causationid;
  return event;
}
