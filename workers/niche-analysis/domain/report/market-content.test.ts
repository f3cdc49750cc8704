import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { AspectGroup, GapTheme, MarketFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { MarketSizeRequest } from "../../../../contracts/services/niche-market-size.ts";
import type { MarketRow, MarketTable, MarketTableKind } from "../../../../contracts/services/niche-market-tables.ts";
import { unknownMarket } from "../../../../contracts/services/niche-opportunity.ts";
import { wilson } from "../intervals/wilson.ts";
import { marketFigures } from "../market/market-figures.ts";
import { marketSize } from "../sizing/market-size.ts";
import { reportContent } from "./content.ts";
import { figuresFile } from "./figures-csv.ts";
import { marketBlocks } from "./market-content.ts";
import { markdownReport } from "./markdown-report.ts";
import { Notes } from "./notes.ts";
import { pdfReport } from "./pdf/pdf-report.ts";

const request: MarketSizeRequest = {
  customers: { kind: "fixed", value: 10_000 },
  currency: "USD",
  monthlyPrice: { kind: "fixed", value: 2000 },
  serviceable: { kind: "pert", low: 0.2, mode: 0.3, high: 0.5 },
  obtainable: { kind: "fixed", value: 0.025 },
  topDown: 1_000_000,
};
const size = marketSize(request);
if (!size.ok) throw new Error(size.error.detail);
const kept = { request: { seed: 1, ...request }, size: size.value };

const ids: Record<MarketTableKind, string> = {
  keywords: `mtb_${"1".repeat(32)}`,
  competitors: `mtb_${"2".repeat(32)}`,
  survey: `mtb_${"3".repeat(32)}`,
};
const tableOf = (kind: MarketTableKind, rows: MarketRow[], more: Partial<MarketTable> = {}): { table: MarketTable; pieces: string[] } => ({
  table: {
    id: ids[kind],
    kind,
    fileName: `${kind}.csv`,
    encoding: "utf-8",
    preambleLines: 0,
    columns: { found: [], used: {} },
    read: rows.length,
    kept: rows.length,
    droppedBy: {},
    dropped: [],
    ignoredCells: 0,
    rows: rows.length,
    sourceDigest: "",
    ...more,
  },
  pieces: [JSON.stringify(rows)],
});
const evidenceId = `evd_${"7".repeat(32)}`;
const gap: GapTheme = {
  themeId: "thm_0123456789abcdef",
  theme: "Battery | life",
  underserved: true,
  unknown: [],
  texts: 33,
  cells: [{ competitor: "Acme", complaint: wilson(18, 20), evidenceIds: [evidenceId], texts: 31, quotes: [] }],
};
const said = (count: number, texts = count) => ({
  share: wilson(count, 12),
  texts,
  evidenceIds: count > 0 ? [evidenceId] : [],
  quotes: [],
});
const groups: AspectGroup[] = [
  { texts: 60, aspects: [{ aspect: "battery life", texts: 14, complaint: said(9, 11), praise: said(0) }] },
  ...["Acme", "Bolt", "Cord", "Dent", "Echo"].map((competitor): AspectGroup => ({
    competitor,
    texts: 31,
    aspects: competitor === "Bolt" ? [] : [{ aspect: "remote", texts: 12, complaint: said(2), praise: said(10) }],
  })),
];
const tables = [
  tableOf(
    "keywords",
    Array.from({ length: 12 }, (_, i) => ({
      row: i + 1,
      keyword: `word ${i}`,
      volume: 100 * (i + 1),
      difficulty: 5 * i,
      months: Array.from({ length: 12 }, (__, month) => 50 + 2 * month + i),
    })),
    { months: { from: "2025-01", count: 12 } },
  ),
  tableOf("competitors", [
    { row: 1, name: "Acme", price: 9, currency: "USD", features: 12, reviews: 5400 },
    { row: 2, name: "Bolt", price: 29, currency: "USD", features: 40, reviews: 1200 },
    { row: 3, name: "Cord", price: 5, currency: "USD", features: 6, reviews: 300 },
    { row: 4, name: "Dent", price: 0, features: 6 },
  ]),
  tableOf(
    "survey",
    Array.from({ length: 40 }, (_, i) => ({
      row: i + 1,
      segment: i % 2 === 0 ? "cook" : "guest",
      ratings: [
        [i % 10 < 9 ? 5 : 2, i % 10 < 3 ? 4 : 3],
        [i % 2 === 0 ? 4 : 1, i % 5 < 4 ? 5 : 1],
      ],
    })),
    { outcomes: ["be fast", "be pretty"] },
  ),
];
const figures: MarketFigures = marketFigures({
  tables,
  gaps: {
    tableId: ids.competitors,
    texts: 60,
    mentions: 25,
    pieces: [JSON.stringify(gap)],
    aspects: groups.map((one) => JSON.stringify(one)),
  },
});
const niche: NicheDetail = {
  id: "nch_00000000000000000000000001",
  name: "Earbuds",
  work: { status: "succeeded", progress: { done: 1, total: 1, unit: "texts" } },
  evidenceCount: 60,
  themeCount: 0,
  topThemes: [],
  market: unknownMarket,
  themes: [],
  imports: [],
  marketTables: tables.map(({ table }) => table),
  marketSize: kept,
  childIds: [],
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-02T00:00:00.000Z",
  version: 12,
};
const segments = { segments: [], attributes: [], unit: "authors" as const, people: 0, tests: 0, tooSmall: 0, method: "exact" };
const input = { niche, themes: [], segments, figures };

describe("the market in a report", () => {
  const content = reportContent(input);
  const report = markdownReport(content, []);
  const noteOf = (mark: RegExp) => {
    const number = mark.exec(report)?.[1];
    return report.split("\n").find((line) => line.startsWith(`[^${number}]: `));
  };

  it("states the size with its range, all that was assumed, and on what it hangs", () => {
    expect(report).toMatch(/\| Whole market \(TAM\)\[\^\d+\] \| \\\$2,400,000\.00 \| \\\$2,400,000\.00 to \\\$2,400,000\.00 \|/);
    expect(report).toContain("can be served 20 % to 50 %, likeliest 30 %; can be won 2.5 %; the four do not depend on each other.");
    expect(report).toMatch(/\| What moves the part that can be won .*\n.*\n\| can be served \|/);
    expect(report).toMatch(/1,000,000|10,000\.00, is 0\.00417 times our median and lies outside of our range/);
  });

  it("says how concentrated it is, where nobody stands and who is not on the map, with the rows", () => {
    // Shares of 6,900 reviews: 5400, 1200, 300.
    expect(report).toMatch(
      /Herfindahl-Hirschman index \*\*6,446\*\* \([\d,]+ to [\d,]+; 3 competitors\): highly concentrated; like 1\.55 of equal size/,
    );
    expect(noteOf(/which stand for sales\[\^(\d+)\]/)).toMatch(/parametric bootstrap.*: rows 1, 2, 3 of competitors\\?\.csv `mtb_2+`$/);
    expect(report).toMatch(
      /- \*\*Largest white space\*\*: [\d.]+ to [\d.]+ USD a month with [\d.]+ to [\d.]+ features, \d+ % of the map\[\^\d+\]/,
    );
    expect(report).toContain("- Not on the map, free: Dent.");
  });

  it("opens the texts behind who serves it badly", () => {
    expect(report).toContain(String.raw`Underserved: Battery \| life. 25 of 60 texts name one of 1 competitor`);
    expect(noteOf(/90 % \(70 % to 97 %; 18 of 20\)\[\^(\d+)\]/)).toMatch(/18 of 20 who name it complain.*: `evd_7+`; 30 more$/);
  });

  it("opens the texts behind what people praise and complain about, of the niche and of whom most people name", () => {
    expect(report).toMatch(/^\*\*The niche as a whole\*\*, 60 texts read:$/m);
    expect(noteOf(/\| battery life \| 75 % \(47 % to 91 %; 9 of 12\)\[\^(\d+)\] \| 0 % \(0 % to 24 %; 0 of 12\) \|/)).toMatch(
      /battery life of the niche as a whole: 9 of 12 who name it complain.*: `evd_7+`; 10 more$/,
    );
    expect(report.match(/^\*\*(\w+)\*\*, 31 texts read:$/gm)).toEqual(
      ["Acme", "Cord", "Dent"].map((name) => `**${name}**, 31 texts read:`),
    );
  });

  it("has the outcomes of the survey with intervals, who stands above whom, and each segment's first", () => {
    expect(report).toMatch(
      /\| be fast \| 15\.0 \([\d.]+ to [\d.]+\) \| high \| 9\.0 \([\d.]+ to [\d.]+\) \| 3\.0 \([\d.]+ to [\d.]+\) \| 100 % \| 40 \|/,
    );
    expect(report).toMatch(
      /\| Scores higher than \| be fast \| be pretty \|\n.*\n\| be fast \| – \| 100 % \|\n\| be pretty \| 0 % \| – \|/,
    );
    expect(report).toMatch(/- \*\*cook\*\* \(20 respondents\)\[\^\d+\]: be fast, /);
    expect(noteOf(/^40 respondents\[\^(\d+)\]/m)).toMatch(
      /400 resamples: rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 of survey\\?\.csv and 30 more rows `mtb_3+`$/,
    );
  });

  it("says what is searched for, whether it grows and how hard it is to be found", () => {
    expect(report).toMatch(
      /\*\*7,800\*\* searches a month together \(7,800 to 7,800; 12 of 12 keywords\)\[\^\d+\]\. Assumed: counts searches, not people/,
    );
    expect(report).toMatch(
      /Searches change by \\\+3[\d.]* % a month \(\\\+[\d.]+ % to \\\+[\d.]+ %; 12 months from 2025-01, 12 keywords\)/,
    );
    // Twelve months rise, and cannot tell that from a season.
    expect(report).toMatch(/12 keywords\), their season in it: too few months to tell growth from a season\[\^\d+\]/);
    expect(report).toMatch(/^Searches by month: too few months to tell growth from a season; [\d]+ searches counted\[\^\d+\]\.$/m);
    expect(report).toMatch(
      /If it were found: [\d,.]+ \(90 % between .*\) visits and .* new customers a month\[\^\d+\]\. Assumed: 2\.5 % to 28\.5 %, likeliest 11 %, click .*SISTRIX/,
    );
    expect(noteOf(/0 by proxy, 0 unknown\)\[\^(\d+)\]/)).toContain("and 2 more rows");
    expect(report).toMatch(/\| word 11 \| 1,200 \| 55 \| the export \| 12 \|/);
  });

  it("tells of two years and more their trend beyond the season, change of level and the months ahead", () => {
    const grown = Array.from({ length: 44 }, (_, month) =>
      Math.round(1000 * 1.03 ** month * (1 + 0.2 * Math.cos((2 * Math.PI * month) / 12))),
    );
    const longer = tableOf("keywords", [{ row: 1, keyword: "a", volume: 1000, months: grown }], { months: { from: "2022-05", count: 44 } });
    const told = { ...input, figures: marketFigures({ tables: [longer] }) };
    const written = markdownReport(reportContent(told), []);
    expect(written).toMatch(
      /^Searches by month: rising beyond their season; \d+ % a year \(\d+ % to \d+ %\); \d+ searches counted\[\^\d+\]\.$/m,
    );
    expect(written).toMatch(/- The level changed in 20\d\d.*searches a month before/);
    expect(written).toMatch(/\| Month \| Expected, searches \|/);
    expect(written).not.toContain("their season in it");
    const table = Papa.parse<Record<string, string>>(figuresFile(told).written([]), { header: true, skipEmptyLines: true }).data;
    const row = (figure: string) => table.find((one) => one["figure"] === figure);
    expect(row("searches by month")).toMatchObject({ value: "rising", unit: "searches", table: ids.keywords, table_rows: "1" });
    expect(row("searches by month, change a year")).toMatchObject({ level: "0.95", source: "Theil 1950; Sen 1968" });
    expect(row("searches by month expected in 2026-01")).toMatchObject({ unit: "searches", level: "0.95" });
    expect(row("visits a month that the searches may bring, median")).toMatchObject({
      level: "0.9",
      basis: "assumption",
      assumptions: expect.stringContaining("SISTRIX"),
    });
  });

  it("says what is unknown, and nothing where there is nothing", () => {
    const nobody = { ...figures, underserved: { ...figures.underserved, mentions: 0 } } as MarketFigures;
    expect(markdownReport(reportContent({ ...input, figures: nobody }), [])).toContain(
      "None of the 60 texts of the themes names a competitor",
    );
    expect(marketBlocks({}, {}, new Notes())).toEqual([]);
  });

  it("comes out as PDF too, with every row's note", () => {
    const file = pdfReport(content, []);
    for (const title of ["Size", "Competition", "Who serves it badly", "Outcomes of the survey", "Searches"])
      expect(file).toContain(`/Title (${title})`);
    expect(file).toContain("of competitors.csv");
  });
});

describe("the market in the table of all figures", () => {
  const rows = Papa.parse<Record<string, string>>(figuresFile(input).written([]), { header: true, skipEmptyLines: true }).data;
  const of = (figure: string, label?: string) =>
    rows.find((row) => row["figure"] === figure && (label === undefined || row["label"] === label));

  it("has size, concentration, white space, complaints, outcomes and searches, each with its rows or texts and what was assumed", () => {
    expect(of("can be won (SOM), median")).toMatchObject({
      level: "0.8",
      n: "10000",
      unit: "minor units of USD a year",
      assumptions: expect.stringContaining("likeliest 30 %"),
    });
    expect(of("concentration (HHI)")).toMatchObject({
      table: ids.competitors,
      table_rows: "1 2 3",
      level: "0.95",
      assumptions: expect.stringContaining("stand for sales"),
    });
    expect(of("largest white space")).toMatchObject({ table_rows: "1 2 3", source: "Naamad, Lee & Hsu 1984" });
    expect(of("complain of Acme")).toMatchObject({ label: "Battery | life", value: "0.9", evidence: evidenceId, source: "Wilson 1927" });
    expect([of("complain of Acme"), of("underserved")].map((row) => row?.["evidence_total"])).toEqual(["31", "33"]);
    expect(of("complain of the battery life", "Earbuds")).toMatchObject({
      value: "0.75",
      n: "12",
      evidence: evidenceId,
      evidence_total: "11",
    });
    expect(of("praise the remote", "Acme")).toMatchObject({ count: "10", n: "12", basis: "texts that name Acme" });
    for (const part of ["visits", "customers"])
      expect(of(`${part} a month that the searches may bring, median`)).toMatchObject({ table: ids.keywords, table_rows_total: "12" });
    expect(of("importance", "be fast")).toMatchObject({
      about: "survey",
      id: "everybody",
      value: "9",
      table: ids.survey,
      table_rows_total: "40",
    });
    expect(of("higher than be pretty", "be fast")).toMatchObject({ value: "1", level: "none: a probability" });
    expect(of("growth of the searches a month")).toMatchObject({
      level: "0.95",
      table_rows_total: "12",
      assumptions: expect.stringContaining("growth is steady"),
    });
    expect(of("difficulty of the middle keyword")).toMatchObject({
      table: ids.keywords,
      basis: "12 from the export, 0 by proxy, 0 unknown",
    });
  });

  it("has a level or says why there is no interval, and names method, source and unit", () => {
    for (const row of rows) {
      const { low, high, level = "", method, source, unit } = row;
      expect([row["figure"], level.startsWith("none: ")]).toEqual([row["figure"], low === "" && high === ""]);
      expect([method, source, unit, level].every((cell) => cell !== undefined && cell !== "")).toBe(true);
    }
  });
});
