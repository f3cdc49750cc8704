import { expect, test } from "vitest";
import { searchDemand } from "../../../../workers/niche-analysis/domain/market/search-demand.ts";
import { searchReach } from "../../../../workers/niche-analysis/domain/market/search-reach.ts";
import { reachInWords, searchDemandInWords } from "./search-words.ts";

test("searches are told with their trend, season and forecast, in searches", () => {
  const rising = searchDemand(
    Array.from({ length: 36 }, (_, month) => 500 + 20 * month + (month % 3)),
    "2023-01",
    1,
  );
  const lines = searchDemandInWords(rising);
  expect(lines[0]).toMatch(/^Rising: .* a year, 95 % interval .*searches a month each month/);
  expect(lines.join(" ")).toMatch(/Strength of the season .* Next \d+ months: .* searches a month/);
  expect(lines.join(" ")).not.toContain("texts");
});

test("of a year the rule is told instead", () => {
  const year = Array.from({ length: 12 }, (_, month) => 500 + 20 * month);
  expect(searchDemandInWords(searchDemand(year, "2025-01", 1)).join(" ")).toContain(
    "It takes 24 months of searches to tell growth from a season",
  );
});

test("what searches may bring is said with its limits and what is assumed", () => {
  const volume = { value: 1000, low: 1000, high: 1000, n: 3, method: "m", assumptions: [], rows: [1, 2, 3], rowCount: 3 };
  const assumed = { clickLow: 0.1, clickLikely: 0.1, clickHigh: 0.1, payLow: 0.02, payLikely: 0.02, payHigh: 0.02 };
  const said = reachInWords(searchReach(volume, assumed, 1));
  expect(said).toMatch(/^If it were found: 100 \(90 % between 100 and 100\) visits and 2 \(90 % between 2 and 2\) new customers a month/);
  expect(said).toMatch(/All of it is assumed: 10 % to 10 %, likeliest 10 %, click/);
});
