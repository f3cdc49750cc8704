import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelope } from "../../../contracts/events/envelope.ts";
import { gapOf, runsBySubject } from "./appending.ts";

const event = (name: string, sequence: number, data: unknown = null) =>
  envelope({
    source: "/auth",
    type: "user.renamed",
    dataversion: 1,
    subject: `user/org/${name}`,
    sequence,
    organisation: "org",
    time: 0,
    data,
  });

describe("a bundle of events", () => {
  it("is cut into runs of one subject by rising sequence, whatever the order and the repetitions", () => {
    const name = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.integer({ min: 1, max: 9 }))), (pairs) => {
        const runs = runsBySubject(pairs.map(([subject, sequence]) => event(subject, sequence)));
        const distinct = new Set(pairs.map(([subject, sequence]) => event(subject, sequence).id));
        expect(runs.flatMap((run) => run.events.map(({ id }) => id)).toSorted()).toEqual([...distinct].toSorted());
        for (const run of runs) {
          const sequences = run.events.map(({ sequence }) => sequence);
          expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
          expect(new Set(run.events.map(({ subject }) => subject))).toEqual(new Set([run.subject]));
        }
      }),
    );
  });

  it("keeps the first of two events with one id", () => {
    expect(runsBySubject([event("a", 1, "first"), event("a", 1, "second")])[0]?.events.map(({ data }) => data)).toEqual(["first"]);
  });
});

describe("a gap", () => {
  const [run] = runsBySubject([event("a", 4), event("a", 6)]);

  it.each([
    [0, 1],
    [3, 4],
    [5, 6],
    [6, undefined],
    [9, undefined],
  ])("after %d events begins at %s", (head, missing) => {
    expect(run && gapOf(run, head)).toBe(missing);
  });
});
