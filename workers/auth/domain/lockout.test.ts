import { expect, test } from "vitest";
import { afterAttempt, secondsLocked, type Attempts } from "./lockout.ts";

const start = 1_700_000_000_000;

/** Waits in seconds after each of `count` attempts, every one made as soon as it is allowed. */
function waits(count: number): number[] {
  let attempts: Attempts | undefined;
  let now = start;
  return Array.from({ length: count }, () => {
    attempts = afterAttempt(attempts, now);
    const wait = secondsLocked(attempts, now);
    now = Math.max(now, attempts.lockedUntil);
    return wait;
  });
}

test("four attempts are free, the fifth costs half a minute, then the wait doubles up to a quarter of an hour", () => {
  expect(waits(12)).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test("a guesser gets 104 guesses on the first day", () => {
  let made = 0;
  let now = start;
  for (let attempts: Attempts | undefined; now < start + 24 * 3_600_000; made++) {
    attempts = afterAttempt(attempts, now);
    now = Math.max(now, attempts.lockedUntil);
  }
  // Nine before second 930 (30 + 60 + 120 + 240 + 480), then one every 900 s: 95 until second 85,530.
  expect(made).toBe(9 + 95);
});

test("a quiet day forgives", () => {
  const locked: Attempts = { failures: 40, lastAt: start, lockedUntil: start + 900_000 };
  expect(afterAttempt(locked, start + 24 * 3_600_000 - 1).failures).toBe(41);
  expect(afterAttempt(locked, start + 24 * 3_600_000).failures).toBe(1);
});

test("the wait is rounded up, so that who waits it is let in", () => {
  expect(secondsLocked({ failures: 5, lastAt: start, lockedUntil: start + 29_001 }, start)).toBe(30);
  expect(secondsLocked({ failures: 5, lastAt: start, lockedUntil: start }, start)).toBe(0);
});
