/** Pauses between attempts: exponential with full jitter (Brooker 2015, "Exponential Backoff And Jitter"), never below half. */
import type { RetryOptions } from "./types.ts";

export const defaultRetry: RetryOptions = { maxAttempts: 6, baseMs: 200, maxMs: 30_000 };

/** Checks options where they are given. Throws a RangeError that names the wrong one. */
export function retryOptions(options: Partial<RetryOptions> = {}): RetryOptions {
  const merged = { ...defaultRetry, ...options };
  if (!Number.isInteger(merged.maxAttempts) || merged.maxAttempts < 1)
    throw new RangeError("maxAttempts must be a whole number of at least 1");
  if (!(merged.baseMs > 0)) throw new RangeError("baseMs must be above 0");
  if (!(merged.maxMs >= merged.baseMs)) throw new RangeError("maxMs must not be below baseMs");
  return merged;
}

/** Milliseconds to wait after the `attempt`-th failure (from 1); `random` in [0, 1). */
export function pauseAfter(attempt: number, options: RetryOptions, random: number): number {
  const ceiling = Math.min(options.maxMs, options.baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
