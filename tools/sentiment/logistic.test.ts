import { describe, expect, it } from "vitest";
import { fitLogistic, sigmoid } from "./logistic.ts";

describe("logistic regression", () => {
  it("finds the log-odds of a table", () => {
    // 3 of 4 at x = 1 and 1 of 4 at x = 0: log-odds ±ln 3. A penalty this small moves nothing at six digits.
    const rows = [0, 0, 0, 0, 1, 1, 1, 1].map((x) => [x]);
    const { intercept, weights } = fitLogistic(rows, [0, 0, 0, 1, 0, 1, 1, 1], 1e-9);
    expect(intercept).toBeCloseTo(-Math.log(3), 6);
    expect(weights[0]).toBeCloseTo(2 * Math.log(3), 6);
  });

  it("is where the penalised gradient vanishes, for every parameter", () => {
    const rows = [
      [1, 2],
      [2, -1],
      [0, 1],
      [-1, 0.5],
      [3, 3],
    ];
    const outcomes = [1, 0, 1, 0, 1];
    const penalty = 0.7;
    const { intercept, weights } = fitLogistic(rows, outcomes, penalty);
    const errors = rows.map(
      (row, i) => sigmoid(intercept + (weights[0] ?? 0) * (row[0] ?? 0) + (weights[1] ?? 0) * (row[1] ?? 0)) - (outcomes[i] ?? 0),
    );
    expect(errors.reduce((a, b) => a + b)).toBeCloseTo(0, 9);
    for (const k of [0, 1]) {
      expect(errors.reduce((sum, error, i) => sum + error * (rows[i]?.[k] ?? 0), penalty * (weights[k] ?? 0))).toBeCloseTo(0, 9);
    }
  });

  it("wants a penalty", () => {
    expect(() => fitLogistic([[0], [1]], [0, 1], 0)).toThrow("the penalty must be positive");
  });
});
