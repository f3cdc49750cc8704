import { expect, test } from "vitest";
import { healthOf } from "./health.ts";

test("is ok and says no more while nothing is wrong", () => {
  expect(healthOf({ leftAlone: [], problems: [], load: 0.2 })).toEqual({ status: "ok" });
});

test("says what is degraded and why", () => {
  const { status, degraded } = healthOf({ leftAlone: ["marketing", "idempotency"], problems: ["RATE_LIMITS cannot be read."], load: 0.8 });
  expect(status).toBe("degraded");
  expect(degraded?.map(({ part }) => part)).toEqual(["marketing", "idempotency", "settings", "load"]);
  expect(degraded?.[0]?.reason).toBe("The marketing service failed several times in a row and is left alone for some seconds.");
  expect(degraded?.at(-1)?.reason).toContain("80 %");
});
