import * as fc from "fast-check";
import { drizzle } from "drizzle-orm/d1";
import { describe, expect, it } from "vitest";
import { envelope, maxEventBytes } from "../../contracts/events/envelope.ts";
import { outboxInserts, queueBatches } from "./outbox.ts";

const event = (sequence: number, padding: string) =>
  envelope({
    source: "/auth",
    type: "user.renamed",
    dataversion: 1,
    subject: "user/org_1/usr_1",
    sequence,
    organisation: "org_1",
    time: 0,
    data: { padding },
  });
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

describe("batches for the queue", () => {
  it("hold at most 100 messages and 256 KB, and keep every event in its order", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 250 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const events = lengths.map((length, index) => event(index + 1, "é".repeat(length)));
        const batches = queueBatches(events);
        expect(batches.flat()).toEqual(events);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(100);
          expect(batch.reduce((sum, one) => sum + bytes(one) + 100, 0)).toBeLessThanOrEqual(256_000);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are no more than needed", () => {
    expect(queueBatches(Array.from({ length: 201 }, (_, index) => event(index + 1, ""))).map((batch) => batch.length)).toEqual([
      100, 100, 1,
    ]);
    expect(queueBatches([1, 2, 3].map((sequence) => event(sequence, "x".repeat(100_000)))).map((batch) => batch.length)).toEqual([2, 1]);
    expect(queueBatches([])).toEqual([]);
  });
});

describe("an event before it is written", () => {
  const room = maxEventBytes - bytes(event(1, ""));
  // Nothing is sent to a database here: statements are only made.
  const db = drizzle({} as D1Database);

  it("fits up to 128 KB of UTF-8", () => {
    const fitting = event(1, "x".repeat(room));
    const inserts = outboxInserts(db, [fitting]);
    expect(inserts.ok && inserts.value[0]?.toSQL().params).toEqual([fitting.subject, 1, JSON.stringify(fitting)]);
  });

  it("keeps those beside it from being written when it does not fit", () => {
    expect(outboxInserts(db, [event(1, ""), event(2, "x".repeat(room + 1))])).toMatchObject({ ok: false, error: { code: "too_large" } });
    const refused = outboxInserts(db, [event(1, "é".repeat(room / 2 + 1))]);
    expect(!refused.ok && refused.error.detail).toContain(`${maxEventBytes} fit`);
  });
});
