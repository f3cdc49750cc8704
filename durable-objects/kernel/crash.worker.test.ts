/** Every place at which a turn, an effect or a hand-over can be cut off: each one is cut, and the outcome is that of an undisturbed run. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Receipt } from "../../contracts/actor.ts";
import type { Result } from "../../contracts/result.ts";
import { ledger, type Desk } from "./testing/desk.ts";
import { acknowledge, expectSound, ring, settle } from "./testing/invariants.ts";
import type { LedgerCommand } from "./testing/ledger.ts";
import { world, type FaultMode } from "./testing/world.ts";

/** Far ahead, so that only the script rings alarms. */
const begin = Date.UTC(2100, 0, 1);

beforeEach(() => {
  world.reset();
  for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** A caller that repeats its command, under the same id, until it has an answer. */
async function insist(desk: Desk, id: string, command: LedgerCommand): Promise<Receipt> {
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      // The RPC types drop a value of unknown shape; at run time it is there.
      const result = (await desk.stub().execute(desk.envelope(id), command)) as Result<Receipt>;
      if (result.ok) return result.value;
    } catch {
      // The actor is gone; the next call finds a new one.
    }
  }
  throw new Error(`no answer to ${id}`);
}

/** Deposits with effects, a refused attempt, a duplicate, a cancelled effect, a timer, acknowledgements between. */
async function script(desk: Desk): Promise<void> {
  world.now = begin;
  await insist(desk, "c1", { type: "deposit", amount: 5, book: true });
  await insist(desk, "c2", { type: "deposit", amount: 7, book: true, remindInMs: 60_000 });
  await insist(desk, "c3", { type: "deposit", amount: 1, book: true, lane: "narrow" });
  await insist(desk, "c4", { type: "cancel", effectId: "book-c3" });
  await insist(desk, "c5", { type: "deposit", amount: 1 });
  await ring(desk);
  await insist(desk, "c1", { type: "deposit", amount: 5, book: true });
  await acknowledge(desk);
  world.now += 61_000;
  await ring(desk);
  await settle(desk);
}

async function run(mode: FaultMode, at: number) {
  world.reset();
  world.refusals = 1;
  const desk = ledger();
  world.strike(mode, at);
  await script(desk);
  const passed = world.passed;
  world.strike(mode, 0);
  return { passed, state: await expectSound(desk) };
}

/** A booking that the bank refuses until it is dead, redriven by somebody who insists. */
async function deadLetterScript(desk: Desk): Promise<void> {
  world.now = begin;
  world.fault = { code: "unavailable", detail: "the bank is closed", retryable: true };
  await insist(desk, "c1", { type: "deposit", amount: 5, book: true });
  await settle(desk);
  world.fault = undefined;
  for (let attempt = 0; attempt < 3; attempt++) {
    const redriven = await desk
      .stub()
      .redriveEffect(desk.envelope("r1"), "book-c1")
      .catch(() => undefined);
    if (redriven?.ok) break;
  }
  await settle(desk);
}

describe.each<FaultMode>(["throw", "abort"])("a fault that makes a call %s", (mode) => {
  it("changes nothing of the outcome, at whichever call it strikes", { timeout: 300_000 }, async () => {
    const { passed, state } = await run(mode, 0);
    expect(state).toEqual({ balance: 14, booked: ["book-c2", "book-c1"], failed: [], reminders: 1 });
    expect(passed).toBeGreaterThan(120);
    for (let at = 1; at <= passed; at++) {
      const disturbed = await run(mode, at).catch((cause: unknown) => {
        throw new Error(`point ${at} of ${passed}`, { cause });
      });
      const booked = [...disturbed.state.booked].sort();
      expect({ at, ...disturbed.state, booked }).toEqual({ at, ...state, booked: ["book-c1", "book-c2"] });
    }
  });

  it("leaves log and dead letters in agreement, at whichever call it strikes", { timeout: 300_000 }, async () => {
    const runAt = async (at: number) => {
      world.reset();
      const desk = ledger();
      world.strike(mode, at);
      await deadLetterScript(desk);
      const passed = world.passed;
      world.strike(mode, 0);
      const { balance } = await expectSound(desk);
      const written = await desk.rows("SELECT type FROM events WHERE type LIKE 'effect.%' ORDER BY sequence");
      return { passed, balance, types: written.map(({ type }) => type) };
    };
    const { passed, ...calm } = await runAt(0);
    expect(calm).toEqual({ balance: 5, types: ["effect.dead-lettered", "effect.redriven"] });
    expect(passed).toBeGreaterThan(60);
    for (let at = 1; at <= passed; at++) {
      const { balance, types } = await runAt(at).catch((cause: unknown) => {
        throw new Error(`point ${at} of ${passed}`, { cause });
      });
      // A turn that broke once may have left its decider unaware, which then refuses the redrive.
      expect({ at, balance, types: types.slice(0, 1) }).toEqual({ at, balance: 5, types: calm.types.slice(0, 1) });
      if (mode === "abort") expect({ at, types }).toEqual({ at, types: calm.types });
    }
  });
});
