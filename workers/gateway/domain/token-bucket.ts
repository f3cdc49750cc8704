/**
 * A token bucket: holds at most `tokens`, refilled evenly over `seconds`, one token a request (Turner 1986, "New directions in
 * communications"; the level is computed when it is looked at, so nothing ticks). Over any time T it lets through at most
 * tokens + T · tokens / seconds requests.
 */

/** `tokens` at once at most, and as many again in every `seconds`. */
export interface Quota {
  tokens: number;
  seconds: number;
}

export interface Bucket {
  /** Tokens in it at `at`; fractions count. */
  level: number;
  /** Epoch milliseconds. */
  at: number;
}

export interface Taken {
  bucket: Bucket;
  /** Whole tokens, as many of those wanted as there were. */
  granted: number;
  /** Milliseconds until the next whole token; 0 while there is one. */
  waitMs: number;
}

/** Float sums of refills end a hair below a whole token. */
const epsilon = 1e-9;

/** A bucket that nobody has taken from. */
export function full(quota: Quota, now: number): Bucket {
  return { level: quota.tokens, at: now };
}

/** The bucket as it is at `now`. A clock that went back refills nothing. */
export function refilled({ level, at }: Bucket, { tokens, seconds }: Quota, now: number): Bucket {
  const gained = (Math.max(0, now - at) * tokens) / (seconds * 1_000);
  return { level: Math.min(tokens, level + gained), at: Math.max(at, now) };
}

/** Takes up to `wanted` whole tokens. */
export function take(before: Bucket, quota: Quota, wanted: number, now: number): Taken {
  const { level, at } = refilled(before, quota, now);
  const granted = Math.min(wanted, Math.floor(level + epsilon));
  const rest = Math.max(0, level - granted);
  return { bucket: { level: rest, at }, granted, waitMs: waitMs(rest, quota) };
}

/** Puts back tokens that were taken and not spent. */
export function giveBack({ level, at }: Bucket, quota: Quota, tokens: number): Bucket {
  return { level: Math.min(quota.tokens, level + tokens), at };
}

/** Milliseconds until a level of `level` has a whole token, rounded up; 0 while it has one. */
export function waitMs(level: number, { tokens, seconds }: Quota): number {
  return level >= 1 - epsilon ? 0 : Math.ceil(((1 - level) * seconds * 1_000) / tokens);
}

/** Milliseconds until the bucket is full again: what is known of it may be forgotten then. */
export function fullInMs({ level }: Bucket, { tokens, seconds }: Quota): number {
  return Math.ceil(((tokens - level) * seconds * 1_000) / tokens);
}
