import { expect, test } from "vitest";
import { projectUsers, wholeMonth } from "./users.ts";

// golden.json R01: 100 users at the start, 50 new a month growing by 5 %, conversion 0.2, churn 0.05.
const r01 = { initialUsers: 100, acquisition: 50, acquisitionGrowth: 0.05, conversion: 0.2, churn: 0.05 };

test("R01: twelve months of total, free and paid users, as the predecessor", () => {
  expect(projectUsers(r01, 12, "whole-users").map(({ total, free, paid }) => [total, free, paid])).toEqual([
    [145, 125, 20],
    [190, 146, 44],
    [235, 164, 71],
    [280, 180, 100],
    [324, 193, 131],
    [368, 205, 163],
    [413, 217, 196],
    [459, 229, 230],
    [506, 242, 264],
    [553, 254, 299],
    [601, 266, 335],
    [649, 277, 372],
  ]);
});

test("R01: new users are those of each month, not the last month's for all", () => {
  expect(projectUsers(r01, 12, "whole-users").map(({ newUsers }) => newUsers)).toEqual([50, 52, 54, 56, 58, 60, 63, 66, 69, 72, 75, 78]);
});

test("carrying fractions, ten new users a month grow by 5 %; rounded down every month they never do", () => {
  const small = { ...r01, acquisition: 10 };
  expect(projectUsers(small, 13, "whole-users").at(-1)?.newUsers).toBe(10);
  expect(projectUsers(small, 13, "expected").at(-1)?.newUsers).toBeCloseTo(10 * 1.05 ** 12, 9);
});

test("carrying fractions, paid users follow the linear recurrence exactly", () => {
  const [first, second] = projectUsers(r01, 2, "expected");
  expect([first?.total, first?.paid]).toEqual([145, 20]);
  // total 145 × 0.95 + 52.5, paid 125 × 0.2 + 20 × 0.95
  expect(second?.total).toBeCloseTo(190.25, 9);
  expect(second?.paid).toBeCloseTo(44, 9);
});

test("whole users for showing add up", () => {
  expect(wholeMonth({ month: 1, newUsers: 1.5, total: 10.5, free: 7.6, paid: 2.9 })).toEqual({
    month: 1,
    newUsers: 2,
    total: 11,
    free: 8,
    paid: 3,
  });
});
