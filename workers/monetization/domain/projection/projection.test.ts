import { expect, test } from "vitest";
import { projectRevenueRequestSchema, type ProjectRevenueRequest } from "../../../../contracts/services/projections.ts";
import { projectRevenue, type ProjectionFindings } from "./projection.ts";

const exactly = (value: number) => ({ value, low: value, high: value });
const certainInputs = { acquisition: exactly(50), acquisitionGrowth: exactly(0.05), conversion: exactly(0.2), churn: exactly(0.05) };
const request: ProjectRevenueRequest = {
  commandId: "c-1",
  currency: "USD",
  prices: [
    { tier: "Basic", minor: 999, share: 0.6 },
    { tier: "Pro", minor: 1999, share: 0.3 },
    { tier: "Premium", minor: 4999, share: 0.1 },
  ],
  seed: 42,
  paths: 4000,
};

function findings(changes: Partial<ProjectRevenueRequest> = {}): ProjectionFindings {
  const result = projectRevenue(projectRevenueRequestSchema.parse({ ...request, ...changes }), new Set(Object.keys(changes.inputs ?? {})));
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

/** Distance between the 5 % and 95 % quantiles of the last month. */
function width({ fan }: ProjectionFindings): number {
  return (fan.at(-1)?.mrr.p95 ?? 0) - (fan.at(-1)?.mrr.p5 ?? 0);
}

test("same seed, same bytes; another seed, other futures around the same series", () => {
  const [first, again, other] = [findings(), findings(), findings({ seed: 43 })];
  expect(JSON.stringify(again)).toBe(JSON.stringify(first));
  expect(JSON.stringify(other.fan)).not.toBe(JSON.stringify(first.fan));
  expect(other.deterministic).toEqual(first.deterministic);
});

test("with certain inputs the mean of the futures is the deterministic series, within four standard errors and rounding", () => {
  const { deterministic, fan } = findings({ inputs: certainInputs });
  // Showing whole users moves the series by at most half a paying user of 16.99 on average, and tiers by less than one dearest user.
  const rounding = 5_000;
  fan.forEach(({ mrr, cumulative }, index) => {
    const month = deterministic[index];
    expect(Math.abs(mrr.mean - (month?.mrr ?? 0))).toBeLessThan(4 * mrr.meanError + rounding);
    expect(Math.abs(cumulative.mean - (month?.cumulative ?? 0))).toBeLessThan(4 * cumulative.meanError + rounding * (index + 1));
  });
  const end = fan.at(-1)?.mrr;
  expect(Math.abs((end?.mean ?? 0) / (deterministic.at(-1)?.mrr ?? 1) - 1)).toBeLessThan(0.005);
});

test("with certain inputs Poisson arrivals alone spread the paying users as theory says", () => {
  // One month, nobody at the start, then one month of conversion: paid in month 2 ~ Poisson(λ × conversion).
  const { fan } = findings({
    inputs: { ...certainInputs, acquisition: exactly(400), churn: exactly(0) },
    prices: [{ tier: "One", minor: 100, share: 1 }],
    months: 2,
    paths: 20_000,
  });
  const paid = fan[1]?.mrr;
  expect(paid?.mean).toBeGreaterThan(80 * 100 - 40);
  expect(paid?.mean).toBeLessThan(80 * 100 + 40);
  // Poisson(80): 5 % and 95 % quantiles 66 and 95.
  expect(Math.abs((paid?.p5 ?? 0) / 100 - 66)).toBeLessThanOrEqual(1);
  expect(Math.abs((paid?.p95 ?? 0) / 100 - 95)).toBeLessThanOrEqual(1);
});

test("quantiles rise within a month, and the fan widens with uncertain inputs", () => {
  const uncertain = findings();
  for (const { mrr, cumulative } of uncertain.fan) {
    for (const { p5, p10, p25, p50, p75, p90, p95 } of [mrr, cumulative]) {
      const quantiles = [p5, p10, p25, p50, p75, p90, p95];
      expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
    }
  }
  expect(width(uncertain)).toBeGreaterThan(3 * width(findings({ inputs: certainInputs })));
});

test("four times the paths halve the Monte Carlo error", () => {
  const few = findings({ paths: 1000 }).fan.at(-1)?.mrr;
  const many = findings({ paths: 4000 }).fan.at(-1)?.mrr;
  expect((few?.meanError ?? 0) / (many?.meanError ?? 1)).toBeGreaterThan(1.7);
  expect((few?.meanError ?? 0) / (many?.meanError ?? 1)).toBeLessThan(2.3);
  expect(few?.p50Error).toBeGreaterThan(0);
});

test("a target that the median reaches in month m has that month as its median month", () => {
  const { fan } = findings();
  const median = fan[11]?.mrr.p50 ?? 0;
  const { target } = findings({ targetMrr: median });
  expect(Math.abs((target?.probability[11] ?? 0) - 0.5)).toBeLessThan(0.02);
  expect(target?.medianMonth).toBe(12);
  expect(target?.standardError).toBeCloseTo(Math.sqrt(((target?.probabilityAtEnd ?? 0) * (1 - (target?.probabilityAtEnd ?? 0))) / 4000), 9);
});

test("an unreachable target has no median month", () => {
  const { target } = findings({ targetMrr: 1e12 });
  expect([target?.medianMonth, target?.everReached, target?.probabilityAtEnd]).toEqual([null, 0, 0]);
});

test("a counted conversion is drawn from its Beta posterior, and its evidence is listed", () => {
  const counted = findings({ inputs: { conversion: { successes: 12, trials: 240, evidenceIds: ["e1"] } } });
  const assumption = counted.assumptions.find(({ name }) => name === "conversion");
  expect(assumption).toMatchObject({ value: 12.5 / 241, basis: "evidence", evidenceIds: ["e1"] });
  expect(assumption?.low).toBeCloseTo(0.0315, 3); // Wilson 90 %
  expect(assumption?.high).toBeCloseTo(0.0786, 3);
});

test("the predecessor's whole-user series is there on request", () => {
  expect(findings({ arithmetic: "whole-users" }).deterministic.at(-1)).toMatchObject({
    paid: 1613,
    mrr: 2_736_389,
    cumulative: 39_884_494,
  });
});

test("refuses rates that add up to more than all users, and growth beyond exact figures", () => {
  for (const inputs of [
    { conversion: 0.7, churn: 0.4 },
    { acquisition: 1e7, acquisitionGrowth: 1 },
  ]) {
    const result = projectRevenue(projectRevenueRequestSchema.parse({ ...request, paths: 100, months: 60, inputs }), new Set());
    expect(result.ok ? "ok" : result.error.code).toBe("invalid_input");
  }
});

test("a share that does not add up to 1 is refused at the edge", () => {
  expect(projectRevenueRequestSchema.safeParse({ ...request, prices: [{ tier: "A", minor: 100, share: 0.9 }] }).success).toBe(false);
});

test("says when growth is assumed never to slow down", () => {
  expect(findings().warnings.join(" ")).toContain("Acquisition in month 36 is 5.5 times");
});
