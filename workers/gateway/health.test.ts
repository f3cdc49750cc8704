import { expect, test } from "vitest";
import { healthOf } from "./health.ts";

test("is ok and says no more while nothing is wrong", () => {
  expect(healthOf({ leftAlone: [], problems: [], load: 0.2 })).toEqual({ status: "ok" });
});

test("says what is degraded and why", () => {
  const { status, degraded } = healthOf({ leftAlone: ["marketing"], problems: ["RATE_LIMITS cannot be read."], load: 0.8 });
  expect(status).toBe("degraded");
  expect(degraded?.map(({ part }) => part)).toEqual(["marketing", "settings", "load"]);
  expect(degraded?.at(-1)?.reason).toContain("80 %");
});
