/** Random histories: commands in any order and number, crashes, evictions, lost and repeated deliveries; the promises hold after each. */
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Receipt } from "../../contracts/actor.ts";
import type { Result } from "../../contracts/result.ts";
import { ledger, type Desk } from "./testing/desk.ts";
import { acknowledge, expectSound, ring, settle } from "./testing/invariants.ts";
import type { LedgerCommand } from "./testing/ledger.ts";
import { world } from "./testing/world.ts";

beforeEach(() => {
  for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** A delivery: which command of the caller's twelve. Command n is always the same command, so repetitions are repetitions. */
const delivery = fc.integer({ min: 1, max: 12 });
const commandOf = (n: number): LedgerCommand =>
  n === 12
    ? { type: "cancel", effectId: "book-c1" }
    : { type: "deposit", amount: n, book: n % 2 === 1, remindInMs: n % 5 === 0 ? n * 1_000 : undefined };

const step = fc.oneof(
  // Several at once, in any order, the same one twice perhaps.
  { weight: 4, arbitrary: fc.array(delivery, { minLength: 1, maxLength: 5 }).map((all) => ({ do: "deliver" as const, all })) },
  { weight: 2, arbitrary: fc.constant({ do: "ring" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "evict" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("fault" as const),
      mode: fc.constantFrom("throw", "abort"),
      at: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const), calls: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("queue" as const), away: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: "acknowledge" as const }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90_000 }).map((ms) => ({ do: "wait" as const, ms })) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function carryOut(desk: Desk, one: Step, answers: Map<number, Receipt[]>): Promise<void> {
  switch (one.do) {
    case "deliver": {
      const results = await Promise.allSettled(
        one.all.map(async (n) => ({ n, result: (await desk.stub().execute(desk.envelope(`c${n}`), commandOf(n))) as Result<Receipt> })),
      );
      for (const settled of results) {
        if (settled.status === "rejected" || !settled.value.result.ok) continue;
        const { n, result } = settled.value;
        answers.set(n, [...(answers.get(n) ?? []), result.value]);
      }
      return;
    }
    case "ring":
      await ring(desk);
      return;
    case "evict":
      // One that a fault brought down is gone already.
      return desk.evict().catch(() => undefined);
    case "fault":
      world.strike(one.mode === "abort" ? "abort" : "throw", one.at);
      return;
    case "refuse":
      world.refusals = one.calls;
      return;
    case "queue":
      world.queueAway = one.away;
      return;
    case "acknowledge":
      return acknowledge(desk);
    case "wait":
      world.now = (world.now ?? 0) + one.ms;
  }
}

it("keeps its promises in any history", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      world.reset();
      world.now = Date.UTC(2100, 0, 1);
      const desk = ledger();
      const answers = new Map<number, Receipt[]>();
      await carryOut(desk, { do: "deliver", all: [2] }, answers);
      for (const one of steps) await carryOut(desk, one, answers);
      world.strike("throw", 0);
      [world.queueAway, world.refusals] = [false, 0];
      await settle(desk);
      const state = await expectSound(desk);
      // Every answer to one command is the same, and what was answered is in the log.
      for (const [n, receipts] of answers) {
        expect(new Set(receipts.map(({ version, value }) => JSON.stringify([version, value]))).size).toBe(1);
        expect(receipts.filter(({ replayed }) => !replayed).length).toBeLessThanOrEqual(1);
        const written = await desk.rows("SELECT COUNT(*) AS n FROM events WHERE command_id = ?", `c${n}`);
        expect(written).toEqual([{ n: n === 12 ? 0 : 1 }]);
      }
      expect(state.failed).toEqual([]);
    }),
    { numRuns: 60, seed: 20_261_122 },
  );
});
