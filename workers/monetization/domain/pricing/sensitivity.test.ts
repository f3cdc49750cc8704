import { expect, test } from "vitest";
import { certain } from "../estimate.ts";
import { analyseSensitivity, type SensitivityQuestion } from "./sensitivity.ts";

const multipliers = [0.5, 0.75, 1, 1.25, 1.5];
// golden.json P13: base price 20, market 1,000, elasticity 0.8.
const golden: SensitivityQuestion = {
  currency: "USD",
  basePrice: 2000,
  marketSize: 1000,
  elasticity: certain("elasticity", 0.8, ""),
  shareAtPrice: certain("shareAtPrice", 0.5, ""),
  costPerUser: 0,
  model: "unbounded",
  multipliers,
};

test("P13: the unbounded curve gives the predecessor's table, and its optimum at the dearest price", () => {
  const { points, revenueOptimum } = analyseSensitivity(golden);
  expect(points.map(({ price, demand, revenue }) => [price.minor, demand, revenue.minor])).toEqual([
    [1000, 1741, 1_741_000],
    [1500, 1258, 1_887_000],
    [2000, 1000, 2_000_000],
    [2500, 836, 2_090_000],
    [3000, 722, 2_166_000],
  ]);
  expect(revenueOptimum.price.minor).toBe(3000);
  expect(revenueOptimum.kind).toBe("edge");
});

test("P13 capped: no more buyers than the market of 1,000", () => {
  const { points } = analyseSensitivity({ ...golden, model: "capped" });
  expect(points.map(({ demand }) => demand)).toEqual([1000, 1000, 1000, 836, 722]);
});

test("P13 saturating: the revenue optimum lies inside, at the price where elasticity is 1", () => {
  const { revenueOptimum } = analyseSensitivity({ ...golden, model: "saturating" });
  expect(revenueOptimum.kind).toBe("interior");
  // x (1 − s(x)) × 1.6 = 1 with s(x) = 1 / (1 + e^{1.6 (x − 1)}) has the root x = 1.13145, found here by Newton instead of bisection.
  expect(revenueOptimum.price.minor / 2000).toBeCloseTo(optimumByNewton(), 3);
});

test("costs push the profit optimum above the revenue optimum", () => {
  const { revenueOptimum, profitOptimum } = analyseSensitivity({ ...golden, model: "saturating", costPerUser: 500 });
  expect(profitOptimum.price.minor).toBeGreaterThan(revenueOptimum.price.minor);
  expect(profitOptimum.profit.minor).toBeGreaterThan(revenueOptimum.profit.minor);
});

test("an uncertain elasticity makes the optimum uncertain", () => {
  const { revenueOptimum } = analyseSensitivity({
    ...golden,
    model: "saturating",
    elasticity: { ...golden.elasticity, low: 0.5, high: 1.2 },
  });
  expect(revenueOptimum.low.minor).toBeLessThan(2000);
  expect(revenueOptimum.high.minor).toBeGreaterThan(revenueOptimum.price.minor);
});

test("at an elasticity of 1 the optimum of the other curves is called flat, above 1 the capped one has a kink at the base price", () => {
  expect(analyseSensitivity({ ...golden, elasticity: certain("elasticity", 1, "") }).revenueOptimum.kind).toBe("flat");
  const steep = analyseSensitivity({ ...golden, model: "capped", elasticity: certain("elasticity", 2, "") });
  expect([steep.revenueOptimum.kind, steep.revenueOptimum.price.minor]).toEqual(["kink", 2000]);
});

function optimumByNewton(): number {
  let x = 1;
  for (let step = 0; step < 50; step++) {
    const bought = 1 / (1 + Math.exp(1.6 * (x - 1)));
    const condition = 1.6 * x * (1 - bought) - 1;
    const slope = 1.6 * (1 - bought) + 1.6 * x * 1.6 * bought * (1 - bought);
    x -= condition / slope;
  }
  return x;
}
