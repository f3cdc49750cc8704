/** Churn: who of those there at the start of a window had left by its end. */
import { wilson, type Interval } from "../interval.ts";

/** Times in epoch milliseconds; `endedAt` is null while the subscription runs. */
export interface SubscriptionSpan {
  startedAt: number;
  endedAt: number | null;
}

export interface Churn {
  /** Running when the window opened, whatever became of them since. */
  atStart: number;
  /** Of those, ended before the window closed. */
  lost: number;
  /** lost / atStart; null when nobody was there to lose. */
  rate: number | null;
  retention: number | null;
  /** 95 % Wilson interval of the rate. */
  interval: Interval;
}

/** The window is [from, to). Subscriptions that began within it count neither way. */
export function churnIn(spans: readonly SubscriptionSpan[], from: number, to: number): Churn {
  const there = spans.filter(({ startedAt, endedAt }) => startedAt < from && (endedAt === null || endedAt >= from));
  const lost = there.filter(({ endedAt }) => endedAt !== null && endedAt < to).length;
  const rate = there.length === 0 ? null : lost / there.length;
  return { atStart: there.length, lost, rate, retention: rate === null ? null : 1 - rate, interval: wilson(lost, there.length) };
}
