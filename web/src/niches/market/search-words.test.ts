import { expect, test } from "vitest";
import { searchDemand } from "../../../../workers/niche-analysis/domain/market/search-demand.ts";
import { searchDemandInWords } from "./search-words.ts";

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
