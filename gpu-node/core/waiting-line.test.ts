import { array, assert, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { WaitingLine } from "./waiting-line.ts";

it("stands by due time, and in the order of arrival among equals, however many come at once", () => {
  assert(
    property(array(array(integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }), { maxLength: 20 }), (arrivals) => {
      const line = new WaitingLine<{ due: number; number: number }>();
      let number = 0;
      const all = arrivals.map((group) => group.map((due) => ({ due, number: number++ })));
      for (const group of all) line.add(group);
      expect(line.head(line.length)).toEqual(all.flat().toSorted((a, b) => a.due - b.due || a.number - b.number));
    }),
    { seed: 7, numRuns: 100 },
  );
});
