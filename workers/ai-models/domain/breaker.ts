/**
 * A circuit breaker (Nygard, "Release It!", 2007) of one version on one node: closed → open for a pause → one trial call → closed, or open for
 * longer. It opens after several failures in a row, or when a large share of the latest calls failed.
 */
import * as z from "zod";

export const breakerSchema = z.object({
  /** Failures in a row. */
  failures: z.int(),
  /** Epoch milliseconds until which no call is sent; 0 while closed. */
  openUntil: z.number(),
  /** Pauses in a row. */
  pauses: z.int(),
  /** The trial call is out. */
  onTrial: z.boolean(),
  /** Calls answered and failed lately: each counts half after `halfLifeMs`. As of `at`. */
  answered: z.number(),
  failed: z.number(),
  at: z.number(),
});
export type Breaker = z.infer<typeof breakerSchema>;

export type BreakerState = "closed" | "open" | "half-open";

export const closedBreaker: Breaker = { failures: 0, openUntil: 0, pauses: 0, onTrial: false, answered: 0, failed: 0, at: 0 };

/** Failures in a row that open it. */
export const failuresToOpen = 3;
/** Share of failed calls that opens it, once so many calls were made lately. */
export const rateToOpen = 0.5;
export const callsToJudge = 10;
const halfLifeMs = 15_000;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

export function stateOf({ openUntil }: Breaker, now: number): BreakerState {
  if (openUntil === 0) return "closed";
  return now < openUntil ? "open" : "half-open";
}

/** The worst of several. */
export function worstOf(states: readonly BreakerState[]): BreakerState {
  if (states.includes("open")) return "open";
  return states.includes("half-open") ? "half-open" : "closed";
}

/**
 * After a failed call. A failed trial makes the next pause twice as long, up to a minute; calls that were sent before it opened and fail
 * afterwards do not.
 */
export function afterFailure(before: Breaker, now: number): Breaker {
  const breaker = counted(before, now, 0, 1);
  const failures = before.failures + 1;
  if (before.openUntil === 0) return isTooMany(breaker, failures) ? paused({ ...breaker, failures }, now) : { ...breaker, failures };
  return before.onTrial ? paused({ ...breaker, failures }, now) : { ...breaker, failures };
}

/** After a call that took so long that another node answered first: it counts for the share alone, an answer may have been on its way. */
export function afterSlow(before: Breaker, now: number): Breaker {
  const breaker = counted(before, now, 0, 1);
  return before.openUntil === 0 && isTooMany(breaker, before.failures) ? paused(breaker, now) : breaker;
}

/** After an answer. It closes the breaker when its trial is out; answers to calls that were sent before it opened do not. */
export function afterAnswer(before: Breaker, now: number): Breaker {
  return before.onTrial ? closedBreaker : afterAnswers(before, 1, now);
}

/** After so many answers of the last seconds, some of which may have come before a failure: they count, and end a row only while it is closed. */
export function afterAnswers(before: Breaker, count: number, now: number): Breaker {
  return { ...counted(before, now, count, 0), failures: before.openUntil > 0 ? before.failures : 0 };
}

/** While a trial call is out nobody else gets one: half-open becomes open for the length of the first pause. */
export function duringTrial(breaker: Breaker, now: number): Breaker {
  return { ...breaker, openUntil: now + firstPauseMs, onTrial: true };
}

/** Nothing worth remembering: like one that never was. */
export function isQuiet({ failures, openUntil, failed }: Breaker): boolean {
  return failures === 0 && openUntil === 0 && failed < 0.01;
}

function isTooMany({ answered, failed }: Breaker, failures: number): boolean {
  const calls = answered + failed;
  return failures >= failuresToOpen || (calls >= callsToJudge && failed / calls >= rateToOpen);
}

function paused(breaker: Breaker, now: number): Breaker {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** breaker.pauses);
  return { ...breaker, openUntil: now + pause, pauses: breaker.pauses + 1, onTrial: false };
}

function counted(breaker: Breaker, now: number, answered: number, failed: number): Breaker {
  const left = breaker.at === 0 ? 0 : 2 ** (-Math.max(0, now - breaker.at) / halfLifeMs);
  return { ...breaker, answered: breaker.answered * left + answered, failed: breaker.failed * left + failed, at: now };
}
