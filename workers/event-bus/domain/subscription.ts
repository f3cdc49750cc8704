/** What the bus knows of a subscription's actor. */
import type { StoredEvent } from "../../../contracts/events/envelope.ts";
import type { Fault, Result } from "../../../contracts/result.ts";
import type { BackedUpActor } from "../../../contracts/services/backup.ts";
import type { Subscriber } from "./subscribers.ts";

/** A subject that the subscriber does not get past, as the actor keeps it. Times in epoch milliseconds. */
export interface Stalled {
  subject: string;
  organisation: string;
  /** The event refused last. */
  eventId: string;
  /** Its position: the subject's events from here on are not delivered. */
  position: number;
  failures: number;
  fault: Fault;
  since: number;
  retryAt: number;
  parked: boolean;
}

/**
 * A place of one organisation beside the common cursor, because it was paused or rewound. It ends when it has caught up, and the
 * organisation goes with all others again.
 */
export interface Detour {
  organisation: string;
  /** The organisation's events up to here are delivered, or wait with their stalled subject. */
  position: number;
  paused: boolean;
}

export interface SubscriptionState {
  /** The common cursor. */
  cursor: number;
  /** Of the organisation asked about. */
  detour: Detour | undefined;
  /** Types that the subscriber asked for; undefined until it was asked. */
  handles: string[] | undefined;
  /** Failed attempts in a row to reach the subscriber at all. */
  failures: number;
  fault: Fault | undefined;
  /** Stalled subjects of the organisation asked about. */
  stalled: Stalled[];
}

/** All events of the store at the positions behind `after`, up to and including `to`. */
export interface ToldPage {
  after: number;
  to: number;
  events: StoredEvent[];
}

/** What a subscription is told when the store has grown. */
export interface Wake {
  subscriber: Subscriber;
  /** The store holds events up to here. */
  head: number;
  /** The latest of them, when they are at hand: they need not be read then. */
  page?: ToldPage | undefined;
}

export interface SubscriptionActor extends BackedUpActor {
  /**
   * Answers before anything is delivered: with the types that the subscriber asked for last, undefined when it was never asked.
   */
  wake(call: Wake): Promise<string[] | undefined>;
  state(organisation: string): Promise<SubscriptionState>;
  /** Tries a stalled subject of `organisation` again at once; `not_found` when it is not stalled. */
  redrive(organisation: string, subject: string): Promise<Result<{ requested: true }>>;
  /** Delivers nothing more of `organisation` until it is resumed. What is under way may still arrive. */
  pause(organisation: string): Promise<void>;
  /** Goes on where the pause began. */
  resume(organisation: string): Promise<void>;
  /** Delivers the organisation's events after `position` again; `invalid_input` when it is not that far yet. */
  rewind(organisation: string, position: number): Promise<Result<{ requested: true }>>;
}

export interface SubscriptionNamespace {
  getByName(name: string): SubscriptionActor;
}
