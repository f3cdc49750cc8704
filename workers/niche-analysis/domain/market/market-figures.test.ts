import { describe, expect, it } from "vitest";
import { marketFiguresQuerySchema, marketFiguresSchema, type AspectGroup } from "../../../../contracts/services/niche-market-figures.ts";
import type { CompetitorRow, KeywordRow, SurveyRow } from "../../../../contracts/services/niche-market-tables.ts";
import { sizeConcentration } from "../competition/size-concentration.ts";
import { wilson } from "../intervals/wilson.ts";
import { competitionFigures } from "./competition-figures.ts";
import { keywordFigures } from "./keyword-figures.ts";
import { marketFigures, readMarket } from "./market-figures.ts";
import { surveyFigures } from "./survey-figures.ts";

const id = `mtb_${"0".repeat(32)}`;

describe("the figures of keywords", () => {
  const rows: KeywordRow[] = [
    { row: 1, keyword: "a", volume: 100, months: Array.from({ length: 12 }, (_, i) => 100 + i), difficulty: 10 },
    { row: 2, keyword: "b", volume: 500, volumeRange: { low: 100, high: 2500 }, interest: [0.5, 1, 1], difficulty: 30 },
    { row: 3, keyword: "c", months: Array.from({ length: 12 }, (_, i) => (i === 3 ? null : 50)), referringDomains: 99 },
    { row: 4, keyword: "d", volume: 20, months: Array.from({ length: 12 }, () => 20) },
  ];
  const figures = keywordFigures({ id, months: { from: "2025-05", count: 12 } }, rows, 1);

  it("add absolute searches with the limits of ranges, and no relative interest", () => {
    expect(figures.volume).toMatchObject({ value: 620, low: 220, high: 2620, n: 3 });
    expect(figures.volume?.assumptions.join(" ")).toMatch(/1 keyword comes as a range.*1 keyword states no volume and counts nothing/);
  });

  it("sum by month only what is whole, and tell the growth", () => {
    expect(figures.months).toMatchObject({ from: "2025-05", keywords: 2, counts: Array.from({ length: 12 }, (_, i) => 120 + i) });
    const { value = 0, low = 0, high = 0, rows: counted, rowCount } = figures.months?.growth ?? {};
    expect([counted, rowCount]).toEqual([[1, 4], 2]);
    expect(figures.months?.growth?.assumptions.join(" ")).toContain("2 keywords without a figure for every month are left out");
    expect(low < value && value < (high ?? 1) && value > 0.007 && value < 0.009).toBe(true);
  });

  it("lead to visits and customers as a range, from assumptions that are named and can be stated otherwise", () => {
    const { reach } = figures;
    expect(reach?.assumed).toEqual([
      { name: "click", low: 0.025, likely: 0.11, high: 0.285, source: expect.stringContaining("SISTRIX") },
      { name: "pay", low: 0.001, likely: 0.005, high: 0.02, source: expect.stringContaining("guess") },
    ]);
    for (const { value, low, high } of reach ? [reach.visits, reach.customers] : []) expect(low < value && value < high).toBe(true);
    const certain = {
      ...marketFiguresQuerySchema.parse({}),
      clickLow: 0.1,
      clickLikely: 0.1,
      clickHigh: 0.1,
      payLow: 0.02,
      payLikely: 0.02,
      payHigh: 0.02,
    };
    const known = keywordFigures({ id }, [{ row: 1, keyword: "a", volume: 1000 }], 1, certain).reach;
    expect(known).toMatchObject({
      visits: { value: expect.closeTo(100, 9) },
      customers: { value: expect.closeTo(2, 9), low: expect.closeTo(2, 9) },
    });
    // The three of a range in any order.
    const [ordered, mixed] = [{}, { clickLow: 0.285, clickLikely: 0.025, clickHigh: 0.11 }].map(
      (one) => keywordFigures({ id }, rows, 1, marketFiguresQuerySchema.parse(one)).reach,
    );
    expect(mixed).toEqual(ordered);
    expect(keywordFigures({ id }, [{ row: 1, keyword: "a" }], 1).reach).toBeUndefined();
  });

  it("take the proxy of difficulty to be 100 at as many linking domains as are stated", () => {
    const stated = keywordFigures({ id }, rows, 1, marketFiguresQuerySchema.parse({ maxDomains: "99" }));
    expect(stated.top.find(({ keyword }) => keyword === "c")).toMatchObject({ basis: "proxy", difficulty: expect.closeTo(100, 9) });
    expect(stated.difficultyMethod).toContain("100 at 99");
  });

  const monthly = (counts: readonly number[]) =>
    keywordFigures({ id, months: { from: "2022-05", count: counts.length } }, [{ row: 1, keyword: "a", months: [...counts] }], 1).months;
  const december = (month: number) => Math.round(1000 + 900 * Math.cos((2 * Math.PI * (month - 7)) / 12) + (month % 5) * 10);

  it("do not take a season for growth, though the line through its months rises", () => {
    // 44 months from May: the last ones are those before a December.
    const seasonal = Array.from({ length: 44 }, (_, month) => december(month));
    const { demand } = monthly(seasonal) ?? {};
    expect(demand).toMatchObject({ class: "no-trend", trend: { method: expect.stringContaining("Hirsch 1982") } });
    expect(demand?.season?.strength).toBeGreaterThan(0.9);
    expect(demand?.forecast).toMatchObject({ period: 12, from: "2026-01" });
    const growing = monthly(seasonal.map((count, month) => Math.round(count * 1.02 ** month)))?.demand;
    expect(growing?.class).toBe("rising");
    expect(growing?.trend?.yearly.low).toBeGreaterThan(0.1);
  });

  it("say nothing of growth below two years, in which it cannot be told from a season", () => {
    const climbing = Array.from({ length: 12 }, (_, month) => 100 + 40 * month);
    expect(monthly(climbing)?.growth?.low).toBeGreaterThan(0);
    expect(monthly(climbing)?.demand).toMatchObject({
      class: "too-short",
      absent: expect.arrayContaining([expect.objectContaining({ figure: "forecast" })]),
    });
    expect(monthly(climbing)?.demand?.trend).toBeUndefined();
    expect(monthly(Array.from({ length: 30 }, () => 0))?.demand?.class).toBe("too-few");
    expect(monthly(Array.from({ length: 30 }, () => 50))?.demand?.class).toBe("no-trend");
  });

  it("say where a difficulty comes from", () => {
    expect(figures.difficultyBy).toEqual({ export: 2, proxy: 1, unknown: 1 });
    // ln 100 / ln 10,001 of a hundred.
    expect(figures.top.find(({ keyword }) => keyword === "c")).toMatchObject({ basis: "proxy", difficulty: expect.closeTo(50, 1) });
    expect(figures.difficulty).toMatchObject({ value: 30, n: 3, rows: [1, 2, 3], rowCount: 3 });
    expect(figures.difficulty?.assumptions.join("; ")).toMatch(/1 is no export's figure.*1 keyword has none and is left out/);
    expect(figures.top.map(({ keyword }) => keyword)).toEqual(["b", "a", "d", "c"]);
  });
});

describe("the concentration of stated sizes", () => {
  const named = (more: Partial<CompetitorRow>[]) => more.map((one, i): CompetitorRow => ({ row: i + 1, name: `c${i}`, ...one }));

  it("of shares that leave something out has the limits of what that can be", () => {
    // 40² + 30² = 2500; the missing 30 % in very many hands, in one of 30 %.
    const found = sizeConcentration(named([{ share: 0.4 }, { share: 0.3 }]), 1);
    expect(found).toMatchObject({ basis: "share", low: expect.closeTo(2500, 6), high: expect.closeTo(3400, 6), n: 2 });
    expect(sizeConcentration(named([{ share: 0.5 }, { share: 0.5 }]), 1)).toMatchObject({ index: 5000, low: 5000, high: 5000 });
  });

  it("of reviews has a bootstrap that narrows with their number", () => {
    const width = (times: number) => {
      const found = sizeConcentration(named([{ reviews: 60 * times }, { reviews: 30 * times }, { reviews: 10 * times }, {}]), 1);
      expect(found).toMatchObject({ basis: "reviews", index: 4600, n: 3 });
      expect(found?.assumptions.at(-1)).toContain("1 competitor of the table states none");
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    const [few, many] = [width(1), width(100)];
    // Standard error falls with the root of the number.
    expect(few / many).toBeGreaterThan(7);
    expect(few / many).toBeLessThan(14);
  });

  it("is unknown where nobody states a size, or one only", () => {
    expect(sizeConcentration(named([{}, {}]), 1)).toBeUndefined();
    expect(sizeConcentration(named([{ reviews: 5 }, { reviews: 0 }]), 1)).toBeUndefined();
  });
});

it("the map leaves out who has no price, is free, counts no features or has another currency, and says so", () => {
  const rows: CompetitorRow[] = [
    { row: 1, name: "a", price: 5, currency: "USD", features: 3 },
    { row: 2, name: "b", price: 50, features: 30 },
    { row: 3, name: "c", price: 10, currency: "USD", features: 5 },
    { row: 4, name: "d", features: 5 },
    { row: 5, name: "e", price: 0, features: 5 },
    { row: 6, name: "f", price: 9, currency: "EUR", features: 5 },
    { row: 7, name: "g", price: 9 },
  ];
  const { map } = competitionFigures({ id }, rows, 1);
  expect(map).toMatchObject({ currency: "USD", products: [{ name: "a" }, { name: "b" }, { name: "c" }] });
  expect(map?.leftOut.map(({ name, why }) => [name, why])).toEqual([
    ["d", "no-price"],
    ["e", "free"],
    ["f", "other-currency"],
    ["g", "no-features"],
  ]);
  expect(map?.space?.largest.share).toBeGreaterThan(0.3);
});

it("a survey is scored for everybody and within segments that are large enough", () => {
  const person = (row: number, segment: string, fast: [number, number], cheap: [number, number]): SurveyRow => ({
    row,
    segment,
    ratings: [fast, cheap],
  });
  const rows = [
    ...Array.from({ length: 20 }, (_, i) => person(i + 1, "cook", [5, 1], [2, 5])),
    ...Array.from({ length: 20 }, (_, i) => person(i + 21, "chef", [2, 4], [5, 2])),
    person(41, "guest", [3, 3], [0, 0]),
  ];
  const figures = surveyFigures({ id, outcomes: ["fast", "cheap"] }, rows, 1);
  expect(figures.leftOut).toEqual([{ segment: "guest", n: 1 }]);
  expect(figures.segments.map(({ segment, n }) => [segment, n])).toEqual([
    [undefined, 41],
    ["chef", 20],
    ["cook", 20],
  ]);
  const [, chef, cook] = figures.segments;
  // Everybody finds it important and nobody is satisfied: 10 + 10.
  expect(cook?.outcomes[0]).toMatchObject({ outcome: "fast", score: 20, low: 20, high: 20, band: "extreme", first: 1 });
  expect(chef?.outcomes[0]).toMatchObject({ outcome: "cheap", score: 20 });
  // Within a segment the order is beyond doubt; among everybody neither is above the other for sure.
  expect(cook?.above).toEqual([
    [0.5, 1],
    [0, 0.5],
  ]);
  const [everybody] = figures.segments;
  const [ab = 0, ba = 0] = [everybody?.above[0]?.[1], everybody?.above[1]?.[0]];
  expect(ab + ba).toBeCloseTo(1, 12);
  expect(ab > 0.2 && ab < 0.8).toBe(true);
  expect(everybody?.outcomes[0]?.importanceInterval.low).toBeLessThan(everybody?.outcomes[0]?.importance ?? 0);
});

it("the leaders of the matrix are those that decided, not those who are named in most themes by the same people", () => {
  const cell = (competitor: string, n: number) => ({ competitor, complaint: wilson(n, n), evidenceIds: [], quotes: [] });
  // Four people name Acme in every theme, nine name Bolt in one.
  const themes = ["a", "b", "c"].map((theme) => ({
    themeId: `thm_${theme}`,
    theme,
    underserved: false,
    unknown: [],
    cells: [cell("Acme", 4), ...(theme === "a" ? [cell("Bolt", 9)] : [])],
  }));
  const gaps = { tableId: id, texts: 20, mentions: 13, pieces: themes.map((theme) => JSON.stringify(theme)) };
  const order = { competitors: ["Bolt", "Acme"], leaders: ["Bolt"] };
  expect(marketFigures({ tables: [], gaps: { ...gaps, order } }).underserved).toMatchObject(order);
  expect(marketFigures({ tables: [], gaps }).underserved).toMatchObject({ competitors: ["Acme", "Bolt"], leaders: ["Acme", "Bolt"] });
});

it("what people praise is read beside the matrix, and absent of counts of before it was kept", () => {
  const side = (n: number) => ({ share: wilson(n, 5), texts: n, evidenceIds: [], quotes: [] });
  const groups: AspectGroup[] = [
    { texts: 9, aspects: [{ aspect: "battery", texts: 6, complaint: side(4), praise: side(1) }] },
    { competitor: "Acme", texts: 3, aspects: [] },
  ];
  const gaps = { tableId: id, texts: 20, mentions: 13, pieces: [] };
  const aspects = groups.map((group) => JSON.stringify(group));
  expect(marketFigures({ tables: [], gaps: { ...gaps, aspects } }).aspects).toMatchObject({ tableId: id, groups });
  expect(marketFigures({ tables: [], gaps })).not.toHaveProperty("aspects");
});

it("all of it is what the contract says, whatever there is, and the same bytes from what was kept", () => {
  expect(marketFigures({ tables: [] })).toEqual({});
  const table = {
    id,
    fileName: "x",
    encoding: "utf-8" as const,
    preambleLines: 0,
    columns: { found: [], used: {} },
    read: 1,
    kept: 1,
    droppedBy: {},
    dropped: [],
    ignoredCells: 0,
    rows: 1,
    sourceDigest: "",
  };
  const figures = marketFigures({
    tables: [
      { table: { ...table, kind: "keywords" }, pieces: ['[{"row":1,"keyword":"a"}]'] },
      { table: { ...table, kind: "competitors" }, pieces: ['[{"row":1,"name":"a"}]'] },
      { table: { ...table, kind: "survey", outcomes: ["o"] }, pieces: ['[{"row":1,"ratings":[[5,1]]}]'] },
    ],
  });
  expect(marketFiguresSchema.parse(JSON.parse(JSON.stringify(figures)))).toEqual(figures);
  expect(figures.keywords).toMatchObject({ n: 1, top: [{ keyword: "a", basis: "unknown" }] });

  const tables = [
    { table: { ...table, kind: "keywords" as const }, pieces: ['[{"row":1,"keyword":"a","volume":10}]'] },
    { table: { ...table, kind: "competitors" as const }, pieces: ['[{"row":1,"name":"a","reviews":3},{"row":2,"name":"b","reviews":1}]'] },
    { table: { ...table, kind: "survey" as const, outcomes: ["o", "p"] }, pieces: ['[{"row":1,"ratings":[[5,1],[4,2]]}]'] },
  ];
  const first = readMarket({ tables });
  const again = readMarket({ tables: tables.map(({ table: of }, i) => ({ table: of, figures: [first.computed[i]?.figures ?? ""] })) });
  expect(JSON.stringify(again.figures)).toBe(JSON.stringify(first.figures));
  expect([first.computed.length, again.computed]).toEqual([3, []]);
});
