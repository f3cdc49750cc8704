import { expect, test } from "vitest";
import { churnIn, type SubscriptionSpan } from "./churn.ts";

const [from, to] = [Date.UTC(2023, 5, 1), Date.UTC(2023, 6, 1)];
const within = Date.UTC(2023, 5, 15);
const running: SubscriptionSpan = { startedAt: 0, endedAt: null };
const lost: SubscriptionSpan = { startedAt: 0, endedAt: within };

// golden.json M03: the correct value; the predecessor answers 0 because it looks at the status of today.
test("M03: 3 of 11 cancelled inside the window is 27.2727 %", () => {
  const spans = [...Array.from({ length: 8 }, () => running), lost, lost, lost];
  const churn = churnIn(spans, from, to);
  expect([churn.atStart, churn.lost]).toEqual([11, 3]);
  expect((churn.rate ?? 0) * 100).toBeCloseTo(27.2727, 4);
  expect((churn.retention ?? 0) * 100).toBeCloseTo(72.7273, 4);
  // Wilson, z = 1.96: (3 + 1.9207)/(11 + 3.8415) ± half-width 0.2343.
  expect(churn.interval.low).toBeCloseTo(0.0975, 3);
  expect(churn.interval.high).toBeCloseTo(0.5656, 3);
});

test("who came or had gone before, or came within the window, does not count", () => {
  const gone = { startedAt: 0, endedAt: from - 1 };
  const came = { startedAt: from, endedAt: within };
  expect(churnIn([running, gone, came], from, to)).toMatchObject({ atStart: 1, lost: 0, rate: 0 });
});

test("the window includes its first moment and not its last", () => {
  expect(
    churnIn(
      [
        { startedAt: 0, endedAt: from },
        { startedAt: 0, endedAt: to },
      ],
      from,
      to,
    ),
  ).toMatchObject({ atStart: 2, lost: 1 });
});

test("nobody at the start: no rate, and an interval that says nothing", () => {
  expect(churnIn([], from, to)).toMatchObject({ rate: null, retention: null, interval: { low: 0, high: 1 } });
});
