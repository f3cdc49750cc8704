import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import type { CompetitorRow, KeywordRow, MarketTableKind, SurveyRow } from "../../../../../contracts/services/niche-market-tables.ts";
import { marketRowSchemas, marketTableSchema } from "../../../../../contracts/services/niche-market-tables.ts";
import { inPieces, utf16le } from "../../testing/reading.ts";
import { readMarketTable } from "./market-reader.ts";
import { numberIn, rangeIn } from "./numbers.ts";

async function attempt(file: string | Uint8Array, kind?: MarketTableKind, size = 1 << 16, fileName = "table.csv") {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  return readMarketTable(inPieces(bytes, size), { fileName, kind });
}

async function read(...asked: Parameters<typeof attempt>) {
  const result = await attempt(...asked);
  if (!result.ok) throw new Error(result.error.detail);
  const { table, rows } = result.value;
  expect(marketTableSchema.parse(table)).toEqual(table);
  for (const row of rows) expect(marketRowSchemas[table.kind].parse(row)).toEqual(row);
  const dropped = Object.values(table.droppedBy).reduce((sum, count) => sum + count, 0);
  expect(table.kept + dropped).toBe(table.read);
  return { table, rows };
}

const faultOf = async (...asked: Parameters<typeof attempt>) => {
  const result = await attempt(...asked);
  return result.ok ? undefined : result.error;
};

test.each([
  ["1,234", false, 1234],
  ["1,234", true, 1.234],
  ["1.234", true, 1234],
  ["1.234,5", false, 1234.5],
  ["1,234.50", true, 1234.5],
  ["$9.99/mo", false, 9.99],
  ["9,99 €", false, 9.99],
  ["1 234 567", false, 1_234_567],
  ["10K", false, 10_000],
  ["2.5M", false, 2_500_000],
  ["75 %", false, 75],
  ["12 months", false, 12],
  ["0.125", true, 0.125],
  ["-3", false, -3],
  ["none", false, undefined],
])("%s with a decimal comma: %s is %s", (cell, comma, value) => expect(numberIn(cell, comma)).toBe(value));

test("a range has two ends in their order", () => {
  expect(rangeIn("1K – 10K", false)).toEqual({ low: 1000, high: 10_000 });
  expect(rangeIn("100-1000", false)).toEqual({ low: 100, high: 1000 });
  expect([rangeIn("10", false), rangeIn("10-1", false)]).toEqual([undefined, undefined]);
});

const planner = [
  "Keyword Stats 2026-06-09 at 21_25_18",
  '"May 1, 2025 - July 31, 2025"',
  "Keyword\tCurrency\tAvg. monthly searches\tThree month change\tYoY change\tCompetition\tCompetition (indexed value)\tTop of page bid (low range)\tTop of page bid (high range)\tSearches: May 2025\tSearches: Jun 2025\tSearches: Jul 2025",
  "meal planner app\tUSD\t5000\t0%\t22%\tLow\t12\t0.51\t2.30\t4400\t5400\t",
  "ai meal planner\tUSD\t500\t\t900%\tMedium\t40\t1.10\t3.70\t480\t590\t590",
  "AI meal  planner\tUSD\t500\t\t900%\tMedium\t40\t1.10\t3.70\t480\t590\t590",
  "unheard of\tUSD\t\t\t\t\t\t\t\t\t\t",
  "vague\tUSD\t1K – 10K\t\t\t\t\t\t\t\t\t",
  "",
].join("\r\n");

describe("a table of keywords", () => {
  it("of the Keyword Planner is read in UTF-16 with tabs and two lines before the header, month by month", async () => {
    for (const size of [1 << 16, 7]) {
      const { table, rows } = await read(utf16le(planner), undefined, size);
      expect(table).toMatchObject({
        kind: "keywords",
        source: "Google's Keyword Planner",
        encoding: "utf-16le",
        delimiter: "\t",
        preambleLines: 2,
        read: 5,
        kept: 3,
        droppedBy: { duplicate: 1, "no-figures": 1 },
        dropped: [
          { row: 3, reason: "duplicate" },
          { row: 4, reason: "no-figures" },
        ],
        months: { from: "2025-05", count: 3 },
      });
      const [first, second, vague] = rows as KeywordRow[];
      expect(first).toEqual({
        row: 1,
        keyword: "meal planner app",
        volume: 5000,
        months: [4400, 5400, null],
        adCompetition: 12,
        bid: { low: 0.51, high: 2.3 },
      });
      expect(second?.months).toEqual([480, 590, 590]);
      expect(vague).toMatchObject({ volumeRange: { low: 1000, high: 10_000 }, volume: expect.closeTo(3162.28, 1) });
    }
  });

  it("of Semrush with semicolons has decimal commas, its difficulty and its relative trend", async () => {
    const file =
      "Keyword;Search Volume;CPC;Competition;Competitive Density;Number of Results;Keyword Difficulty Index;Trend\n" +
      "meal planner;18.100;1,25;0,45;0,45;1000;61,5;0.5,0.6,1\n";
    const { table, rows } = await read(file);
    expect(table.source).toBe("Semrush");
    expect(rows).toEqual([
      {
        row: 1,
        keyword: "meal planner",
        volume: 18_100,
        difficulty: 61.5,
        adCompetition: 45,
        bid: { low: 1.25, high: 1.25 },
        interest: [0.5, 0.6, 1],
      },
    ]);
  });

  it("of Ahrefs is read in UTF-16 with tabs", async () => {
    const file =
      '#\tKeyword\tCountry\tDifficulty\tVolume\tCPC\tCPS\tParent Keyword\n1\t"meal, planner"\tus\t34\t2400\t0.8\t1.2\tmeal planner\n';
    const { table, rows } = await read(utf16le(file), undefined, 5);
    expect(table.source).toBe("Ahrefs");
    expect(rows).toMatchObject([{ keyword: "meal, planner", difficulty: 34, volume: 2400 }]);
  });

  it("has at most 20,000, and says how many were left out", async () => {
    const lines = Array.from({ length: 20_003 }, (_, i) => `word ${i},${i + 1}`);
    const { table } = await read(`keyword,volume\n${lines.join("\n")}\n`);
    expect(table).toMatchObject({ rows: 20_000, droppedBy: { "over-limit": 3 } });
  });

  it("is the same table whatever the file around its rows is, and another when a figure changes", async () => {
    const ids = await Promise.all(
      [planner, planner.replace("21_25_18", "09_00_00"), planner.replace("5000", "5001")].map(
        async (file) => (await read(utf16le(file))).table.id,
      ),
    );
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe("a table of competitors", () => {
  it("is mapped by the names of its columns, with yearly prices by the month, lists counted and aliases apart", async () => {
    const file = [
      "Product,Also known as,Price,Key features,Reviews,Rating,Market share,Website",
      'Mealime,"Meal Ime; MLM",$2.99/mo,"lists; pantry; sync","12,345",4.7,24%,mealime.example',
      "Paprika,,$60 per year,12,900,4.5,12 %,x",
      "Free Cook,,Free,,20,9/10,,x",
      "mealime,,1,,,,,",
      ",,3,,,,,",
      "Odd,,ask us,,many,,,x",
    ].join("\n");
    const { table, rows } = await read(file);
    expect(table).toMatchObject({ kind: "competitors", read: 6, kept: 4, droppedBy: { duplicate: 1, empty: 1 }, ignoredCells: 2 });
    expect(table.ignored).toEqual([
      { row: 6, column: "Price", why: "no-number" },
      { row: 6, column: "Reviews", why: "no-number" },
    ]);
    expect(table.columns.used).toMatchObject({ name: "Product", aliases: "Also known as", price: "Price", features: "Key features" });
    expect(rows as CompetitorRow[]).toEqual([
      {
        row: 1,
        name: "Mealime",
        aliases: ["Meal Ime", "MLM"],
        price: 2.99,
        currency: "USD",
        features: 3,
        reviews: 12_345,
        rating: 4.7,
        share: 0.24,
      },
      { row: 2, name: "Paprika", price: 5, currency: "USD", features: 12, reviews: 900, rating: 4.5, share: 0.12 },
      { row: 3, name: "Free Cook", price: 0, reviews: 20, rating: 9 },
      { row: 6, name: "Odd" },
    ]);
  });

  it("counts ticks where no column counts features", async () => {
    const { table, rows } = await read("Competitor,Price,Lists,Sync,Pantry\nA,5,yes,no,✓\nB,9,yes,yes,yes\n");
    expect(rows).toMatchObject([{ features: 2 }, { features: 3 }]);
    expect(table.columns.used["features"]).toBe("Lists, Sync, Pantry");
  });

  it("has at most 500", async () => {
    const lines = Array.from({ length: 502 }, (_, i) => `tool ${i},${i + 1}`);
    expect((await read(`name,price\n${lines.join("\n")}\n`)).table).toMatchObject({ rows: 500, droppedBy: { "over-limit": 2 } });
  });
});

describe("a survey", () => {
  const long =
    "respondent,segment,outcome,importance,satisfaction\nann,cook,fast,5,2\nann,cook,cheap,3 - so so,4\nbob,chef,fast,4,1\nbob,chef,fast,4,1\nbob,chef,cheap,9,2\n";
  const wide =
    "id,Segment,Importance: fast,Satisfaction: fast,cheap (importance),cheap (satisfaction)\nann,cook,5,2,3 - so so,4\nbob,chef,4,1,9,2\ncid,,,,,\n";

  it("says the same in long and in wide form, without who answered", async () => {
    const expected: SurveyRow[] = [
      {
        row: 1,
        segment: "cook",
        ratings: [
          [5, 2],
          [3, 4],
        ],
      },
      {
        row: expect.any(Number) as number,
        segment: "chef",
        ratings: [
          [4, 1],
          [0, 0],
        ],
      },
    ];
    const [inLong, inWide] = [await read(long), await read(wide)];
    expect(inLong.rows).toEqual(expected);
    expect(inWide.rows).toEqual(expected);
    expect(inLong.table).toMatchObject({ kind: "survey", rows: 2, kept: 3, droppedBy: { duplicate: 1, "no-figures": 1 }, ignoredCells: 1 });
    expect(inWide.table).toMatchObject({ outcomes: ["fast", "cheap"], segments: ["chef", "cook"], droppedBy: { "no-figures": 1 } });
    expect(JSON.stringify([inLong, inWide])).not.toContain("ann");
    expect(inLong.table.ignored).toEqual([{ row: 5, column: "importance", why: "no-rating" }]);
    expect(inWide.table.ignored).toEqual([{ row: 2, column: "cheap (importance)", why: "no-rating" }]);
  });

  it("has no addresses and numbers of people in its segments", async () => {
    const segment = "cook, ann@example.org or 555-123-4567";
    for (const file of [
      `respondent,segment,outcome,importance,satisfaction\nann,"${segment}",fast,5,2\n`,
      `Segment,Importance: fast,Satisfaction: fast\n"${segment}",5,2\n`,
    ])
      expect((await read(file)).rows).toMatchObject([{ segment: "cook, [email] or [phone]" }]);
  });

  it("has at most 10,000 respondents and 50 outcomes", async () => {
    const people = Array.from({ length: 10_001 }, (_, i) => `${(i % 5) + 1},3`);
    expect((await read(`imp_fast,sat_fast\n${people.join("\n")}\n`)).table).toMatchObject({ rows: 10_000, droppedBy: { "over-limit": 1 } });
    const outcomes = Array.from({ length: 52 }, (_, i) => `a,outcome ${i},5,1`);
    expect((await read(`respondent,outcome,importance,satisfaction\n${outcomes.join("\n")}\n`)).table).toMatchObject({
      droppedBy: { "over-limit": 2 },
      outcomes: expect.objectContaining({ length: 50 }) as string[],
    });
  });
});

describe("a row of a market table", () => {
  it("whose cells do not match the header is left out with its number, not read with its cells shifted", async () => {
    const { table, rows } = await read(
      'keyword,volume,kd\nmeal planner,5,000,12\nai meal planner,500,\ncut off,5\n"open,1,2\n"next",7,8\n',
    );
    expect(rows).toMatchObject([
      { keyword: "ai meal planner", volume: 500 },
      { keyword: "next", volume: 7 },
    ]);
    expect(table.dropped).toEqual([
      { row: 1, reason: "cells-do-not-match" },
      { row: 3, reason: "cells-do-not-match" },
      { row: 4, reason: "not-parseable" },
    ]);
  });

  it("has no characters that cannot be seen, and says which of its cells are no figures", async () => {
    const { table, rows } = await read("Keyword,Volume,KD\u202e\n\u202emeal\u0007  planner\u200b,\u00015000,140\nai planner,many,3\n");
    expect(rows).toEqual([
      { row: 1, keyword: "meal planner", volume: 5000 },
      { row: 2, keyword: "ai planner", difficulty: 3 },
    ]);
    expect(table.columns.found).toEqual(["Keyword", "Volume", "KD"]);
    expect(table.ignored).toEqual([
      { row: 1, column: "KD", why: "out-of-range" },
      { row: 2, column: "Volume", why: "no-number" },
    ]);
  });
});

describe("a file that is no market table", () => {
  it("is refused with the columns that are there and those that are wanted", async () => {
    const fault = await faultOf("colour,weight\nred,5\nblue,6\n");
    expect(fault).toMatchObject({ code: "invalid_input" });
    expect(fault?.detail).toContain('"colour", "weight"');
    expect(fault?.detail).toContain("survey: ");
    expect((await faultOf("keyword,volume\na,5\nb,6\n", "competitors"))?.detail).not.toContain("survey: ");
  });

  it.each([
    ["", "invalid_input"],
    ["keyword,volume\n", "invalid_input"],
    ["keyword,volume\n,\n", "invalid_input"],
    ['[{"keyword":"a","volume":5}]', "unsupported_media"],
    ["PK\u0003\u0004 an Excel workbook", "unsupported_media"],
  ])("is refused: %j", async (file, code) => expect(await faultOf(file)).toMatchObject({ code }));

  // With patterns that look back, each of these takes hours.
  it.each([
    ["a name of a column", `x${"(".repeat(60_000)},imp ${" ".repeat(60_000)}x\n1,2\n`],
    ["a number", `keyword,volume\na,1${",".repeat(500_000)}x\nb,1${" ".repeat(500_000)}x\n`],
    ["a list of features", `name,features\na,"1${". ".repeat(400_000)}x"\n`],
  ])("is done with soon, however %s is made", async (_, file) => {
    const from = performance.now();
    await attempt(file);
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  it("is refused when it is too large, also unpacked", async () => {
    const line = "a keyword that is rather long,12\n";
    const large = `keyword,volume\n${line.repeat(Math.ceil((25 * 1024 * 1024) / line.length))}`;
    expect(await faultOf(large)).toMatchObject({ code: "too_large" });
    await expect(attempt(gzipSync(large))).rejects.toMatchObject({ fault: { code: "too_large" } });
  });
});
