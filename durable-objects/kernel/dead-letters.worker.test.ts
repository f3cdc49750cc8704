import { beforeEach, describe, expect, it } from "vitest";
import type { EffectView } from "../../contracts/actor.ts";
import type { Result } from "../../contracts/result.ts";
import { testPrincipal } from "./given.ts";
import { ledger, stranger, type Desk } from "./testing/desk.ts";
import { settle } from "./testing/invariants.ts";
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
    expect(redriven).toMatchObject({ ok: true, value: { version: 3 } });
    await settle(desk);
    expect((await desk.state()).state).toMatchObject({ failed: [], booked: ["book-c1"] });
    expect(world.accepted).toEqual(new Map([["book-c1", 1]]));
    expect(await lettersOf(desk)).toEqual([]);
    // The same redrive again is the same answer, not another run.
    expect(await desk.stub().redriveEffect(desk.envelope("r1"), "book-c1")).toMatchObject({
      ok: true,
      value: { version: 3, replayed: true },
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

  it("can be given another input", async () => {
    const desk = await withDeadLetter();
    expect(await desk.stub().editEffect(desk.envelope("e1"), "book-c1", { amount: 4 })).toMatchObject({ ok: true, value: { version: 2 } });
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
