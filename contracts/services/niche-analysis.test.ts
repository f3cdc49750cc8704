import { describe, expect, it } from "vitest";
import { maxThemes, themesFoundSchema } from "../events/niche-analysis.ts";
import * as contract from "./niche-analysis.ts";

describe("a market that nobody has described", () => {
  it("is unknown in every respect", () => {
    expect(contract.marketSchema.parse({})).toEqual(contract.unknownMarket);
    expect(Object.values(contract.unknownMarket)).toEqual(["unknown", "unknown", "unknown"]);
  });
});

describe("the request for an analysis", () => {
  it("draws with seed 1 unless stated, from 0 to 2³¹ − 1", () => {
    const request = { commandId: "c", nicheId: "nch_0123456789" };
    expect(contract.analyseRequestSchema.parse(request).seed).toBe(1);
    const seeds = [-1, 0, 2 ** 31 - 1, 2 ** 31].filter((seed) => contract.analyseRequestSchema.safeParse({ ...request, seed }).success);
    expect(seeds).toEqual([0, 2 ** 31 - 1]);
  });
});

describe("the event of the themes that were found", () => {
  const share = {
    value: 0.123456789012,
    low: 0.123456789012,
    high: 0.123456789012,
    count: 99_999,
    n: 99_999,
    method: "wilson-95" as const,
  };
  const theme = {
    id: "thm_0123456789abcdef",
    label: "l".repeat(60),
    terms: Array.from({ length: 10 }, () => "t".repeat(20)),
    size: 99_999,
    distinctAuthors: 99_999,
    share,
    complaint: share,
    intensity: 0.123456789012,
    severity: "medium" as const,
    stability: 0.123456789012,
    quoteIds: Array.from({ length: 3 }, () => `evd_${"0".repeat(32)}`),
  };
  const finding = {
    method: "ward",
    seed: 1,
    texts: 99_999,
    distinctAuthors: 1,
    unit: "authors",
    silhouette: 0.1,
    outliers: 0,
    complaint: share,
  };
  const found = (count: number) => ({ analysisId: "a", batchId: "b", finding, themes: Array.from({ length: count }, () => theme) });

  const demand = {
    class: "no-trend" as const,
    unit: "texts" as const,
    n: 99_999,
    undated: 99_999,
    outside: 99_999,
    from: "2016-01",
    counts: Array.from({ length: contract.maxMonths }, () => 5_000),
  };

  it("fits into a message of a queue (128 KB) with room to spare, however many themes there are", () => {
    expect(themesFoundSchema.safeParse({ ...found(maxThemes), demand }).success).toBe(true);
    expect(themesFoundSchema.safeParse(found(maxThemes + 1)).success).toBe(false);
    expect(JSON.stringify({ ...found(maxThemes), demand }).length).toBeLessThan(100_000);
  });

  it("of a log from before demand was counted is still read", () => {
    expect(themesFoundSchema.parse(found(1)).demand).toBeUndefined();
  });

  it("keeps the months of the niche, not those of each theme", () => {
    const event = themesFoundSchema.parse({ ...found(1), themes: [{ ...theme, demand }], demand });
    expect(event.demand?.counts).toHaveLength(120);
    expect(JSON.stringify(event.themes)).not.toContain("counts");
  });

  it("names its quotes and holds none of them", () => {
    const quoted = { ...found(1), themes: [{ ...theme, quotes: [{ evidenceId: "e", text: "Somebody's words.", start: 0, end: 17 }] }] };
    expect(JSON.stringify(themesFoundSchema.parse(quoted))).not.toContain("Somebody");
  });
});
