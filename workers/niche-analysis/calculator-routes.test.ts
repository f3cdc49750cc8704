import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ok, parse } from "../../contracts/result.ts";
import { calculators, computeWithin } from "./calculator-routes.ts";

function computed(operationId: string, input: unknown): unknown {
  const found = calculators.find((one) => one.operationId === operationId);
  if (!found) throw new Error(`There is no calculator ${operationId}.`);
  const parsed = parse(found.request, input);
  const result = parsed.ok ? found.compute(parsed.value) : parsed;
  return result.ok ? result.value : result.error;
}

describe.each(calculators)("$operationId", ({ operationId, example, response }) => {
  it("computes its example, and answers what it says it does and nothing else", () => {
    const answer = computed(operationId, example);
    // As JSON: what is no number there must not be one here.
    const json: unknown = JSON.parse(JSON.stringify(answer));
    expect(json).toEqual(answer);
    expect(z.strictObject((response as z.ZodObject).shape).parse(json)).toEqual(json);
  });

  it("refuses what is no input of it", () => expect(computed(operationId, { seed: "x" })).toMatchObject({ code: "invalid_input" }));
});

it("forecasts a season that is there, with the error of its past", () => {
  const counts = Array.from({ length: 60 }, (_, i) => 100 + i + 30 * Math.sin((i * Math.PI) / 6));
  const { forecast, test } = computed("forecastDemand", { counts }) as {
    forecast: { mean: number[] };
    test: { methods: { mase: number }[] };
  };
  expect(forecast.mean).toHaveLength(12);
  expect(test.methods[0]?.mase).toBeLessThan(0.5);
  expect(Math.max(...forecast.mean) - Math.min(...forecast.mean)).toBeGreaterThan(40);
});

it("says what cannot be computed, and what to do", () => {
  const flat = { products: [1, 2, 3].map((i) => ({ name: `p${i}`, price: 9, features: 3 })) };
  expect(computed("findWhiteSpace", flat)).toMatchObject({ code: "invalid_input", detail: expect.stringContaining("different prices") });
  expect(
    computed("weighCriteria", {
      judgements: [
        [1, 3],
        [3, 1],
      ],
    }),
  ).toMatchObject({ code: "invalid_input" });
  expect(computed("scoreOutcomes", { respondents: [{}] })).toMatchObject({ code: "invalid_input" });
});

it("says by which method weights and underserved themes came about", () => {
  for (const [operation, source] of [
    ["weighCriteria", "Saaty 1980"],
    ["findUnderserved", "Wilson 1927"],
  ] as const) {
    const { example } = calculators.find(({ operationId }) => operationId === operation) ?? {};
    expect(computed(operation, example)).toMatchObject({ method: expect.stringContaining(source) });
  }
});

it("has no upper limit of growth where none can be told", () => {
  const { growth } = computed("forecastDemand", { counts: [1e12, 5e-51, 1e12], horizon: 6 }) as { growth: { high: number | null } };
  expect(growth.high).toBeNull();
});

it("answers no number that cannot be written down", () => {
  const shape = z.object({ sum: z.number() });
  expect(computeWithin(0 as never, () => ok({ sum: Infinity }), shape)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  expect(computeWithin(0 as never, () => ok({ sum: 1 }), shape)).toEqual(ok({ sum: 1 }));
});

it("refuses what would take for ever, however little is sent, and takes what is allowed in seconds", () => {
  const mentions = (count: number, themes: number, competitors: number) =>
    Array.from({ length: count }, (_, i) => ({
      theme: `t${i % themes}`,
      competitor: `c${i % competitors}`,
      unit: `u${i}`,
      complains: true,
    }));
  expect(computed("findUnderserved", { mentions: mentions(200, 81, 3) })).toMatchObject({ code: "invalid_input" });
  expect(computed("findUnderserved", { mentions: mentions(200, 3, 31) })).toMatchObject({ code: "invalid_input" });
  expect(computed("measureConcentration", { mentions: mentions(600, 1, 501) })).toMatchObject({ code: "invalid_input" });
  const rating = { importance: 5, satisfaction: 1 };
  expect(computed("scoreOutcomes", { respondents: Array.from({ length: 31 }, (_, i) => ({ [`o${i}`]: rating })) })).toMatchObject({
    code: "invalid_input",
  });
  const begun = performance.now();
  computed("findUnderserved", { mentions: mentions(20_000, 80, 30) });
  computed("measureConcentration", { mentions: mentions(20_000, 1, 500) });
  const all = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`o${i}`, rating]));
  computed("scoreOutcomes", { respondents: Array.from({ length: 1_000 }, () => all) });
  computed("forecastDemand", { counts: Array.from({ length: 600 }, (_, i) => 10 + (i % 7)), period: 52, horizon: 60 });
  expect(performance.now() - begun).toBeLessThan(30_000);
});
