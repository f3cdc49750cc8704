import { describe, expect, it } from "vitest";
import { factorNames } from "../../../../contracts/services/niche-opportunity.ts";
import { factorWeights } from "./factors.ts";
import { chooseWeights } from "./own-weights.ts";

const value = <T>(result: { ok: true; value: T } | { ok: false }) => {
  if (!result.ok) throw new Error("refused");
  return result.value;
};
const pairs = factorNames.flatMap((first, i) => factorNames.slice(i + 1).map((second) => ({ first, second })));

describe("weights of an organisation", () => {
  it("as stated add up to 1 whatever rounding left", () => {
    const { source, weights } = value(chooseWeights({ kind: "stated", weights: { ...factorWeights, market_size: 0.205 } }));
    expect(source).toBe("stated");
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(weights.market_size).toBeCloseTo(0.205 / 1.005, 12);
  });

  it("that do not add up are refused with what they add up to", () => {
    const refused = chooseWeights({ kind: "stated", weights: { ...factorWeights, market_size: 0.4 } });
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid_input", detail: expect.stringContaining("120.0 %") } });
  });

  it("come from judgements that agree as they were meant, with a ratio of 0", () => {
    const meant = [0.3, 0.25, 0.2, 0.1, 0.1, 0.05];
    const at = (name: (typeof factorNames)[number]) => meant[factorNames.indexOf(name)] ?? 0;
    const judgements = pairs.map(({ first, second }) => ({ first, second, times: at(first) / at(second) }));
    const { weights, consistency } = value(chooseWeights({ kind: "judgements", judgements }));
    expect(Object.values(weights)).toEqual(meant.map((weight) => expect.closeTo(weight, 9)));
    expect(consistency).toMatchObject({ consistent: true, ratio: expect.closeTo(0, 9) });
    expect(consistency?.revise).toBeUndefined();
  });

  it("from contradicting judgements name the pair that fits least, and are kept all the same", () => {
    const judgements = pairs.map(({ first, second }, i) => ({ first, second, times: i === 0 ? 1 / 9 : 3 }));
    const { consistency } = value(chooseWeights({ kind: "judgements", judgements }));
    expect(consistency?.consistent).toBe(false);
    expect(consistency?.ratio).toBeGreaterThan(0.1);
    expect(consistency?.revise).toMatchObject({ first: "market_size", second: "growth_rate", judged: expect.closeTo(1 / 9, 12) });
  });

  it("need each pair once", () => {
    const all = pairs.map((pair) => ({ ...pair, times: 2 }));
    const detail = (judgements: typeof all) => {
      const refused = chooseWeights({ kind: "judgements", judgements });
      return refused.ok ? "" : refused.error.detail;
    };
    expect(detail(all.slice(1))).toContain("1 of the 15 pairs are not judged: market_size and growth_rate");
    expect(detail([...all.slice(1), { first: "growth_rate", second: "competition", times: 2 }])).toContain("judged twice");
    expect(detail([...all.slice(1), { first: "growth_rate", second: "growth_rate", times: 2 }])).toContain("against itself");
  });

  it("of the product are the predecessor's", () => expect(value(chooseWeights({ kind: "default" })).weights).toEqual(factorWeights));
});
