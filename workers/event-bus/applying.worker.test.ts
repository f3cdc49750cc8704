/** How a service applies a page of events: as a whole, with the outcome of one by one. */
import { beforeEach, describe, expect, it } from "vitest";
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { applyEvents, type Projection } from "../kit/projections.ts";
import { accounts } from "./testing/account.ts";
import { accountsIn, bus, derived, run, startAfresh, stranger } from "./testing/fixture.ts";

beforeEach(startAfresh);

const stored = (events: ReturnType<typeof run>): StoredEvent[] => events.map((event, index) => ({ ...event, position: index + 1 }));

/** The database, counting its round trips. */
function counted(database: D1Database): { db: D1Database; trips: () => number } {
  let trips = 0;
  const db = new Proxy(database, {
    get(target, key) {
      if (key === "batch") {
        trips += 1;
        return target.batch.bind(target);
      }
      const member: unknown = Reflect.get(target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  return { db, trips: () => trips };
}

const inboxOf = async (db: D1Database) =>
  (await db.prepare("SELECT event_id AS id FROM inbox ORDER BY rowid").all<{ id: string }>()).results;

describe("a page of events", () => {
  it("of several subjects costs two round trips and gives what one by one gives", async () => {
    const [a, b, c] = [run("a", 1, 20), run("b", 1, 20), run("c", 1, 10, { organisation: stranger })];
    const page = stored(a.flatMap((event, index) => [event, ...b.slice(index, index + 1), ...c.slice(index, index + 1)]));
    const { db, trips } = counted(bus.LEDGER_DB);
    expect(await applyEvents(db, [accounts], page, 1)).toBe(50);
    expect(trips()).toBe(2);
    for (const event of page) await applyEvents(bus.JOURNAL_DB, [accounts], [event], 1);
    expect(await accountsIn(bus.LEDGER_DB)).toEqual(await accountsIn(bus.JOURNAL_DB));
    expect((await accountsIn(bus.LEDGER_DB))["a"]).toEqual({ amount: 210, trail: a.map(({ sequence }) => sequence).join(" ") });
    expect(await inboxOf(bus.LEDGER_DB)).toEqual(page.map(({ id }) => ({ id })));
  });

  it("that holds what was applied before applies the rest alone", async () => {
    const page = stored(run("a", 1, 6));
    await applyEvents(bus.LEDGER_DB, [accounts], page.slice(0, 4), 1);
    // The fifth stands in it twice.
    expect(await applyEvents(bus.LEDGER_DB, [accounts], [...page.slice(2, 5), ...page.slice(4)], 1)).toBe(2);
    expect(await accountsIn(bus.LEDGER_DB)).toEqual({ a: { amount: 21, trail: "1 2 3 4 5 6" } });
    expect(await applyEvents(bus.LEDGER_DB, [accounts], page, 1)).toBe(0);
  });

  it("with a poison event applies those before it and nothing of itself", async () => {
    const page = stored([derived("a", 1), derived("b", 1), derived("a", 2), derived("b", 2)]);
    const picky: Projection = {
      ...accounts,
      apply: (row, event) => {
        if (event.id === page[2]?.id) throw new Error("cannot apply this");
        return accounts.apply(row, event);
      },
    };
    await expect(applyEvents(bus.LEDGER_DB, [picky], page, 1)).rejects.toThrow("cannot apply this");
    expect(await accountsIn(bus.LEDGER_DB)).toEqual({ a: { amount: 1, trail: "1" }, b: { amount: 1, trail: "1" } });
    expect(await inboxOf(bus.LEDGER_DB)).toEqual([{ id: page[0]?.id }, { id: page[1]?.id }]);
  });

  it("is written exactly: fractions, texts of any kind, null, rows that go again", async () => {
    await bus.LEDGER_DB.prepare(
      "CREATE TABLE samples (organisation TEXT, id TEXT, number REAL, text TEXT, PRIMARY KEY (organisation, id))",
    ).run();
    const values: [number | null, string | null][] = [
      [0.1 + 0.2, "語 \"quoted\" 'single' \\"],
      [1e-17, "line\nbreak"],
      [5, null],
      [null, ""],
    ];
    const samples: Projection = {
      table: "samples",
      key: ["organisation", "id"],
      handles: ["niche.derived"],
      keyOf: ({ organisation, sequence }) => ({ organisation, id: `s${sequence % 5}` }),
      apply(_row, { organisation, sequence }) {
        if (sequence > 5) return undefined;
        const [number = null, text = null] = values[sequence - 1] ?? [];
        return { organisation, id: `s${sequence % 5}`, number, text };
      },
    };
    // The fifth makes a row that the tenth removes.
    const page = stored(run("a", 1, 10)).filter(({ sequence }) => sequence <= 5 || sequence === 10);
    expect(await applyEvents(bus.LEDGER_DB, [samples, accounts], page, 1)).toBe(6);
    const { results } = await bus.LEDGER_DB.prepare("SELECT id, number, text FROM samples ORDER BY id").all();
    expect(results).toEqual(values.map(([number, text], index) => ({ id: `s${index + 1}`, number, text })));
  });
});
