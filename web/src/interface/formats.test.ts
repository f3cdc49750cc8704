import { describe, expect, test } from "vitest";
import { bytes, duration, figure, instant, latency, moment, percent, plural, title, words } from "./formats.ts";

describe("shares", () => {
  test("that are not nothing or everything never look as if they were", () => {
    expect([0, 0.001, 0.09, 0.999, 1].map(percent)).toEqual(["0 %", "< 1 %", "9 %", "> 99 %", "100 %"]);
  });
});

describe("durations", () => {
  test.each([
    [64, "64 ms"],
    [31_640, "31.6 s"],
    [59_949, "59.9 s"],
    [59_999, "1 min 0 s"],
    [250_000, "4 min 10 s"],
    [7_500_000, "2 h 5 min"],
  ])("of %d ms", (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});

test("what is measured keeps a digit below ten milliseconds", () => {
  expect([0, 0.54, 7.33, 9.96, 850, 1_234].map(latency)).toEqual(["0 ms", "0.5 ms", "7.3 ms", "10 ms", "850 ms", "1.2 s"]);
});

test.each([
  [0, "0 B"],
  [820, "820 B"],
  [1_300, "1.3 kB"],
  [200_000_000, "200.0 MB"],
])("%d bytes", (value, expected) => {
  expect(bytes(value)).toBe(expected);
});

test("counts one thing as one", () => {
  expect([plural(1, "text"), plural(1_234, "text"), plural(2, "try", "tries")]).toEqual(["1 text", "1,234 texts", "2 tries"]);
});

test("spells names for people", () => {
  expect([words("market_size"), words("costPerUser"), title("ppc"), title("saas"), title("email-marketing")]).toEqual([
    "market size",
    "cost per user",
    "PPC",
    "SaaS",
    "Email marketing",
  ]);
});

test("keeps four significant digits", () => {
  expect([figure(0.060000000000000005), figure(12_345.678)]).toEqual(["0.06", "12,350"]);
});

test("tells attempts apart that follow each other within a minute", () => {
  const [first, second] = [Date.UTC(2026, 10, 23, 0, 33, 12), Date.UTC(2026, 10, 23, 0, 33, 15)];
  expect([instant(first), instant(second)]).toEqual([expect.stringMatching(/:33:12$/), expect.stringMatching(/:33:15$/)]);
  expect(moment(new Date(first).toISOString())).toBe(moment(new Date(second).toISOString()));
});
