/** What must hold of a ledger once everything has come to rest, whatever happened on the way. */
import { expect } from "vitest";
import { schemaOf } from "../../../contracts/events/index.ts";
import { isOwnEvent } from "../own-events.ts";
import type { Desk } from "./desk.ts";
import { ledgerDecider, type LedgerEvent, type LedgerState } from "./ledger.ts";
import { world } from "./world.ts";

const fiveMinutes = 5 * 60_000;
const maxRounds = 40;

/** The alarm as the platform rings it: a handler that throws is called again. True when there was one. */
export async function ring(desk: Desk): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await desk.alarm();
    } catch (cause) {
      if (attempt === 6) throw cause;
      // The test's own alarm call takes the alarm out of storage before it calls the handler; the platform does not.
      await desk.restoreAlarm();
    }
  }
}

/** Lets time pass, rings the alarm and acknowledges like the event store, until nothing is left to do. */
export async function settle(desk: Desk): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    world.now = (world.now ?? Date.now()) + fiveMinutes;
    await ring(desk);
    await acknowledge(desk);
    const left = await desk.rows(
      "SELECT (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM timers) + (SELECT COUNT(*) FROM effects WHERE status IN ('pending', 'running')) AS n",
    );
    if (left[0]?.["n"] === 0) return;
  }
  throw new Error(`something was left behind: ${JSON.stringify(await desk.rows("SELECT * FROM effects"))}`);
}

/** What the event store does: acknowledges the highest contiguous sequence that it has. */
export async function acknowledge(desk: Desk): Promise<void> {
  const stored = world.events.get(desk.subject) ?? new Map();
  let head = 0;
  while (stored.has(head + 1)) head += 1;
  // Nobody waits for it: an acknowledgement that is lost comes with the next one.
  if (head > 0)
    await desk
      .stub()
      .acknowledge(head)
      .catch(() => undefined);
}

/** Checks everything that is true of any history; answers the state. */
export async function expectSound(desk: Desk): Promise<LedgerState> {
  const events = await desk.rows("SELECT sequence, type, data, time, command_id FROM events ORDER BY sequence");
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  const commands = await desk.rows("SELECT id, version FROM commands ORDER BY version, rowid");
  // One result per command, and each event belongs to exactly one of them.
  const known = new Set(commands.map(({ id }) => id));
  expect(known.size).toBe(commands.length);
  expect(events.filter(({ command_id }) => !known.has(command_id))).toEqual([]);
  expect([...(world.events.get(desk.subject)?.keys() ?? [])].sort((a, b) => a - b)).toEqual(events.map(({ sequence }) => sequence));
  // The state is the fold of the log: in memory, and after it was read again.
  const own = events.filter(({ type }) => isOwnEvent(String(type)));
  const folded = events
    .filter(({ type }) => !isOwnEvent(String(type)))
    .reduce<LedgerState>(
      (state, row) =>
        ledgerDecider.evolve(state, { type: row["type"], data: JSON.parse(String(row["data"])) } as LedgerEvent, {
          time: Number(row["time"]),
          sequence: Number(row["sequence"]),
        }),
      ledgerDecider.initialState(),
    );
  const now = await desk.state();
  expect(now).toEqual({ version: events.length, state: folded });
  await desk.evict();
  expect(await desk.state()).toEqual(now);
  // Who reads the log knows which effects are dead.
  const dead = new Set<unknown>();
  for (const row of own) {
    const { effectId } = JSON.parse(String(row["data"])) as { effectId: string };
    // Only what is dead is redriven or discarded, and only what is not dead dies.
    expect(dead.has(effectId)).toBe(row["type"] !== "effect.dead-lettered");
    if (!dead.delete(effectId)) dead.add(effectId);
  }
  expect([...dead].sort()).toEqual((await desk.rows("SELECT id FROM effects WHERE status = 'dead'")).map(({ id }) => id).sort());
  expect(own.filter(({ type, data }) => !schemaOf(String(type), 1)?.safeParse(JSON.parse(String(data))).success)).toEqual([]);
  // Each effect came to one end, and what the bank accepted is in the books once.
  const done = await desk.rows("SELECT id FROM effects WHERE status = 'done'");
  expect([...folded.booked].sort()).toEqual(done.map(({ id }) => id).sort());
  expect(folded.booked.filter((id) => !world.accepted.has(id))).toEqual([]);
  return folded;
}
