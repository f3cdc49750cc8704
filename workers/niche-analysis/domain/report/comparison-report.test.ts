import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../../contracts/services/niche-comparison.ts";
import { unknownMarket, type Market } from "../../../../contracts/services/niche-opportunity.ts";
import { wilson } from "../intervals/wilson.ts";
import { changesOf } from "../opportunity/changes.ts";
import { compareNiches } from "../opportunity/comparison.ts";
import { ownWeights, scoreOpportunity } from "../opportunity/score.ts";
import { comparisonCsv } from "./comparison-csv.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";

const severity = { value: 0.6, low: 0.5, high: 0.7, basis: "evidence" as const };

/** A comparison of niches with these names and markets; the first has evidence with themes, the others none. */
function compared(...niches: { name: string; market: Market }[]): Comparison {
  const all = niches.map(({ name, market }, i) => ({
    nicheId: `n${i}`,
    name,
    market,
    severity,
    ...scoreOpportunity({ name, market, severity }),
  }));
  const { ranked, ...rest } = compareNiches(
    all.map(({ nicheId, name, score, low, high, band }) => ({ nicheId, name, score, low, high, band })),
  );
  const inOrder = ranked.flatMap(({ nicheId }) => all.find((one) => one.nicheId === nicheId) ?? []);
  const changes = changesOf(inOrder, ownWeights);
  return {
    ...rest,
    ranked: ranked.map((row) => ({ ...row, first: 0.5, compatibleScore: 0.43 })),
    weighting: { source: "stated", version: 3 },
    ...(changes && { changes }),
    profiles: inOrder.map(({ nicheId, name, market, factors, standing }) => ({
      nicheId,
      name,
      evidenceCount: 100,
      ...(nicheId === "n0" && { people: { count: 80, unit: "authors" as const }, complaint: wilson(40, 100) }),
      themes: nicheId === "n0" ? [{ id: "thm_1", label: "Battery | life", share: wilson(20, 80), complaint: wilson(5, 20) }] : [],
      themeCount: 1,
      ...(nicheId === "n0" && {
        demand: { class: "rising" as const, n: 60, unit: "authors" as const, slope: { value: 0.5, low: 0.2, high: 0.8, method: "Sen" } },
      }),
      market,
      factors,
      standing: standing ?? { settled: true, width: 0, limit: 0.2, unknown: [] },
    })),
  };
}

const known: Market = { marketSize: "large", growthRate: "high", competition: "high" };
const comparison = compared({ name: "=SUM(A1) | <b>Bags</b>", market: known }, { name: "Cases", market: unknownMarket });

describe("a comparison as a document", () => {
  const text = comparisonMarkdown(comparison);

  it("shows the order with whose weights it is, and what nobody knows as such", () => {
    expect(text).toContain("Weights: stated, version 3.");
    expect(text).toMatch(/\| 2 \| Cases \| 0\.\d\d \| 0\.\d\d and 0\.\d\d \| not settled \| 50 % \| 0\.43 \|/);
    expect(text).toMatch(/\| People \| 80 authors \| unknown \|/);
    expect(text).toMatch(/\| Demand \| rising; 0\.50 a month \(0\.20 to 0\.80\); 60 authors \| unknown \|/);
    expect(text).toMatch(/\| market size \| 0\.90 \(0\.90 to 0\.90; assumption\) \| unknown: 0\.30 to 0\.90 \|/);
    expect(text).toContain("## What would change the first place");
  });

  it("lets no name do anything, nor break a table", () => {
    expect(text).not.toContain("<b>");
    expect(text).not.toContain("Battery | life");
    const widths = text
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .map((line) => line.replaceAll("\\|", "").split("|").length);
    expect(new Set(widths)).toEqual(new Set([9, 5]));
  });

  it("is the same for the same comparison, and says so where there is nothing", () => {
    expect(comparisonMarkdown(comparison)).toBe(text);
    expect(comparisonMarkdown(compareNiches([]))).toContain("Nothing to compare.");
  });
});

describe("a comparison as a table", () => {
  const rows = Papa.parse<Record<string, string>>(comparisonCsv(comparison), { header: true, skipEmptyLines: true }).data;

  it("has a row a niche with figures, intervals and what stands behind them", () => {
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      rank: "1",
      people: "80",
      demand: "rising",
      factor_market_size: "0.9",
      factor_problem_severity_basis: "evidence",
      weights_version: "3",
    });
    expect(rows[1]).toMatchObject({
      band: "not settled",
      people: "",
      demand: "",
      factor_market_size_basis: "unknown",
      market_size: "unknown",
    });
  });

  it("runs no formula", () => expect(rows[0]?.["name"]).toBe("'=SUM(A1) | <b>Bags</b>"));
});
