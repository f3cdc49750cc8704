/**
 * A circuit breaker (Nygard 2007, "Release It!", ch. 5): a service that failed several times in a row is left alone for a while, then asked once; whether it is
 * left alone longer depends on how that goes.
 */

export interface Breaker {
  /** Failures since the last success. */
  failures: number;
  /** Epoch milliseconds until which nobody else asks; 0: closed. */
  openUntil: number;
  /** Somebody is trying whether it is back. */
  probing: boolean;
}

export const closed: Breaker = { failures: 0, openUntil: 0, probing: false };

/** Failures in a row that open it. */
export const failuresToOpen = 5;
export const openMs = 5_000;

/**
 * Whether a request may go, and the breaker afterwards: after the pause one may, and the others wait for how it fares, another pause at most, since
 * it may be one that takes long.
 */
export function ask(breaker: Breaker, now: number): { allowed: boolean; breaker: Breaker } {
  if (breaker.openUntil === 0) return { allowed: true, breaker };
  if (now < breaker.openUntil) return { allowed: false, breaker };
  return { allowed: true, breaker: { ...breaker, openUntil: now + openMs, probing: true } };
}

/** The breaker after a request that was answered. */
export function succeeded(): Breaker {
  return closed;
}

/** The breaker after a request that failed. */
export function failed({ failures, openUntil, probing }: Breaker, now: number): Breaker {
  const opens = probing || failures + 1 >= failuresToOpen;
  return { failures: failures + 1, openUntil: opens ? now + openMs : openUntil, probing: false };
}
