/** Takes what is in the outbox to the queue. The queue is transport only: rows stay until the event store has acknowledged them. */
import { subjectOf, type ActorIdentity } from "../../contracts/actor.ts";
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { EventQueue } from "./blueprint.ts";
import type { LoggedEvent } from "./log.ts";
import type { Outbox } from "./outbox.ts";
import { bytesOf } from "./sizes.ts";

/** Queue limits: 100 messages or 256 KB a batch. */
const maxBatchMessages = 100;
const maxBatchBytes = 200_000;

export interface CourierParts {
  queue(): EventQueue;
  outbox: Pick<Outbox, "due" | "postpone">;
  /** Events of the log as the bus carries them, from the first to the last of the sequences. */
  envelopes(from: number, to: number): EventEnvelope[];
  now(): number;
  /** Called when nothing is due any more. */
  done(): void;
}

export class Courier {
  readonly #parts: CourierParts;
  #underWay = false;
  /** From here on nothing has been handed over by this process. */
  #fresh = Number.MAX_SAFE_INTEGER;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** Events from `sequence` on were just committed. */
  expect(sequence: number): void {
    this.#fresh = Math.min(this.#fresh, sequence);
  }

  /** Hands over what is due, until nothing is. Never rejects: what could not be sent is due again after a pause. */
  async round(): Promise<void> {
    if (this.#underWay) return;
    this.#underWay = true;
    try {
      for (let due = this.#due(); due.length > 0; due = this.#due()) await this.#carry(due);
      this.#parts.done();
    } catch (cause) {
      console.warn(JSON.stringify({ level: "warn", message: "outbox hand-over failed, will be repeated", cause: String(cause) }));
    } finally {
      this.#underWay = false;
    }
  }

  #due(): number[] {
    return this.#parts.outbox.due(this.#parts.now(), this.#fresh);
  }

  async #carry(due: readonly number[]): Promise<void> {
    const [first = 1, last = first] = [due[0], due.at(-1)];
    // Before the send: a queue that refuses must not be asked again at once. Fresh rows were written with their first pause.
    const again = due.filter((sequence) => sequence < this.#fresh);
    if (again.length > 0) this.#parts.outbox.postpone(again, this.#parts.now());
    if (last >= this.#fresh) this.#fresh = last + 1;
    const wanted = new Set(due);
    const messages = this.#parts.envelopes(first, last).filter((event) => wanted.has(event.sequence));
    for (const batch of queueBatches(messages)) await this.#parts.queue().sendBatch(batch.map((body) => ({ body })));
  }
}

/** Logged events as the bus carries them. */
export function envelopesOf(events: readonly LoggedEvent[], source: string, identity: ActorIdentity): EventEnvelope[] {
  const origin = { source, subject: subjectOf(identity), organisation: identity.organisation };
  return events.map((event) =>
    envelope({
      ...origin,
      type: event.type,
      dataversion: event.version,
      sequence: event.sequence,
      time: event.time,
      causationid: event.commandId,
      data: event.data,
    }),
  );
}

/** Cuts a list into batches that the queue takes. */
export function queueBatches(messages: readonly EventEnvelope[]): EventEnvelope[][] {
  const batches: EventEnvelope[][] = [];
  let size = 0;
  for (const message of messages) {
    const bytes = bytesOf(JSON.stringify(message));
    const last = batches.at(-1);
    if (last && last.length < maxBatchMessages && size + bytes <= maxBatchBytes) {
      last.push(message);
      size += bytes;
    } else {
      batches.push([message]);
      size = bytes;
    }
  }
  return batches;
}
