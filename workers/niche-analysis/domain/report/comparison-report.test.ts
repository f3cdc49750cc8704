import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { Comparison, KeptNicheFigures } from "../../../../contracts/services/niche-comparison.ts";
import { unknownMarket, type Market } from "../../../../contracts/services/niche-opportunity.ts";
import { growthExample } from "../../../../contracts/testing/level-reading.ts";
import { wilson } from "../intervals/wilson.ts";
import { changesOf } from "../opportunity/changes.ts";
import { compareNiches } from "../opportunity/comparison.ts";
import type { Readings } from "../opportunity/levels/reading.ts";
import { ownWeights, scoreOpportunity } from "../opportunity/score.ts";
import { comparisonCsv } from "./comparison-csv.ts";
import { comparisonContent } from "./comparison-content.ts";
import { markdownReport } from "./markdown-report.ts";
import { namedIds } from "./origins.ts";
import { comparisonFile } from "./report-file.ts";

const [told, named] = [`evd_${"1".repeat(32)}`, `evd_${"2".repeat(32)}`];
const tableId = `mtb_${"3".repeat(32)}`;
const behind = { tableId, fileName: "shops.csv", rows: [1, 2], rowCount: 2, assumptions: ["reviews stand for sales"] };
const figures: KeptNicheFigures = {
  size: {
    currency: "USD",
    total: { p10: 90_000, p50: 100_000, p90: 110_000 },
    serviceable: { p10: 40_000, p50: 50_000, p90: 60_000 },
    obtainable: { p10: 400, p50: 500, p90: 600 },
    method: "bottom-up",
    assumptions: ["customers 100"],
  },
  concentration: { index: 5200, low: 4900, high: 5500, band: "high", basis: "reviews", n: 2, method: "proxy", ...behind },
  worstServed: {
    themeId: "thm_1",
    theme: "Battery | life",
    underserved: true,
    competitor: "Acme",
    complaint: wilson(18, 20),
    evidenceIds: [named],
    method: "named",
  },
  outcome: { outcome: "be fast", score: 15, low: 13, high: 17, band: "high", first: 0.9, n: 40, method: "top two", ...behind },
};
const comparisonMarkdown = (comparison: Comparison) => markdownReport(comparisonContent(comparison), []);

const severity = {
  value: 0.6,
  low: 0.5,
  high: 0.7,
  basis: "evidence" as const,
  evidence: { texts: 50, complaints: 20, authors: 30, evidenceIds: [told], samples: 400, method: "bootstrap" },
};

/** A comparison of niches with these names and markets; the first has evidence with themes, the others none. */
function compared(...niches: { name: string; market: Market; readings?: Readings }[]): Comparison {
  const all = niches.map(({ name, market, readings }, i) => ({
    nicheId: `n${i}`,
    name,
    market,
    severity,
    ...scoreOpportunity({ name, market, severity, readings }),
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
      themes:
        nicheId === "n0"
          ? [{ id: "thm_1", label: "Battery | life", share: wilson(20, 80), complaint: wilson(5, 20), size: 30, evidenceIds: [told] }]
          : [],
      figures: nicheId === "n0" ? figures : {},
      themeCount: 1,
      ...(nicheId === "n0" && {
        demand: {
          class: "rising" as const,
          n: 60,
          unit: "authors" as const,
          slope: { value: 0.5, low: 0.2, high: 0.8, method: "Sen" },
          growth: { value: 0.02, low: 0.01, high: null, n: 20, method: "line" },
        },
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
    expect(text).toMatch(/\| 2 \| Cases \| 0\.\d\d\[\^\d+\] \| 0\.\d\d and 0\.\d\d \| not settled \| 50 % \| 0\.43 \|/);
    expect(text).toMatch(/\| People \| 80 authors \| unknown \|/);
    expect(text).toMatch(
      /\| Demand \| rising; 0\.50 a month \(0\.20 to 0\.80\); growth \\\+2 % a month \(\\\+1 % to no bound\); 60 authors\[\^\d+\] \| unknown \|/,
    );
    expect(text).toMatch(/\| market size \| 0\.90 \(0\.90 to 0\.90; assumption\) \| unknown: 0\.30 to 0\.90 \|/);
    expect(text).toContain("## What would change the first place");
  });

  it("holds size, concentration, who is served worst and the survey's first side by side, with the texts and rows behind them", () => {
    const noteOf = (mark: RegExp) => {
      const number = mark.exec(text)?.[1];
      return text.split("\n").find((line) => line.startsWith(`[^${number}]: `));
    };
    expect(text).toMatch(/\| SOM a year \| \\\$5 \(eight times in ten \\\$4 to \\\$6\)\[\^\d+\] \| unknown \|/);
    expect(noteOf(/\| Concentration \(HHI\) \| 5,200 \(4,900 to 5,500; 2 competitors\), high\[\^(\d+)\] \| unknown \|/)).toMatch(
      /reviews stand for sales: rows 1, 2 of shops\.csv `mtb_3+`$/,
    );
    expect(noteOf(/\| Served worst \| Battery \\\| life: of Acme 90 % \(70 % to 97 %; 18 of 20\) complain\[\^(\d+)\]/)).toMatch(
      /`evd_2+`$/,
    );
    expect(noteOf(/\| First in the survey \| be fast: 15\.0 of 20 \(13\.0 to 17\.0; 40 respondents\), first in 90 %\[\^(\d+)\]/)).toContain(
      "shops.csv",
    );
    expect(noteOf(/\| Themes \| .*?20 of 80\)\[\^(\d+)\]/)).toMatch(/30 texts, the most telling: `evd_1+`; 29 more$/);
    expect(noteOf(/\| 1 \| .*?\| 0\.\d\d\[\^(\d+)\] \|/)).toMatch(/20 of 50 texts complain, the strongest: `evd_1+`; 19 more$/);
  });

  it("names a text that two niches have by the file and address of the niche that a note speaks of", () => {
    const said = "It broke on the first day.";
    const cited = ["n1", "n0"].map((nicheId, row) => ({
      id: told,
      nicheId,
      text: said,
      source: `${nicheId}.csv`,
      row,
      provenance: "p",
      href: `https://app.example/niches/${nicheId}?evidence=${told}`,
    }));
    const written = markdownReport(comparisonContent(comparison), cited);
    const own = (name: string) => {
      const number = new RegExp(`^\\| \\d \\| ${name} \\| 0\\.\\d\\d\\[\\^(\\d+)\\]`, "m").exec(written)?.[1];
      return written.split("\n").find((line) => line.startsWith(`[^${number}]: `));
    };
    expect(own("Cases")).toContain(`n1.csv, row 0 “${said}” [\`${told}\`](<${cited[0]?.href}>)`);
    expect(own(".*Bags.*")).toContain(`n0.csv, row 1 “${said}” [\`${told}\`](<${cited[1]?.href}>)`);
    const pdf = comparisonFile("pdf", comparison).written(cited);
    expect(new Set([...pdf.matchAll(/\/URI \((.*?)\)/g)].map(([, href]) => href))).toEqual(new Set(cited.map(({ href }) => href)));
  });

  it("has a note for every mark, names exactly their texts, and comes out as PDF", () => {
    const { notes } = comparisonContent(comparison);
    const marks = new Set([...text.matchAll(/(?<!^)\[\^(\d+)\]/gm)].map(([, number]) => Number(number)));
    expect(marks).toEqual(new Set(notes.map((_, i) => i + 1)));
    expect(namedIds(notes).toSorted()).toEqual([told, named]);
    const file = comparisonFile("pdf", comparison);
    expect(file.named.toSorted()).toEqual([told, named]);
    const written = file.written([]);
    expect(written.startsWith("%PDF-")).toBe(true);
    expect(written).toContain("/Title (Side by side)");
    expect(written).toContain("of shops.csv");
  });

  it("shows of each level what was set, else what was read with what stands behind it", () => {
    const read = { ...growthExample, evidenceIds: [named], assumptions: ["texts are a sample"] };
    const rivalry = { ...growthExample, unit: "index", evidenceIds: [], tableId };
    const readings = {
      growth_rate: read,
      competition: rivalry,
      market_size: { ...growthExample, basis: "assumption" as const, evidenceIds: [] },
    };
    const levels = compared(
      { name: "Bags", market: { ...unknownMarket, marketSize: "large" }, readings },
      { name: "Cases", market: unknownMarket, readings: { market_size: readings.market_size } },
    );
    const written = comparisonMarkdown(levels);
    const cells = (head: string) => {
      const [, first = "", second = ""] = new RegExp(`\\| ${head} \\| (.*?) \\| (.*?) \\|$`, "m").exec(written) ?? [];
      const notes = [first, second].map((cell) => {
        const number = /\[\^(\d+)\]/.exec(cell)?.[1];
        return written.split("\n").find((line) => line.startsWith(`[^${number}]: `));
      });
      return { first, second, notes };
    };
    expect(cells("Market size")).toMatchObject({
      first: "large (assumed)",
      second: expect.stringMatching(/^high \(75 %\), else medium \(25 %\)\[/),
    });
    expect(cells("Market size").notes[1]).toMatch(/Cases: change in a year 12.0 % .*from what was stated/);
    expect(cells("Growth")).toMatchObject({ first: expect.stringMatching(/^high \(75 %\), else medium \(25 %\)\[/), second: "unknown" });
    expect(cells("Growth").notes[0]).toMatch(/texts are a sample: `evd_2+`$/);
    expect(cells("Competition").notes[0]).toMatch(/rows 1, 2 of shops\.csv `mtb_3+`$/);
    const [bags, cases] = Papa.parse<Record<string, string>>(comparisonCsv(levels), { header: true, skipEmptyLines: true }).data.toSorted(
      (a, b) => ((a["name"] ?? "") < (b["name"] ?? "") ? -1 : 1),
    );
    expect(bags).toMatchObject({
      market_size: "large",
      market_size_read: "high (75 %), else medium (25 %)",
      growth_rate: "unknown",
      growth_rate_read: "high (75 %), else medium (25 %)",
      monetization_potential: "unknown",
      monetization_potential_read: "",
    });
    expect(cases).toMatchObject({ growth_rate_read: "", competition_read: "" });
  });

  it("puts three niches beside each other, and more below", () => {
    const many = compared(...Array.from({ length: 7 }, (_, i) => ({ name: `Niche ${i}`, market: i === 0 ? known : unknownMarket })));
    expect(comparisonMarkdown(many).match(/^\| Texts \|/gm)).toHaveLength(3);
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
      obtainable_p50: "500",
      hhi: "5200",
      worst_served: "Battery | life",
      worst_served_evidence: named,
      survey_first: "be fast",
      demand_growth: "0.02",
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

describe("how settled the order is, in the files", () => {
  const many = compared(...Array.from({ length: 8 }, (_, i) => ({ name: `Niche ${i}`, market: i === 0 ? known : unknownMarket })));
  const places = [...many.ranked.keys()];
  /** Each chance another one, so that none can stand in the place of another. */
  const chancesFrom = (from: number) => ({
    ranks: places.map((i) => places.map((rank) => from + (8 * i + rank) / 1000)),
    above: places.map((i) => places.map((j) => (i === j ? 0.5 : from + 0.1 + (8 * i + j) / 1000))),
  });
  const order = {
    stated: chancesFrom(0.1),
    aroundWeights: chancesFrom(0.3),
    anyWeights: chancesFrom(0.6),
    samples: 4000,
    seed: 1,
    method: "SMAA-2",
    assumptions: ["drawn"],
  };
  const settled = { ...many, order };

  it("is the whole matrix of ranks and of pairs by each weighting, as many columns beside each other as a page holds", () => {
    const text = comparisonMarkdown(settled);
    expect(text).toContain("| Niche | First by these weights | First by weights around these | First by any weights |");
    for (const [by, { ranks, above }] of [
      ["these weights", order.stated],
      ["weights around these", order.aroundWeights],
      ["any weights", order.anyWeights],
    ] as const) {
      const [, section = ""] = text.split(`### By ${by}\n`);
      const tables = section.trim().split("\n\n").slice(0, 4);
      expect(tables.map((table) => table.split("\n")[0]?.split(" | ")[0])).toEqual([
        "| Chance of rank",
        "| Chance of rank",
        "| Scores higher than",
        "| Scores higher than",
      ]);
      const cellsOf = (some: readonly string[]) =>
        places.map((i) =>
          some.flatMap((table) => {
            const row = table.split("\n")[i + 2];
            return (row?.split(" | ") ?? []).slice(1).map((cell) => cell.replace(" |", ""));
          }),
        );
      const shown = (share: number) => `${Math.round(100 * share)} %`;
      expect(cellsOf(tables.slice(0, 2))).toEqual(ranks.map((row) => row.map(shown)));
      expect(cellsOf(tables.slice(2))).toEqual(above.map((row, i) => row.map((share, j) => (i === j ? "–" : shown(share)))));
    }
    const file = comparisonFile("pdf", settled).written([]);
    for (const title of ["By these weights", "By weights around these", "By any weights"]) expect(file).toContain(`/Title (${title})`);
    const { aroundWeights: _, ...own } = order;
    expect(comparisonMarkdown({ ...many, order: own })).not.toContain("around");
  });

  it("stands in the table under the rank of the other niche", () => {
    const rows = Papa.parse<Record<string, string>>(comparisonCsv(settled), { header: true, skipEmptyLines: true }).data;
    expect(rows).toHaveLength(8);
    expect(rows[2]).toMatchObject({
      p_rank_1: String(order.stated.ranks[2]?.[0]),
      p_rank_8: String(order.stated.ranks[2]?.[7]),
      p_above_1: String(order.stated.above[2]?.[0]),
      p_above_3: "",
      around_p_rank_2: String(order.aroundWeights.ranks[2]?.[1]),
      any_p_above_8: String(order.anyWeights.above[2]?.[7]),
    });
    expect(Object.keys(rows[0] ?? {}).filter((name) => /p_(?:rank|above)_/.test(name))).toHaveLength(48);
  });
});
