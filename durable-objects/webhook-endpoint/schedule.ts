/** When a delivery is tried again, and when no more. Pure. */
import * as z from "zod";

/** Pauses after the first, second, … failure, seconds (Standard Webhooks 1.0, "Deliverability and reliability": 10 attempts over 75 hours). */
export const publishedSchedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

/** A pause grows by up to this share at random, so that what failed together does not come back together. */
const jitter = 0.2;
/** An endpoint that asks for a longer pause (`Retry-After`) gets it, up to a day. */
const maxAskedMs = 86_400_000;

const scheduleSchema = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/)
  .transform((text) => text.split(",").map(Number))
  .pipe(z.array(z.number().min(0).max(86_400)).min(1).max(20));

/** A schedule written as seconds with commas, `5,300,1800`; the published one when it is absent or not such a list. */
export function scheduleOf(text: string | undefined): readonly number[] {
  return scheduleSchema.safeParse(text).data ?? publishedSchedule;
}

/** Epoch milliseconds of the next attempt after `failures` failures (from 1); undefined when the attempts are used up. */
export function nextAttempt(
  failures: number,
  schedule: readonly number[],
  at: { now: number; random: number },
  askedMs = 0,
): number | undefined {
  const pause = schedule[failures - 1];
  if (pause === undefined) return undefined;
  const own = pause * 1_000 * (1 + jitter * at.random);
  return at.now + Math.round(Math.max(own, Math.min(askedMs, maxAskedMs)));
}
