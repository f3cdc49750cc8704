import { expect, it } from "vitest";
import { holm } from "./holm.ts";

it("raises p-values as the golden case S12 has it, in the order given", () => {
  expect(holm([0.01, 0.02, 0.03, 0.04, 0.05])).toEqual([0.05, 0.08, 0.09, 0.09, 0.09].map((p) => expect.closeTo(p, 12)));
  expect(holm([0.5, 0.01, 0.9])).toEqual([1, 0.03, 1].map((p) => expect.closeTo(p, 12)));
  expect(holm([])).toEqual([]);
});
