import { expect, test, vi } from "vitest";
import { SelfKnowledge, type Look } from "./health.ts";

const never = () => new Promise<never>(() => undefined);
const clock = (now: () => number, wait: () => Promise<unknown> = never) => ({ now, wait });
const fine: Look = { what: "The pool", look: async () => [] };

test("says what every part says, and that a part cannot be asked", async () => {
  const looks: Look[] = [
    { what: "The database", look: async () => Promise.reject(new Error("no such table: outbox")) },
    fine,
    { what: "The bus", look: async () => ["Two events wait."] },
  ];
  expect(await new SelfKnowledge(clock(() => 0)).degraded(looks)).toEqual([
    "The database cannot be asked (no such table: outbox).",
    "Two events wait.",
  ]);
  expect(await new SelfKnowledge(clock(() => 0)).degraded([fine])).toEqual([]);
});

test("does not wait for a part that keeps silent", async () => {
  const silent: Look = { what: "The database", look: never };
  const degraded = await new SelfKnowledge(
    clock(
      () => 0,
      async () => undefined,
    ),
  ).degraded([silent]);
  expect(degraded).toEqual(["The database does not answer within 1 s."]);
});

test("looks once in five seconds, however many ask", async () => {
  let now = 0;
  const look = vi.fn<Look["look"]>(async () => []);
  const knowledge = new SelfKnowledge(clock(() => now));
  const ask = () => knowledge.degraded([{ what: "The database", look }]);
  await Promise.all([ask(), ask(), ask()]);
  now = 4_999;
  await ask();
  expect(look).toHaveBeenCalledTimes(1);
  now = 5_000;
  await ask();
  expect(look).toHaveBeenCalledTimes(2);
});
