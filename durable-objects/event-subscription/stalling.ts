/** When to try again, and when to give up trying soon. Pure. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { Fault } from "../../contracts/result.ts";
import type { Stalled } from "../../workers/event-bus/domain/subscription.ts";
import { pauseAfter, retryOptions } from "../kernel/backoff.ts";

/** So many refusals of one event park its subject. */
export const parkAfter = 5;
/** A parked subject is tried again by itself this often: a service that was mended meanwhile heals without being asked. */
export const parkedPauseMs = 3_600_000;
/** More stalled subjects than this are no longer poison in single events: the subscription as a whole stands still. */
export const maxStalled = 1_000;

const eventRetries = retryOptions({ maxAttempts: parkAfter, baseMs: 500, maxMs: 30_000 });
const outageRetries = retryOptions({ baseMs: 200, maxMs: 30_000 });

/** Pauses of the alarm while nothing happens: from the first, doubling, up to the last. */
const tickMs = { shortest: 5_000, longest: 30_000 };

/** The subject of `event` after the subscriber refused it; `before` is what was known of the subject. `random` in [0, 1). */
export function stall(before: Stalled | undefined, event: StoredEvent, fault: Fault, at: { now: number; random: number }): Stalled {
  const failures = before?.eventId === event.id ? before.failures + 1 : 1;
  const parked = failures >= parkAfter;
  return {
    subject: event.subject,
    organisation: event.organisation,
    eventId: event.id,
    position: event.position,
    failures,
    fault,
    since: before?.since ?? at.now,
    retryAt: at.now + (parked ? parkedPauseMs : pauseAfter(failures, eventRetries, at.random)),
    parked,
  };
}

/** When to look again at a subscriber that did not answer `failures` times in a row. */
export function nextLook(failures: number, fault: Fault, at: { now: number; random: number }): number {
  return at.now + Math.max(pauseAfter(failures, outageRetries, at.random), (fault.retryAfter ?? 0) * 1_000);
}

/** The next idle pause after one of `previous` milliseconds; `active` when the last look found anything to do. */
export function nextTick(previous: number, active: boolean): number {
  return active ? tickMs.shortest : Math.min(tickMs.longest, Math.max(previous, tickMs.shortest / 2) * 2);
}
