import { expect, it } from "vitest";
import { RecentMap } from "./recent-map.ts";

it("forgets what was not asked for lately, keeps what was, and never holds more than its size", () => {
  const map = new RecentMap<number>(10);
  map.set("kept", 0);
  for (let n = 1; n <= 100; n++) {
    map.set(`entry ${n}`, n);
    expect(map.get("kept")).toBe(0);
    expect(map.size).toBeLessThanOrEqual(10);
  }
  expect(map.get("entry 1")).toBeUndefined();
  expect(map.get("entry 100")).toBe(100);
});

it("knows a long text with half surrogate pairs again", () => {
  const map = new RecentMap<number>(10);
  const text = `broken \ud83d pair and more, ${"x".repeat(30)}`;
  map.set(text.slice(0, 40), 1);
  expect(map.get(`${text.slice(0, 20)}${text.slice(20, 40)}`)).toBe(1);
});
