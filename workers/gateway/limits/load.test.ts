import { expect, test } from "vitest";
import type { ServiceName } from "../../../contracts/services/common.ts";
import { Load, type Weight } from "./load.ts";

/** How many requests of a weight get in before one is refused. */
function room(load: Load, weight: Weight, services: readonly ServiceName[]): number {
  for (let entered = 0; entered < 1_000; entered++) {
    if (load.enter(weight, services[entered % services.length] ?? "auth")) return entered;
  }
  return Infinity;
}
const many: ServiceName[] = ["niche-analysis", "marketing", "monetization", "ai-models"];

test("refuses heavy work first, then changes, then reads, and signing in last", () => {
  const load = new Load(100);
  expect(room(load, "heavy", many)).toBe(50);
  expect(room(load, "change", many)).toBe(25);
  expect(room(load, "read", many)).toBe(15);
  expect(room(load, "sign-in", ["auth"])).toBe(10);
  expect(load.taken).toBe(1);
});

test("leaves half of the room to the others when one service hangs", () => {
  const load = new Load(100);
  expect(room(load, "read", ["ai-models"])).toBe(45);
  expect(load.enter("read", "marketing")).toBeUndefined();
  load.leave("ai-models");
  expect(load.enter("read", "ai-models")).toBeUndefined();
});

test("says when to come again", () => {
  const load = new Load(1);
  load.enter("sign-in", "auth");
  expect(load.enter("read", "auth")).toMatchObject({ error: { code: "overloaded", retryAfter: 1 } });
});
