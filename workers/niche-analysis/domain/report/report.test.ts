import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";
import { wilson } from "../intervals/wilson.ts";
import { scoreOpportunity } from "../opportunity/score.ts";
import { unknownMarket } from "../../../../contracts/services/niche-opportunity.ts";
import { themesCsv } from "./csv-report.ts";
import { markdownReport, quotedIds } from "./markdown-report.ts";
import { plainMarkdown } from "./markdown-text.ts";

const [first, second] = [`evd_${"1".repeat(32)}`, `evd_${"2".repeat(32)}`];
const theme: Theme = {
  id: "thm_0123456789abcdef",
  label: "Battery life",
  terms: ["battery", "charge"],
  size: 50,
  distinctAuthors: 40,
  share: wilson(40, 100),
  complaint: wilson(30, 50),
  intensity: 0.8,
  severity: "high",
  quotes: [
    { evidenceId: first, text: "It *died* <b>at once</b>.", start: 0, end: 25 },
    { evidenceId: second, text: "Dead.", start: 0, end: 5 },
  ],
  needs: [{ kind: "bug", share: wilson(5, 50), quotes: [{ evidenceId: first, text: "It does not charge.", start: 30, end: 49 }] }],
  stability: 0.91,
  evidenceIds: [first, second],
};
const niche: NicheDetail = {
  id: "nch_00000000000000000000000001",
  name: "Earbuds | cheap",
  work: { status: "succeeded", progress: { done: 100, total: 100, unit: "texts" } },
  evidenceCount: 100,
  themeCount: 1,
  topThemes: ["Battery life"],
  market: unknownMarket,
  opportunity: scoreOpportunity({
    name: "Earbuds",
    market: unknownMarket,
    severity: { value: 0.8, low: 0.7, high: 0.9, basis: "evidence" },
  }),
  themes: [theme],
  finding: {
    method: "communities",
    seed: 1,
    model: "all-minilm-l6-v2@abc",
    texts: 100,
    distinctAuthors: 100,
    unit: "authors",
    silhouette: 0.25,
    outliers: 3,
    complaint: wilson(40, 100),
  },
  imports: [],
  childIds: [],
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-02T00:00:00.000Z",
  version: 12,
};
const evidence = [
  { id: first, text: "…", source: "reviews.csv", row: 7, provenance: "p", date: "2026-10-05T00:00:00.000Z", rating: 1 },
  { id: second, text: "…", source: "reviews.csv", row: 9, provenance: "p" },
];

describe("the report", () => {
  const report = markdownReport(niche, evidence);

  it("gives every figure its interval and every quote one footnote, however often its text is quoted", () => {
    expect(report).toContain("| Battery life | 50 | 40 % (31 % to 50 %; 40 of 100) | 60 % (46 % to 72 %; 30 of 50) | high | 0.91 |");
    expect(report).toContain("> “Dead.”[^2]");
    expect(report).toContain("say that it does not work: “It does not charge.”[^1]");
    expect(report).toContain(String.raw`[^1]: reviews.csv, row 7; 2026-10-05; rating 1; ` + `\`${first}\``);
    expect(report.match(/^\[\^\d+\]: /gm)).toHaveLength(2);
    const { score, low, high } = niche.opportunity ?? { score: 0, low: 0, high: 0 };
    expect(report).toContain(`**${score.toFixed(2)}** of 1, between ${low.toFixed(2)} and ${high.toFixed(2)}`);
  });

  it("shows what people wrote and carries none of it out", () => {
    expect(report).toContain(String.raw`It \*died\* \<b\>at once\</b\>.`);
    expect(report.split("\n")[0]).toBe(String.raw`# Earbuds \| cheap`);
    expect(plainMarkdown("1. one\n# two")).toBe(String.raw`1\. one \# two`);
  });

  it("names a text that is not there by its id, and says what was not computed", () => {
    expect(markdownReport(niche, [])).toContain(`[^1]: \`${first}\``);
    const { opportunity: _, finding: __, ...bare } = { ...niche, themes: [] };
    expect(markdownReport(bare, [])).toContain("Not scored yet.");
  });

  it("asks for exactly the texts that it quotes", () => expect(quotedIds(niche.themes)).toEqual([first, second]));
});

describe("the themes as a table", () => {
  const cells = (label: string) =>
    Papa.parse<Record<string, string>>(themesCsv([{ ...theme, label }]), { header: true, skipEmptyLines: true }).data[0];

  it("have one row each, with all evidence", () => {
    expect(cells('Battery, "life"')).toMatchObject({
      label: 'Battery, "life"',
      texts: "50",
      complaint: "0.6",
      severity: "high",
      demand: "",
      quote: "It *died* <b>at once</b>.",
      evidence: `${first} ${second}`,
    });
  });

  it.each(["=1+1", "+1", "-1", "@sum", "=cmd|' /c calc'!A0\nmore"])("hold no formula: %j", (label) =>
    expect(cells(label)?.["label"]).toBe(`'${label}`),
  );
});
