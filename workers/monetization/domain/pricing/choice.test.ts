import { describe, expect, it } from "vitest";
import type { Assumption } from "../../../../contracts/services/estimate.ts";
import { chooseStrategy, type ChoiceInputs } from "./choice.ts";

const assumption = (name: string, basis: Assumption["basis"]): Assumption => ({
  name,
  value: 1,
  low: 1,
  high: 1,
  unit: "",
  basis,
  evidenceIds: [],
  origin: "stated",
  editable: true,
});
const chosen = (change: Partial<ChoiceInputs>) =>
  chooseStrategy({
    wanted: undefined,
    competitorPrice: assumption("competitorPrice", "assumption"),
    valuePerception: assumption("valuePerception", "assumption"),
    ...change,
  });

describe("the choice of a pricing strategy", () => {
  it("leans on what rests on evidence: the perceived value before the competitor's price", () => {
    const value = assumption("valuePerception", "evidence");
    const price = assumption("competitorPrice", "evidence");
    expect(chosen({ valuePerception: value, competitorPrice: price })).toMatchObject({ value: { strategy: "value-based" } });
    expect(chosen({ competitorPrice: price })).toMatchObject({ value: { strategy: "competitor-based" } });
    expect(chosen({})).toMatchObject({ value: { strategy: "equal" } });
  });

  it("leaves only the cost where no competitor's price is known, whatever the value rests on", () => {
    const valuePerception = assumption("valuePerception", "evidence");
    expect(chosen({ competitorPrice: undefined, valuePerception })).toMatchObject({ value: { strategy: "cost-plus" } });
  });

  it("is the caller's where it can be computed", () => {
    expect(chosen({ wanted: "competitor-based" })).toMatchObject({ ok: true, value: { strategy: "competitor-based" } });
    expect(chosen({ wanted: "cost-plus", competitorPrice: undefined })).toMatchObject({ ok: true, value: { strategy: "cost-plus" } });
    expect(chosen({ wanted: "equal", competitorPrice: undefined })).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fields: [{ path: "strategy" }] },
    });
  });
});
