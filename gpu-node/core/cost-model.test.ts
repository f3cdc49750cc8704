import { describe, expect, it } from "vitest";
import { CostModel } from "./cost-model.ts";

/** A model that saw batches of these sizes on a device where a batch costs `fixed` and each token `perToken` milliseconds. */
function seen(sizes: readonly number[], fixed: number, perToken: number): CostModel {
  const model = new CostModel();
  for (const size of sizes) model.add(size, fixed + perToken * size);
  return model;
}

describe("what a batch costs", () => {
  it("is found from batches of different size, with 0.2 ms for handing it over", () => {
    expect(seen([8, 128, 512, 300], 2, 0.5).overhead).toBeCloseTo((2 + 0.2) / 0.5, 6);
    expect(seen([8, 128, 512, 300], 0.3, 0.001).overhead).toBeCloseTo((0.3 + 0.2) / 0.001, 6);
  });

  it("is assumed until three batches of different size were seen", () => {
    expect(seen([], 0, 0).overhead).toBe(8);
    expect(seen([512, 8], 100, 0.5).overhead).toBe(8);
    expect(seen([64, 64, 64], 100, 0.5).overhead).toBe(8);
  });

  it("is all fixed where more tokens took no longer, and never nothing", () => {
    expect(seen([8, 128, 512], 2, 0).overhead).toBe(8_192);
    expect(seen([8, 128, 512], -2, 0.5).overhead).toBe(4);
  });

  it("follows a device that changes", () => {
    const model = seen([8, 512, 8, 512], 1, 0.1);
    for (let n = 0; n < 1_000; n++) for (const size of [8, 512]) model.add(size, 40 + 0.2 * size);
    expect(model.overhead).toBeCloseTo(40.2 / 0.2, 1);
  });

  it("makes batches as large as leaves 2 % of their time to the fixed part", () => {
    const { overhead, worthwhileTokens } = seen([8, 128, 512], 2, 0.5);
    expect(overhead / (overhead + worthwhileTokens)).toBeCloseTo(0.02, 3);
  });
});
