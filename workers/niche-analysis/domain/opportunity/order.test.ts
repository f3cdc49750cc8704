import { describe, expect, it } from "vitest";
import type { Market } from "../../../../contracts/services/niche-opportunity.ts";
import { orderOf, type ComparedNiche } from "./order.ts";
import { factorWeights } from "./factors.ts";
import { unknownSeverity } from "./severity-estimate.ts";

const known: Market = { marketSize: "medium", growthRate: "medium", competition: "medium" };
const severity = (value: number, doubt = 0.05) => ({ value, low: value - doubt, high: value + doubt, basis: "evidence" as const });
const niche = (change: Partial<ComparedNiche> = {}): ComparedNiche => ({ name: "zzz", market: known, severity: severity(0.5), ...change });
const first = (order: ReturnType<typeof orderOf>, i: number) => order?.stated.ranks[i]?.[0] ?? Number.NaN;

describe("the order of compared niches", () => {
  it("of equal ones is a coin toss", () => {
    const order = orderOf([niche(), niche()]);
    // 4,000 draws: a standard error of 0.008.
    expect(Math.abs(first(order, 0) - 0.5)).toBeLessThan(0.03);
    expect(first(order, 0) + first(order, 1)).toBeCloseTo(1, 12);
  });

  it("is settled where one is better in all that counts", () => {
    const better = niche({ market: { marketSize: "large", growthRate: "high", competition: "low" }, severity: severity(0.9) });
    const order = orderOf([niche(), better]);
    expect(order?.stated.above[1]?.[0]).toBe(1);
    expect(order?.anyWeights.above[1]?.[0]).toBeGreaterThan(0.95);
  });

  it("gets less certain the less is known, and knowing nothing is no advantage", () => {
    const strong = niche({ market: { marketSize: "large", growthRate: "medium", competition: "medium" } });
    const vague = niche({ market: { marketSize: "unknown", growthRate: "unknown", competition: "unknown" }, severity: unknownSeverity });
    const certain = first(orderOf([strong, niche()]), 0);
    const uncertain = first(orderOf([strong, vague]), 0);
    expect(certain).toBeGreaterThan(0.8);
    expect(uncertain).toBeLessThan(certain);
    expect(uncertain).toBeGreaterThan(0.5);
  });

  it("depends on the weights where each has its strength", () => {
    const large = niche({ market: { ...known, marketSize: "large" }, severity: severity(0.3, 0.01) });
    const painful = niche({ market: { ...known, marketSize: "small" }, severity: severity(0.69, 0.01) });
    const order = orderOf([large, painful]);
    expect(first(order, 0)).toBeGreaterThan(0.9);
    expect(order?.anyWeights.ranks[0]?.[0]).toBeLessThan(0.9);
    expect(order?.anyWeights.ranks[1]?.[0]).toBeGreaterThan(0.1);
  });

  it("follows the bootstrap where its quantiles were kept, and says whose were not", () => {
    // Nine in ten draws at 0.9, one at 0.1: a normal approximation of the interval would not know.
    const quantiles = Array.from({ length: 41 }, (_, i) => (i < 4 ? 0.1 : 0.9));
    const skewed = niche({ name: "skewed", severity: { value: 0.9, low: 0.1, high: 0.9, basis: "evidence", quantiles } });
    const plain = niche({ name: "plain", severity: severity(0.45, 0.001) });
    const order = orderOf([skewed, plain]);
    const approximated = orderOf([{ ...skewed, severity: { value: 0.9, low: 0.1, high: 0.9, basis: "evidence" } }, plain]);
    expect(first(order, 0)).toBeGreaterThan(first(approximated, 0) + 0.02);
    expect(order?.assumptions).toContain("severity of plain from a normal approximation of its interval: analysed before draws were kept");
    expect(order?.assumptions).toContain("severity from the cluster bootstrap over authors");
  });

  it("says of each severity what its bootstrap drew", () => {
    const quantiles = Array.from({ length: 41 }, () => 0.5);
    const kept = { value: 0.5, low: 0.5, high: 0.5, basis: "evidence" as const, quantiles };
    const talked = niche({ name: "talked", severity: { ...kept, over: "conversations, else authors" } });
    const lone = niche({ name: "lone", severity: kept });
    expect(orderOf([talked, talked])?.assumptions).toContain("severity from the cluster bootstrap over conversations, else authors");
    expect(orderOf([talked, lone])?.assumptions).toEqual(
      expect.arrayContaining([
        "severity of talked from the cluster bootstrap over conversations, else authors",
        "severity of lone from the cluster bootstrap over authors",
      ]),
    );
  });

  it("draws weights around those that were set, and only then", () => {
    const large = niche({ market: { ...known, marketSize: "large" }, severity: severity(0.3, 0.01) });
    const painful = niche({ market: { ...known, marketSize: "small" }, severity: severity(0.69, 0.01) });
    const weights = { ...factorWeights, market_size: 0.05, problem_severity: 0.35 };
    const order = orderOf([large, painful], { weights, used: { source: "stated", version: 1 } });
    expect(order?.aroundWeights?.ranks[1]?.[0]).toBeGreaterThan(0.8);
    expect(order?.aroundWeights?.ranks[1]?.[0]).toBeGreaterThan(order?.anyWeights.ranks[1]?.[0] ?? 1);
    expect(orderOf([large, painful])?.aroundWeights).toBeUndefined();
  });

  it("lists rows that add up to 1, repeats, and needs two", () => {
    const three = [niche(), niche({ severity: severity(0.6) }), niche({ severity: severity(0.4) })];
    const order = orderOf(three);
    for (const row of order?.stated.ranks ?? []) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(orderOf(three)).toEqual(order);
    expect([orderOf([]), orderOf([niche()])]).toEqual([undefined, undefined]);
  });
});
