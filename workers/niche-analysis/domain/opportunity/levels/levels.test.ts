import { describe, expect, test } from "vitest";
import type { Demand } from "../../../../../contracts/services/niche-demand.ts";
import type { LevelReading } from "../../../../../contracts/services/niche-opportunity.ts";
import { unknownMarket } from "../../../../../contracts/services/niche-opportunity.ts";
import { growthExample } from "../../../../../contracts/testing/level-reading.ts";
import { sizeConcentration } from "../../competition/size-concentration.ts";
import { demandOf } from "../../demand/demand.ts";
import { wilson } from "../../intervals/wilson.ts";
import { marketSize } from "../../sizing/market-size.ts";
import { orderOf } from "../order.ts";
import { gist, marketBehind, ownWeights, rescore, scoreOpportunity } from "../score.ts";
import { competitionReading } from "./competition.ts";
import { growthReading } from "./growth.ts";
import { monetizationReading } from "./monetization.ts";
import { chancesOfBands, readingsBehind } from "./reading.ts";
import { sizeReading } from "./size.ts";

const severity = { value: 0.5, low: 0.4, high: 0.6, basis: "evidence" as const };
const chances = (reading: LevelReading | undefined) => reading?.levels.map(({ chance }) => chance);

describe("bands and an interval", () => {
  test("share out the chance as a normal has it: 1.96 standard errors from a bound leave 2.5 % beyond", () => {
    expect(chancesOfBands({ value: 0, low: -1.1, high: 1 }, [1 - 1e-9, 5])[0]).toBeCloseTo(0.975, 3);
    expect(chancesOfBands({ value: 0.5, low: 0, high: 1 }, [0.5, 2])).toEqual([expect.closeTo(0.5, 8), expect.closeTo(0.5, 8), 0]);
  });
  test("give nothing to what the interval does not touch, and all to the band of a certain figure", () => {
    expect(chancesOfBands({ value: 3, low: 2.5, high: 3.5 }, [0, 2])).toEqual([0, 0, 1]);
    expect(chancesOfBands({ value: 1, low: 1, high: 1 }, [1, 2])).toEqual([0, 1, 0]);
  });
});

describe("growth", () => {
  const months = (counts: readonly number[]): Demand =>
    demandOf(
      counts.flatMap((count, month) =>
        Array.from({ length: count }, (_, i) => ({
          date: `20${20 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`,
          author: month * 1000 + i,
          text: `evd_${month}-${i}`,
        })),
      ),
      { from: 2020 * 12, months: counts.length },
      "authors",
    );
  test("is high where the people a month grow by more than a tenth a year, surely", () => {
    const reading = growthReading(months(Array.from({ length: 24 }, (_, i) => 20 + 2 * i)));
    expect(chances(reading)).toEqual([0, 0, 1]);
    expect(reading).toMatchObject({ basis: "evidence", n: 1032 });
    // Of the twenty latest months one text each.
    expect(reading?.evidenceIds).toEqual(Array.from({ length: 20 }, (_, i) => `evd_${23 - i}-0`));
  });
  test("is spread over the levels where no trend can be told, and not read at all of a few months", () => {
    const level = months([20, 24, 18, 22, 21, 19, 23, 20, 22, 18, 21, 20]);
    expect(level.class).toBe("no-trend");
    const [low = 0, medium = 0, high = 0] = chances(growthReading(level)) ?? [];
    expect(Math.min(low, medium, high)).toBeGreaterThan(0.05);
    expect(growthReading(months([20, 30]))).toBeUndefined();
  });
});

describe("the size of the market", () => {
  const size = (customers: number, currency: "EUR" | "JPY" = "EUR") => {
    const fixed = (value: number) => ({ kind: "fixed" as const, value });
    const found = marketSize({
      customers: fixed(customers),
      currency,
      monthlyPrice: fixed(10_00),
      serviceable: fixed(1),
      obtainable: fixed(0.1),
    });
    if (!found.ok) throw new Error(found.error.detail);
    return found.value;
  };
  test("is what it can carry: 1.2, 6 and 12 million a year are a micro, a small and a larger enterprise", () => {
    expect([100_000, 500_000, 1_000_000].map((customers) => chances(sizeReading(size(customers))))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(sizeReading(size(100_000))?.basis).toBe("assumption");
  });
  test("widens with the ranges that were stated", () => {
    const wide = marketSize({
      customers: { kind: "lognormal", p10: 20_000, p90: 2_000_000 },
      currency: "EUR",
      monthlyPrice: { kind: "fixed", value: 20_00 },
      serviceable: { kind: "fixed", value: 1 },
      obtainable: { kind: "fixed", value: 0.1 },
    });
    if (!wide.ok) throw new Error(wide.error.detail);
    expect(chances(sizeReading(wide.value))?.every((chance) => chance > 0.05)).toBe(true);
  });
  test("is not read in a currency in which a million is little", () => expect(sizeReading(size(1_000_000, "JPY"))).toBeUndefined());
});

describe("competition", () => {
  const rows = (shares: readonly number[]) => shares.map((share, row) => ({ row, name: `C${row}`, share }));
  const reading = (shares: readonly number[], gaps: Parameters<typeof competitionReading>[2] = []) =>
    competitionReading("tbl_1", sizeConcentration(rows(shares), 1), gaps);
  const failing = {
    themeId: "thm_1",
    theme: "price",
    underserved: true,
    unknown: [],
    cells: [{ competitor: "C0", complaint: wilson(30, 31), evidenceIds: ["evd_1", "evd_2"], quotes: [] }],
  };
  test("is hard among many equals", () => {
    expect(chances(reading(Array.from({ length: 20 }, () => 0.05)))).toEqual([1, 0, 0]);
  });
  test("is low under a few large ones only where they are seen to fail", () => {
    const few = [0.5, 0.3, 0.2];
    expect(chances(reading(few))).toEqual([0, 0.5, 0.5]);
    expect(chances(reading(few, [{ ...failing, underserved: false }]))).toEqual([0, 0.5, 0.5]);
    expect(reading(few, [failing])).toMatchObject({ evidenceIds: ["evd_1", "evd_2"], tableId: "tbl_1" });
    expect(chances(reading(few, [failing]))).toEqual([0, 0, 1]);
  });
  test("is not read of reviews among fewer than ten, whose index is never below 1,000; stated shares are of the market", () => {
    const counted = (names: number) =>
      competitionReading(
        "tbl_1",
        sizeConcentration(
          Array.from({ length: names }, (_, row) => ({ row, name: `C${row}`, reviews: 1000 })),
          1,
        ),
        [],
      );
    expect(counted(9)).toBeUndefined();
    expect(counted(10)?.value).toBeCloseTo(1000, 9);
    expect(reading([0.1, 0.05])?.low).toBeCloseTo(125, 9);
  });
  test("is not read of a table without sizes", () => expect(competitionReading("tbl_1", undefined, [failing])).toBeUndefined());
});

describe("monetization", () => {
  test("is a floor: a share that is surely above a twentieth is high, a small one says little", () => {
    expect(chances(monetizationReading(wilson(300, 1000), ["evd_1"]))).toEqual([0, 0, 1]);
    const [low = 0, medium = 0, high = 0] = chances(monetizationReading(wilson(2, 100), [])) ?? [];
    expect(low).toBeGreaterThan(0.1);
    expect(medium).toBeGreaterThan(low);
    expect(high).toBeGreaterThanOrEqual(medium);
    expect(low + medium + high).toBeCloseTo(1, 12);
  });
  test("is not read where nobody speaks of paying, or so few that it says nothing", () => {
    expect(monetizationReading(wilson(0, 1000), [])).toBeUndefined();
    expect(monetizationReading(wilson(5, 1000), [])).toBeUndefined();
  });
  test("is not read of fewer than twenty people", () => {
    expect(monetizationReading(wilson(10, 19), [])).toBeUndefined();
    expect(monetizationReading(wilson(10, 20), [])).toBeDefined();
  });
});

describe("a score with readings", () => {
  const growth = growthExample;
  const readings = { growth_rate: growth };
  const scored = scoreOpportunity({ name: "zzz", market: unknownMarket, severity, readings });
  const factorOf = (name: string, opportunity = scored) => opportunity.factors.find((one) => one.name === name);

  test("takes levels by their chances, and spans those that are possible", () => {
    expect(factorOf("growth_rate")).toMatchObject({ basis: "evidence", low: 0.6, high: 0.9, reading: growth });
    expect(factorOf("growth_rate")?.score).toBeCloseTo(0.25 * 0.6 + 0.75 * 0.9, 12);
    expect(factorOf("growth_rate")?.explanation).toContain("high (75 %), else medium (25 %)");
    expect(scored.standing?.unknown.map(({ factor }) => factor)).not.toContain("growth_rate");
    expect(scored.score).toBeCloseTo(
      scored.factors.reduce((sum, { weight, score }) => sum + weight * score, 0),
      12,
    );
  });

  test("is not settled by what leaves every level possible, which is to be found out and not praised", () => {
    const open: LevelReading = {
      ...growth,
      levels: [
        { level: "low", chance: 0.02 },
        { level: "medium", chance: 0.08 },
        { level: "high", chance: 0.9 },
      ],
    };
    const market = { ...unknownMarket, marketSize: "large" as const, growthRate: "high" as const };
    const read = (more = {}) =>
      scoreOpportunity({
        name: "zzz",
        market: { ...market, ...more },
        severity,
        readings: { growth_rate: open, competition: open, monetization_potential: open },
      });
    // 0.15 × (0.9 − 0.2) and 0.15 × (0.9 − 0.3): together 0.195, which is less than a band; growth adds 0.09.
    expect(read().standing).toMatchObject({
      settled: true,
      unknown: [
        { factor: "competition", width: expect.closeTo(0.105, 12), open: true },
        { factor: "monetization_potential", width: expect.closeTo(0.09, 12), open: true },
      ],
    });
    const unsettled = read({ growthRate: "unknown" });
    expect(unsettled).toMatchObject({ band: null, standing: { settled: false, width: expect.closeTo(0.285, 12) } });
    expect(unsettled.assessment).toBe(
      "Not settled: competition, growth rate and monetization potential are open by what was read and could move the score by 0.28",
    );
    expect(unsettled.recommendations).toContain(
      "Find out the growth rate: what was read leaves it open, and it moves the score by up to 0.09",
    );
    expect(unsettled.recommendations.some((line) => line.startsWith("Position for rapid growth"))).toBe(false);
    expect(read({ marketSize: "unknown", growthRate: "unknown" }).assessment).toMatch(
      /^Not settled: market size is unknown, competition, growth rate and .* are open by what was read, which together could move the score by 0\.4/,
    );
  });

  test("moves by the tenth and the ninetieth percentile of the levels", () => {
    const swing = scored.sensitivity.find(({ factor }) => factor === "growth_rate");
    expect(swing?.swing).toBeCloseTo(0.15 * 0.3, 12);
    // What is likelier than nine in ten is both percentiles.
    const sure = growth.levels.map((one) => ({ ...one, chance: one.level === "high" ? 0.95 : one.level === "medium" ? 0.05 : 0 }));
    const surely = scoreOpportunity({
      name: "zzz",
      market: unknownMarket,
      severity,
      readings: { growth_rate: { ...growth, levels: sure } },
    });
    expect(surely.sensitivity.map(({ factor }) => factor)).not.toContain("growth_rate");
    expect(factorOf("growth_rate", surely)).toMatchObject({ low: 0.6, high: 0.9 });
  });

  test("lets a level that somebody set win, and says what evidence says", () => {
    const set = rescore("zzz", { ...unknownMarket, growthRate: "low" }, scored);
    expect(factorOf("growth_rate", set)).toMatchObject({
      basis: "assumption",
      score: 0.3,
      low: 0.3,
      high: 0.3,
      set: "low",
      reading: growth,
    });
    expect(factorOf("growth_rate", set)?.explanation).toMatch(/assumed to be low; evidence says high/);
    expect(marketBehind(set).growthRate).toBe("low");
    // Taken back, the evidence counts again.
    expect(rescore("zzz", unknownMarket, set)).toEqual(scored);
    expect(readingsBehind(set)).toEqual(readings);
  });

  test("does not take an assumption that was read for one that was set", () => {
    const size: LevelReading = {
      ...growth,
      basis: "assumption",
      levels: (["small", "medium", "large"] as const).map((level) => ({ level, chance: Number(level === "large") })),
    };
    const assumed = scoreOpportunity({ name: "zzz", market: unknownMarket, severity, readings: { market_size: size } });
    expect(factorOf("market_size", assumed)).toMatchObject({ basis: "assumption", score: 0.9 });
    expect(factorOf("market_size", rescore("zzz", { ...unknownMarket, marketSize: "small" }, assumed))?.explanation).toMatch(
      /assumed to be small; the stated ranges say large/,
    );
    expect(marketBehind(assumed)).toEqual(unknownMarket);
  });

  test("knows monetization by itself, or by what somebody set, instead of by the predecessor's rule", () => {
    const money = scoreOpportunity({ name: "zzz", market: unknownMarket, severity, readings: { monetization_potential: growth } });
    expect(factorOf("monetization_potential", money)).toMatchObject({ basis: "evidence", low: 0.6, high: 0.9 });
    const set = rescore("zzz", { ...unknownMarket, monetization: "high" }, money);
    expect(factorOf("monetization_potential", set)).toMatchObject({ basis: "assumption", score: 0.9, set: "high" });
    expect(marketBehind(set)).toEqual({ ...unknownMarket, monetization: "high" });
  });

  test("gives the order of niches what the evidence makes likely", () => {
    const one = { name: "zzz", market: unknownMarket, severity };
    const first = (known: Parameters<typeof gist>[0]["readings"]) => orderOf([{ ...one, readings: known }, one])?.stated.ranks[0]?.[0] ?? 0;
    expect(first(undefined)).toBeCloseTo(0.5, 1);
    expect(first(readings)).toBeGreaterThan(first(undefined) + 0.05);
    expect(orderOf([{ ...one, readings }, one])?.assumptions).toContain("levels read from evidence as likely as their figures make them");
    expect(gist({ ...one, readings }, ownWeights).score).toBeGreaterThan(gist(one, ownWeights).score);
  });
});
