/**
 * Tokens that an isolate holds of a bucket whose level another place keeps. It spends them without asking, and asks for more the
 * faster it spends: a caller once a second costs a question each, a thousand a second one question in fifty.
 */
import type { Quota } from "./token-bucket.ts";

export interface Lease {
  /** Tokens left to spend here. */
  tokens: number;
  /** How many were asked for last. */
  size: number;
  /** Epoch milliseconds of the last answer. */
  at: number;
  /** What the bucket held after it, in whole tokens. */
  level: number;
  /** Questions that are on their way. */
  asking: number;
  /** Epoch milliseconds before which there is nothing to be had; 0: unknown. */
  emptyUntil: number;
}

/** Tokens of an older lease go back with the next question: other isolates wait for them. */
export const keptMs = 1_000;
/** Who spends a lease within this time asks for twice as many, who takes longer than `keptMs` for half. */
const quickMs = 250;
/** At most this part of a quota is held by one isolate, so that little lies idle there. */
const share = 1 / 100;

export const none: Lease = { tokens: 0, size: 1, at: 0, level: 0, asking: 0, emptyUntil: 0 };

/** How many tokens to ask for next. Who comes while a question is on its way asks for its own one only. */
export function nextSize({ size, at, asking }: Lease, quota: Quota, now: number): number {
  if (asking > 0) return 1;
  const age = now - at;
  const wished = age <= quickMs ? size * 2 : age > keptMs ? size / 2 : size;
  return Math.max(1, Math.min(Math.floor(quota.tokens * share), Math.round(wished)));
}

/** Tokens that were not spent while they could be, to be given back. */
export function stale({ tokens, at }: Lease, now: number): number {
  return now - at > keptMs ? tokens : 0;
}

/** Whole tokens that the caller may count on: those here and those that the bucket has by now. */
export function remaining({ tokens, at, level }: Lease, { tokens: most, seconds }: Quota, now: number): number {
  const gained = (Math.max(0, now - at) * most) / (seconds * 1_000);
  return Math.max(0, Math.min(most, Math.floor(tokens + level + gained)));
}
