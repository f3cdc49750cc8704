/** A circuit breaker by consecutive failures: closed → open for a while → one trial call → closed, or open for longer. */

export interface Breaker {
  /** Failures in a row. */
  failures: number;
  /** Epoch milliseconds until which no call is sent; 0 while closed. */
  openUntil: number;
}

export type BreakerState = "closed" | "open" | "half-open";

export const closedBreaker: Breaker = { failures: 0, openUntil: 0 };

/** Failures in a row that open it. */
export const failuresToOpen = 3;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

export function stateOf(breaker: Breaker, now: number): BreakerState {
  if (breaker.failures < failuresToOpen) return "closed";
  return now < breaker.openUntil ? "open" : "half-open";
}

/** After a failed call: the third in a row opens it for 5 s, each further one for twice as long, at most a minute. */
export function afterFailure(breaker: Breaker, now: number): Breaker {
  const failures = breaker.failures + 1;
  if (failures < failuresToOpen) return { failures, openUntil: 0 };
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - failuresToOpen));
  return { failures, openUntil: now + pause };
}

/** While a trial call is out nobody else gets one: half-open becomes open for the length of a pause. */
export function duringTrial(breaker: Breaker, now: number): Breaker {
  return { ...breaker, openUntil: now + firstPauseMs };
}
