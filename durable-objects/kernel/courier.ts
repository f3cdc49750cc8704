/** Takes what is in the outbox to the queue. The queue is transport only: rows stay until the event store has acknowledged them. */
import { subjectOf, type ActorIdentity } from "../../contracts/actor.ts";
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { EventQueue } from "./blueprint.ts";
import type { LoggedEvent } from "./log.ts";
import type { Outbox } from "./outbox.ts";
import { bytesOf } from "./sizes.ts";
import type { Tell } from "./telling.ts";

/** Queue limits: 100 messages or 256 KB a batch. */
const maxBatchMessages = 100;
const maxBatchBytes = 200_000;
/** Fresh events that are held in memory: of the largest, 24 MB. */
const maxFresh = 200;

export interface CourierParts {
  queue(): EventQueue;
  outbox: Pick<Outbox, "due" | "postpone">;
  /** Events of the log, from the first to the last of the sequences. */
  read(from: number, to: number): LoggedEvent[];
  /** Events as the bus carries them. */
  envelopes(events: readonly LoggedEvent[]): EventEnvelope[];
  now(): number;
  tell: Tell;
  /** Called when nothing is due any more, and something was: it is due again later. */
  done(): void;
}

export class Courier {
  readonly #parts: CourierParts;
  #underWay = false;
  /** Rows got another time in this round, which the alarm is not set for yet. */
  #postponed = false;
  /** Just committed and not handed over yet: these need not be read again. */
  #fresh: LoggedEvent[] = [];

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** `events` were just committed. Behind a slow queue those that do not fit in memory wait as rows until they are due again. */
  expect(events: readonly LoggedEvent[]): void {
    if (this.#fresh.length < maxFresh) this.#fresh.push(...events);
  }

  /** Hands over what is due, until nothing is. Never rejects: what could not be sent is due again after a pause. */
  async round(): Promise<void> {
    if (this.#underWay) return;
    this.#underWay = true;
    this.#postponed = false;
    try {
      for (let events = this.#next(); events.length > 0; events = this.#next()) {
        for (const batch of queueBatches(this.#parts.envelopes(events))) await this.#send(batch);
      }
      if (this.#postponed) this.#parts.done();
    } catch (cause) {
      this.#parts.tell("warn", "outbox hand-over failed, will be repeated", { cause });
    } finally {
      this.#underWay = false;
    }
  }

  /** What to hand over now: those that are due again, which are older, before the fresh ones. */
  #next(): LoggedEvent[] {
    const { outbox, now, read } = this.#parts;
    const due = outbox.due(now());
    const [first, last] = [due[0], due.at(-1)];
    // Fresh rows were written with their first pause: a queue that refuses them is not asked again at once.
    if (first === undefined || last === undefined) return this.#fresh.splice(0, maxBatchMessages);
    // Before the send, for the same reason.
    outbox.postpone(due, now());
    this.#postponed = true;
    const wanted = new Set(due);
    return read(first, last).filter(({ sequence }) => wanted.has(sequence));
  }

  async #send(batch: readonly EventEnvelope[]): Promise<void> {
    await this.#parts.queue().sendBatch(batch.map((body) => ({ body })));
  }
}

/** Logged events as the bus carries them. */
export function envelopesOf(events: readonly LoggedEvent[], source: string, identity: ActorIdentity): EventEnvelope[] {
  const subject = subjectOf(identity);
  const { organisation } = identity;
  return events.map(({ type, version: dataversion, sequence, time, commandId: causationid, data }) =>
    envelope({ source, subject, organisation, type, dataversion, sequence, time, causationid, data }),
  );
}

/** Cuts a list into batches that the queue takes. */
export function queueBatches(messages: readonly EventEnvelope[]): EventEnvelope[][] {
  // One fits by itself: it was measured when it was decided.
  if (messages.length === 1) return [[...messages]];
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
