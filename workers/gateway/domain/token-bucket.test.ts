import { expect, test } from "vitest";
import { full, fullInMs, giveBack, take } from "./token-bucket.ts";

const quota = { tokens: 10, seconds: 5 };

test("lets a whole quota through at once, and says when the next token is there", () => {
  const first = take(full(quota, 0), quota, 10, 0);
  expect(first).toMatchObject({ granted: 10, waitMs: 500 });
  expect(take(first.bucket, quota, 1, 499).granted).toBe(0);
  expect(take(first.bucket, quota, 1, 500).granted).toBe(1);
});

test("grants what there is of more that is wanted, and never holds more than its quota", () => {
  const { bucket } = take(full(quota, 0), quota, 4, 0);
  expect(take(bucket, quota, 20, 0).granted).toBe(6);
  expect(take(giveBack(bucket, quota, 100), quota, 20, 3_600_000).granted).toBe(10);
});

test("over any time lets through the quota and what was refilled: 10 + 2 a second, whoever hammers", () => {
  let bucket = full(quota, 0);
  let granted = 0;
  for (let now = 0; now <= 60_000; now += 7) {
    const taken = take(bucket, quota, 1, now);
    bucket = taken.bucket;
    granted += taken.granted;
  }
  expect(granted).toBe(10 + 2 * 60 - 1);
});

test("is full again when it says so, and a clock that goes back gives nothing", () => {
  const { bucket } = take(full(quota, 1_000), quota, 3, 1_000);
  expect(fullInMs(bucket, quota)).toBe(1_500);
  expect(take(bucket, quota, 10, 0).granted).toBe(7);
});
