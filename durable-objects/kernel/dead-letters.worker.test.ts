import { beforeEach, describe, expect, it } from "vitest";
import type { EffectView } from "../../contracts/actor.ts";
import type { Fault, Result } from "../../contracts/result.ts";
import { testPrincipal } from "./given.ts";
import { ledger, stranger, type Desk } from "./testing/desk.ts";
import type { LoggedEvent } from "./log.ts";
import { expectSound, settle } from "./testing/invariants.ts";
import { world } from "./testing/world.ts";

const begin = Date.UTC(2100, 0, 1);

beforeEach(() => {
  world.reset();
  world.now = begin;
});

/** A booking of 5 that the bank refused three times. */
async function withDeadLetter(): Promise<Desk> {
  const desk = ledger();
  world.refusals = 3;
  await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 5, book: true });
  for (let i = 0; i < 3; i++) {
    await desk.alarm();
    world.now = (world.now ?? 0) + 1_000;
  }
  return desk;
}

const lettersOf = async (desk: Desk) => {
  const answer: Result<EffectView[]> = await desk.stub().deadLetters(testPrincipal);
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value;
};

describe("a dead letter", () => {
  it("shows the whole way: command, events of its turn, attempts with their times and faults", async () => {
    const desk = await withDeadLetter();
    const fault = { code: "unavailable", detail: "the bank is closed", retryable: true };
    expect(await lettersOf(desk)).toEqual([
      {
        id: "book-c1",
        version: 1,
        type: "book",
        lane: "book",
        status: "dead",
        input: '{"amount":5}',
        commandId: "c1",
        sequences: { first: 1, last: 1 },
        principal: { kind: "user", id: testPrincipal.id },
        requestedAt: begin,
        redrives: 0,
        fault,
        attempts: [0, 1_000, 2_000].map((after, index) => ({ number: index + 1, startedAt: begin + after, endedAt: begin + after, fault })),
      },
    ]);
    expect((await desk.state()).state.failed).toEqual(["book-c1"]);
  });

  it("runs again under its own id when redriven, after its decider was told", async () => {
    const desk = await withDeadLetter();
    const redriven = await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1");
    expect(redriven).toMatchObject({ ok: true, value: { version: 5 } });
    await settle(desk);
    expect((await desk.state()).state).toMatchObject({ failed: [], booked: ["book-c1"] });
    expect(world.accepted).toEqual(new Map([["book-c1", 1]]));
    expect(await lettersOf(desk)).toEqual([]);
    // The same redrive again is the same answer, not another run.
    expect(await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1")).toMatchObject({
      ok: true,
      value: { version: 5, replayed: true },
    });
  });

  it("keeps its attempts through redrives and dies again under another command id", async () => {
    const desk = await withDeadLetter();
    world.refusals = 3;
    await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1");
    await settle(desk);
    const [letter] = await lettersOf(desk);
    expect(letter).toMatchObject({ redrives: 1, status: "dead" });
    expect(letter?.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await desk.state()).state.failed).toEqual(["book-c1"]);
  });

  it("is given another input by whoever has seen the one that it has", async () => {
    const desk = await withDeadLetter();
    expect((await lettersOf(desk))[0]?.version).toBe(1);
    expect(await desk.stub().editEffect(desk.envelope("e1"), "book-c1", { amount: 4 }, 1)).toMatchObject({ ok: true });
    expect((await lettersOf(desk))[0]?.version).toBe(2);
    expect(await desk.stub().editEffect(desk.envelope("e2"), "book-c1", { amount: 5 }, 1)).toMatchObject({
      ok: false,
      error: { code: "precondition_failed" },
    });
    // Sent again, the first one is answered as it was.
    expect(await desk.stub().editEffect(desk.envelope("e1"), "book-c1", { amount: 4 }, 1)).toMatchObject({ value: { replayed: true } });
    expect((await lettersOf(desk))[0]?.input).toBe('{"amount":4}');
  });

  it("can be given another input", async () => {
    const desk = await withDeadLetter();
    expect(await desk.stub().editEffect(desk.envelope("e1"), "book-c1", { amount: 4 })).toMatchObject({ ok: true, value: { version: 3 } });
    expect((await lettersOf(desk))[0]?.input).toBe('{"amount":4}');
    expect(await desk.stub().editEffect(desk.envelope("e1"), "book-c1", { amount: 3 })).toMatchObject({
      ok: false,
      error: { code: "key_reused" },
    });
  });

  it("can be discarded, and then is neither listed nor redriven", async () => {
    const desk = await withDeadLetter();
    expect(await desk.stub().discardEffect(desk.envelope("d1"), "book-c1")).toMatchObject({ ok: true });
    expect(await lettersOf(desk)).toEqual([]);
    expect(await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1")).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(await desk.stub().inspectEffect(testPrincipal, "book-c1")).toMatchObject({ ok: true, value: { status: "discarded" } });
  });

  it("stands in the log with its cause, and so does what became of it; the decider sees none of that", async () => {
    const desk = await withDeadLetter();
    await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1");
    world.refusals = 3;
    await settle(desk);
    await desk.stub().discardEffect(desk.envelope("d1"), "book-c1");
    // The RPC types drop a value of unknown shape; at run time it is there.
    const history = (await desk.stub().history(testPrincipal, 0)) as Result<LoggedEvent[]>;
    const died = (attempts: number) => ({
      effectId: "book-c1",
      effectType: "book",
      lane: "book",
      fault: { code: "unavailable", detail: "the bank is closed", retryable: true },
      attempts,
    });
    expect(history.ok && history.value.map(({ type, data, commandId }) => [type, commandId, data])).toEqual([
      ["money.deposited", "c1", { amount: 5, currency: "EUR" }],
      ["effect.dead-lettered", "effect:book-c1:failed:0", died(3)],
      ["booking.failed", "effect:book-c1:failed:0", { effectId: "book-c1" }],
      ["effect.redriven", "r1", { effectId: "book-c1", redrives: 1 }],
      ["booking.redriven", "r1", { effectId: "book-c1" }],
      ["effect.dead-lettered", "effect:book-c1:failed:1", died(6)],
      ["booking.failed", "effect:book-c1:failed:1", { effectId: "book-c1" }],
      ["effect.discarded", "d1", { effectId: "book-c1" }],
    ]);
    await settle(desk);
    await expectSound(desk);
  });

  it("whose input was edited into something else is not redriven before it is corrected", async () => {
    const desk = await withDeadLetter();
    await desk.stub().editEffect(desk.envelope("e1"), "book-c1", { amount: "much" });
    expect(await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1")).toMatchObject({
      ok: false,
      error: { code: "invalid_input", detail: expect.stringContaining("amount") },
    });
    await desk.stub().editEffect(desk.envelope("e2"), "book-c1", { amount: 6 });
    expect(await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1")).toMatchObject({ ok: true });
    await settle(desk);
    // The row is empty by now; the repeated delivery is not asked about its input.
    expect(await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1")).toMatchObject({ ok: true, value: { replayed: true } });
    expect(await desk.stub().redriveEffect(desk.envelope("e2"), "book-c1")).toMatchObject({ ok: false, error: { code: "key_reused" } });
  });

  it("is told with a text that travels, however long its fault is and whatever the callee answered", async () => {
    const desk = ledger();
    world.fault = { code: "unavailable", detail: "x".repeat(300_000), retryable: false };
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 5, book: true });
    await desk.alarm();
    // As a callee of another build might.
    world.fault = { code: "weather", detail: "rain", retryable: false } as unknown as Fault;
    await desk.stub().execute(desk.envelope("c2"), { type: "deposit", amount: 6, book: true });
    await desk.alarm();
    const faults = await desk.rows("SELECT data ->> '$.fault' AS fault FROM events WHERE type = 'effect.dead-lettered' ORDER BY sequence");
    expect(faults.map(({ fault }) => JSON.parse(String(fault)))).toEqual([
      { code: "unavailable", detail: "x".repeat(2_000), retryable: false },
      { code: "internal", detail: expect.any(String), retryable: false },
    ]);
    await settle(desk);
    await expectSound(desk);
  });

  it("is not there for another organisation", async () => {
    const desk = await withDeadLetter();
    const notFound = { ok: false, error: { code: "not_found" } };
    const foreign = desk.envelope("x", { principal: stranger });
    expect(await desk.stub().deadLetters(stranger)).toMatchObject(notFound);
    expect(await desk.stub().inspectEffect(stranger, "book-c1")).toMatchObject(notFound);
    expect(await desk.stub().editEffect(foreign, "book-c1", {})).toMatchObject(notFound);
    expect(await desk.stub().redriveEffect(foreign, "book-c1")).toMatchObject(notFound);
    expect(await desk.stub().discardEffect(foreign, "book-c1")).toMatchObject(notFound);
  });
});

describe("an effect that is not dead", () => {
  it("can be inspected and nothing else", async () => {
    const desk = ledger();
    await desk.stub().execute(desk.envelope("c1"), { type: "deposit", amount: 5, book: true });
    expect(await desk.stub().inspectEffect(testPrincipal, "book-c1")).toMatchObject({
      ok: true,
      value: { status: "pending", attempts: [] },
    });
    expect(await desk.stub().editEffect(desk.envelope("e1"), "book-c1", {})).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(await desk.stub().inspectEffect(testPrincipal, "book-c9")).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});
