/** A row of the event store, and the event that it holds. */
import type { EventEnvelope, StoredEvent } from "../../../contracts/events/envelope.ts";

export interface EventRow {
  position: number;
  id: string;
  subject: string;
  sequence: number;
  type: string;
  dataversion: number;
  source: string;
  organisation: string;
  /** Epoch milliseconds. */
  time: number;
  causationid: string | null;
  /** JSON. */
  data: string;
}

/** Everything but the position, which the store gives. */
export function rowOf(event: EventEnvelope): Omit<EventRow, "position"> {
  const { id, subject, sequence, type, dataversion, source, organisation } = event;
  const data = JSON.stringify(event.data ?? null);
  return {
    id,
    subject,
    sequence,
    type,
    dataversion,
    source,
    organisation,
    time: Date.parse(event.time),
    causationid: event.causationid ?? null,
    data,
  };
}

export function storedEvent(row: EventRow): StoredEvent {
  const { position, id, subject, sequence, type, dataversion, source, organisation } = row;
  return {
    specversion: "1.0",
    datacontenttype: "application/json",
    position,
    id,
    subject,
    sequence,
    type,
    dataversion,
    source,
    organisation,
    time: new Date(row.time).toISOString(),
    ...(row.causationid === null ? {} : { causationid: row.causationid }),
    data: JSON.parse(row.data) as unknown,
  };
}
