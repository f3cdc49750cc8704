/** How guessing a password is slowed: free attempts first, then a wait that doubles. Pure; the rows are in `attempts.ts`. */

export interface Attempts {
  /** Attempts since the last success, at most `forgetAfterMs` apart. */
  failures: number;
  /** Epoch milliseconds. */
  lastAt: number;
  /** Epoch milliseconds; no attempt is looked at before. */
  lockedUntil: number;
}

export const lockoutPolicy = {
  /** Attempts that cost nothing. */
  free: 5,
  /** The first wait. */
  firstWaitMs: 30_000,
  /** The longest wait: a stranger who keeps guessing cannot lock the owner out for longer. */
  longestWaitMs: 15 * 60_000,
  /** A quiet day forgives. */
  forgetAfterMs: 24 * 3_600_000,
} as const;

/** Seconds until the account may be tried again; 0 when it may be tried now. */
export function secondsLocked(attempts: Attempts | undefined, now: number): number {
  return attempts && attempts.lockedUntil > now ? Math.ceil((attempts.lockedUntil - now) / 1_000) : 0;
}

/**
 * The state after one more attempt. Counted before the password is looked at and cleared by success, so that attempts in
 * parallel cannot all pass on the same count.
 */
export function afterAttempt(attempts: Attempts | undefined, now: number): Attempts {
  const { free, firstWaitMs, longestWaitMs, forgetAfterMs } = lockoutPolicy;
  const failures = attempts && now - attempts.lastAt < forgetAfterMs ? attempts.failures + 1 : 1;
  const wait = failures < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - free));
  return { failures, lastAt: now, lockedUntil: now + wait };
}
