import { beforeEach, describe, expect, it, vi } from "vitest";
import { ledger, stranger } from "./testing/desk.ts";
import { world } from "./testing/world.ts";

beforeEach(() => world.reset());

const day = 24 * 60 * 60 * 1000;
const deposit = { type: "deposit", amount: 5 } as const;

describe("a recorded command", () => {
  it("refuses its id for another command", async () => {
    const { stub, envelope, state } = ledger();
    await stub().execute(envelope("c1"), deposit);
    expect(await stub().execute(envelope("c1"), { type: "deposit", amount: 6 })).toMatchObject({
      ok: false,
      error: { code: "key_reused" },
    });
    expect((await state()).state.balance).toBe(5);
  });

  it("is recognised whatever the order of its keys", async () => {
    const { stub, envelope } = ledger();
    await stub().execute(envelope("c1"), { type: "deposit", amount: 5, note: "a" });
    expect(await stub().execute(envelope("c1"), { note: "a", amount: 5, type: "deposit" })).toMatchObject({
      ok: true,
      value: { replayed: true },
    });
  });

  it("of a method is recognised by what was asked, not by what the actor computed from it", async () => {
    const { stub, envelope } = ledger();
    await stub().depositNoted(envelope("c1"), 5, "first");
    await stub().execute(envelope("c2"), deposit);
    expect(await stub().depositNoted(envelope("c1"), 5, "first")).toMatchObject({ ok: true, value: { version: 1, replayed: true } });
    expect(await stub().depositNoted(envelope("c1"), 5, "second")).toMatchObject({ ok: false, error: { code: "key_reused" } });
  });

  it("is kept for seven days and swept by the alarm after them", async () => {
    world.now = Date.UTC(2100, 0, 1);
    const { stub, envelope, rows, alarm } = ledger();
    await stub().execute(envelope("c1"), { ...deposit, remindInMs: 30 * day });
    world.now += 7 * day;
    await alarm();
    expect(await rows("SELECT id FROM commands")).toEqual([{ id: "c1" }]);
    world.now += 1;
    await alarm();
    expect(await rows("SELECT id FROM commands")).toEqual([]);
  });

  it("is not a refused one: that may be sent again", async () => {
    const { stub, envelope } = ledger();
    expect(await stub().execute(envelope("c1"), { type: "deposit", amount: -1 })).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    expect(await stub().execute(envelope("c1"), deposit)).toMatchObject({ ok: true });
  });
});

describe("a command", () => {
  it("after its deadline is refused", async () => {
    world.now = 1_000;
    const { stub, envelope } = ledger();
    expect(await stub().execute(envelope("c1", { deadline: 999 }), deposit)).toMatchObject({
      ok: false,
      error: { code: "deadline_exceeded" },
    });
    expect(await stub().execute(envelope("c1", { deadline: 1_000 }), deposit)).toMatchObject({ ok: true });
  });

  it("cannot take the name of one that the kernel gives itself", async () => {
    const { stub, envelope } = ledger();
    await stub().execute(envelope("c1"), deposit);
    for (const id of ["effect:book-c1:done", "timer:remind:1"])
      expect(await stub().execute(envelope(id), deposit)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("whose decider breaks leaves nothing behind", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
    const { id, stub, envelope, rows } = ledger();
    expect(await stub().execute(envelope("c1"), { type: "break" })).toMatchObject({ ok: false, error: { code: "internal" } });
    expect(await rows("SELECT (SELECT COUNT(*) FROM commands) + (SELECT COUNT(*) FROM events) AS n")).toEqual([{ n: 0 }]);
    const [line = "{}"] = quiet.mock.calls.flat() as string[];
    expect(JSON.parse(line)).toMatchObject({
      message: "a turn broke",
      actor: expect.stringContaining(id),
      commandId: "c1",
      command: "break",
    });
    quiet.mockRestore();
  });

  it("that is refused does not decide whom the actor belongs to", async () => {
    const { id, stub, envelope } = ledger();
    await stub().execute(
      { ...envelope("c0", { principal: stranger, organisation: stranger.organisation }), actorId: id },
      { type: "deposit", amount: -1 },
    );
    expect(await stub().execute(envelope("c1"), deposit)).toMatchObject({ ok: true });
  });
});
