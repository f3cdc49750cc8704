import { describe, expect, test } from "vitest";
import { assumptionFields, assumptionPath, defaultOf, statedAssumptions } from "./assumption-fields.ts";

const field = (key: string) => {
  const found = assumptionFields.find((one) => one.key === key);
  if (!found) throw new RangeError(key);
  return found;
};

describe("stated assumptions", () => {
  test("say nothing about what was left empty", () => {
    expect(statedAssumptions({}, "USD")).toEqual({});
    expect(statedAssumptions({ costPerUser: { value: " ", low: "1", high: "2" } }, "USD")).toEqual({});
  });

  test("turn money into minor units of the currency", () => {
    expect(statedAssumptions({ costPerUser: { value: "4.35", low: "", high: "" } }, "USD")).toEqual({ costPerUser: 435 });
    expect(statedAssumptions({ costPerUser: { value: "500", low: "", high: "" } }, "JPY")).toEqual({ costPerUser: 500 });
  });

  test("turn per cent into shares without rounding noise, and keep the projection's own apart", () => {
    expect(statedAssumptions({ churn: { value: "7", low: "5.5", high: "" } }, "USD")).toEqual({
      projection: { churn: { value: 0.07, low: 0.055 } },
    });
  });

  test("keep the ends of a range that was typed", () => {
    expect(statedAssumptions({ elasticity: { value: "2", low: "1.5", high: "3" } }, "USD")).toEqual({
      elasticity: { value: 2, low: 1.5, high: 3 },
    });
  });

  test("know no range for a whole number", () => {
    expect(statedAssumptions({ marketSize: { value: "5000", low: "1", high: "2" } }, "USD")).toEqual({ marketSize: 5000 });
  });
});

test("finds the field that an answer calls wrong", () => {
  expect([assumptionPath(field("elasticity")), assumptionPath(field("churn"))]).toEqual([
    "assumptions.elasticity",
    "assumptions.projection.churn",
  ]);
});

test("shows the method's own figures in the unit of the field", () => {
  // contracts/services/agent-teams.ts: cost 500 minor units, churn 0.05, market 10,000
  expect(defaultOf(field("costPerUser"), "USD")).toBe("5");
  expect(defaultOf(field("churn"), "USD")).toBe("5");
  expect(defaultOf(field("marketSize"), "USD")).toBe("10000");
});
