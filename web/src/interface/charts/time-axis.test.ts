import { expect, test } from "vitest";
import { timeTicks } from "./time-axis.ts";

const at = (iso: string) => Date.parse(iso);
const labels = (from: string, until: string, wanted: number, offsetMs = 0) =>
  timeTicks(at(from), at(until), wanted, offsetMs).map(({ label }) => label);

test("an hour has a tick every ten minutes, at round minutes", () => {
  expect(labels("2026-11-29T13:03:00Z", "2026-11-29T14:03:00Z", 6)).toEqual(["13:10", "13:20", "13:30", "13:40", "13:50", "14:00"]);
});

test("a day that crosses midnight has the time at every tick", () => {
  expect(labels("2026-11-28T14:00:00Z", "2026-11-29T14:00:00Z", 4)).toEqual(["18:00", "00:00", "06:00", "12:00"]);
});

test("longer windows name midnight by its date, and whole days", () => {
  expect(labels("2026-11-27T14:00:00Z", "2026-11-29T14:00:00Z", 4)).toEqual(["28 Nov", "12:00", "29 Nov", "12:00"]);
  expect(labels("2026-11-01T12:00:00Z", "2026-11-08T12:00:00Z", 7)).toEqual([
    "2 Nov",
    "3 Nov",
    "4 Nov",
    "5 Nov",
    "6 Nov",
    "7 Nov",
    "8 Nov",
  ]);
});

test("hours are those of the reader's clock", () => {
  const ticks = timeTicks(at("2026-11-29T00:00:00Z"), at("2026-11-29T12:00:00Z"), 2, 5.5 * 3_600_000);
  expect(ticks).toEqual([
    { at: at("2026-11-29T00:30:00Z"), label: "06:00" },
    { at: at("2026-11-29T06:30:00Z"), label: "12:00" },
  ]);
});
