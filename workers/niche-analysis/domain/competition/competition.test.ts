import { describe, expect, it } from "vitest";
import { bandOfIndex, concentrationOf, herfindahl } from "./concentration.ts";
import { keywordDifficulties } from "./keyword-difficulty.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import { gapMatrix, type ThemeMention } from "./underserved.ts";
import { whiteSpace } from "./white-space.ts";

describe("the Herfindahl-Hirschman index", () => {
  it.each([
    // The first is the example of the US Department of Justice.
    [[30, 30, 20, 20], 2600],
    [Array.from({ length: 10 }, () => 10), 1000],
    [[40, 20, 10, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3], 2190],
    [[100], 10_000],
    // In any unit.
    [[3, 3, 2, 2], 2600],
  ])("of %j is %i", (sizes, index) => {
    expect(herfindahl(sizes)).toBeCloseTo(index, 9);
  });

  it("has the bands of the guidelines of 2023, or of 2010", () => {
    expect([999, 1000, 1800, 1801].map((index) => bandOfIndex(index))).toEqual(["unconcentrated", "moderate", "moderate", "high"]);
    expect([1499, 2500, 2501].map((index) => bandOfIndex(index, 2010))).toEqual(["unconcentrated", "moderate", "high"]);
  });
});

describe("concentration counted from mentions", () => {
  const mentions = (...counts: number[]) =>
    counts.flatMap((count, i) => Array.from({ length: count }, () => ({ competitor: `brand ${i + 1}` })));

  it("has an interval that many mentions narrow", () => {
    const few = concentrationOf(mentions(6, 6, 4, 4), 1);
    const many = concentrationOf(mentions(600, 600, 400, 400), 1);
    expect([few?.index, many?.index]).toEqual([expect.closeTo(2600, 9), expect.closeTo(2600, 9)]);
    const width = (one: typeof few) => (one?.high ?? 0) - (one?.low ?? 0);
    expect(width(few)).toBeGreaterThan(5 * width(many));
    expect(many).toMatchObject({ band: "high", possibleBands: ["high"], equivalents: expect.closeTo(3.846, 3), n: 2000 });
    expect(many?.shares[0]).toEqual({ competitor: "brand 1", mentions: 600, share: 0.3 });
    expect(many?.method).toMatch(/^proxy/);
  });

  it("takes what one author wrote together: one loud voice widens it", () => {
    const said = mentions(20, 10, 10);
    const loud = said.map((mention, i) => (i < 20 ? { ...mention, author: "a" } : mention));
    const width = (one: ReturnType<typeof concentrationOf>) => (one?.high ?? 0) - (one?.low ?? 0);
    expect(width(concentrationOf(loud, 1))).toBeGreaterThan(1.5 * width(concentrationOf(said, 1)));
  });

  it("of nothing is unknown", () => expect(concentrationOf([], 1)).toBeUndefined());
});

describe("gaps", () => {
  const said = (theme: string, competitor: string, people: number, complaining: number): ThemeMention[] =>
    Array.from({ length: people }, (_, i) => ({ theme, competitor, unit: `${competitor} ${i}`, complains: i < complaining }));

  it("are themes in which surely more than half complain of every leader", () => {
    const { leaders, themes } = gapMatrix(
      [
        ...said("battery", "A", 40, 30),
        ...said("battery", "B", 30, 24),
        ...said("sound", "A", 40, 24),
        ...said("sound", "B", 30, 24),
        ...said("sound", "C", 5, 0),
      ],
      2,
    );
    expect(leaders).toEqual(["A", "B"]);
    // Wilson's lower limits: 30 of 40 .598, 24 of 30 .627, 24 of 40 .446.
    expect(themes.map(({ theme, underserved }) => [theme, underserved])).toEqual([
      ["battery", true],
      ["sound", false],
    ]);
    expect(themes[0]?.cells[0]?.complaint).toMatchObject({ count: 30, n: 40, low: expect.closeTo(0.598, 3) });
    expect(themes[1]?.cells[2]).toMatchObject({ competitor: "C", complaint: { n: 5 } });
  });

  it("count people, one complaint being enough", () => {
    const twice: ThemeMention[] = [
      { theme: "t", competitor: "A", unit: "x", complains: false },
      { theme: "t", competitor: "A", unit: "x", complains: true },
    ];
    expect(gapMatrix(twice).themes[0]?.cells[0]?.complaint).toMatchObject({ count: 1, n: 1 });
  });

  it("are not claimed where a leader is not spoken of", () => {
    const { themes } = gapMatrix([...said("t", "A", 40, 40), ...said("u", "B", 30, 0)], 2);
    expect(themes.find(({ theme }) => theme === "t")).toMatchObject({ underserved: false, unknown: ["B"] });
  });
});

describe("keyword difficulty", () => {
  it("is the export's, else a labelled proxy, else unknown", () => {
    const { keywords, method, calibration } = keywordDifficulties([
      { keyword: "a", difficulty: 37, referringDomains: [1, 2, 3] },
      { keyword: "b", referringDomains: [99, 5, 99, 99, 0] },
      { keyword: "c", referringDomains: [0, 0] },
      { keyword: "d" },
      { keyword: "e", referringDomains: [1e9] },
    ]);
    expect(keywords).toEqual([
      { keyword: "a", difficulty: 37, basis: "export" },
      // ln 100 ÷ ln 10,001
      { keyword: "b", difficulty: expect.closeTo(49.9995, 3), basis: "proxy" },
      { keyword: "c", difficulty: 0, basis: "proxy" },
      { keyword: "d", basis: "unknown" },
      { keyword: "e", difficulty: 100, basis: "proxy" },
    ]);
    expect(method).toContain("10000");
    expect(calibration).toBeUndefined();
  });

  it("says how well the proxy orders what the export has", () => {
    const rows = [10, 20, 30, 40, 50].map((difficulty, i) => ({
      keyword: `${i}`,
      difficulty,
      referringDomains: [[1, 3, 2, 4, 5][i] ?? 0],
    }));
    const { calibration } = keywordDifficulties(rows);
    expect(keywordDifficulties(rows.slice(0, 3)).calibration).toBeUndefined();
    expect(calibration).toMatchObject({ rho: expect.closeTo(0.9, 12), n: 5 });
    expect(calibration && calibration.low < 0.5 && calibration.high < 1).toBe(true);
  });

  it("ranks correlate as Spearman has it, ties sharing their rank", () => {
    // SciPy 1.17: spearmanr([1, 2, 2, 4, 5], [2, 1, 3, 3, 9]).
    expect(rankCorrelation([1, 2, 2, 4, 5], [2, 1, 3, 3, 9])).toBeCloseTo(0.7631578947368421, 12);
    expect(rankCorrelation([1, 2], [3, 3])).toBeNaN();
  });
});

describe("white space", () => {
  const product = (name: string, price: number, features: number) => ({ name, price, features });

  it("is the largest rectangle without a product", () => {
    // On the scale of logarithms 2, 20 and 200 are 0, ½ and 1. Left of B stands only A at the bottom, so half the map is empty there.
    const found = whiteSpace([product("A", 2, 0), product("B", 20, 5), product("C", 200, 10)]);
    expect(found?.largest).toEqual({
      price: { low: expect.closeTo(2, 9), high: expect.closeTo(20, 9) },
      features: { low: 0, high: 10 },
      share: expect.closeTo(0.5, 12),
      dominatedBy: [],
    });
  });

  it("names who makes a region pointless: more for less money", () => {
    const found = whiteSpace([product("rich and cheap", 2, 10), product("x", 1, 3), product("y", 100, 9), product("z", 3, 0)]);
    expect(found?.largest.dominatedBy).toContain("rich and cheap");
    expect(found?.undominated?.dominatedBy).toEqual([]);
    expect(found?.undominated?.share).toBeLessThan(found?.largest.share ?? 0);
  });

  it("needs three products that differ", () => {
    expect(whiteSpace([product("A", 1, 0), product("B", 2, 1)])).toBeUndefined();
    expect(whiteSpace([product("A", 1, 0), product("B", 1, 1), product("C", 1, 2)])).toBeUndefined();
  });
});
