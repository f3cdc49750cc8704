import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { Segments } from "../../../../contracts/services/niche-segments.ts";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";
import { growthExample } from "../../../../contracts/testing/level-reading.ts";
import { wilson } from "../intervals/wilson.ts";
import { scoreOpportunity } from "../opportunity/score.ts";
import { unknownMarket, type Market } from "../../../../contracts/services/niche-opportunity.ts";
import { themesCsv } from "./csv-report.ts";
import { reportContent } from "./content.ts";
import { figuresFile } from "./figures-csv.ts";
import { markdownReport } from "./markdown-report.ts";
import { namedIds } from "./origins.ts";
import { pdfReport } from "./pdf/pdf-report.ts";
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
  complaintShrunk: { value: 0.55, low: 0.44, high: 0.66, n: 50, prior: { mean: 0.4, strength: 20, groups: 4 }, method: "beta-binomial" },
  intensity: 0.8,
  severity: "high",
  sureness: {
    intensity: { low: 0.7, high: 0.9, n: 30 },
    severities: { high: 0.8, medium: 0.2 },
    near: "medium",
    samples: 400,
    method: "bootstrap",
  },
  outcome: {
    grade: "text-proxy",
    importance: 8,
    satisfaction: 3,
    score: 13,
    low: 11,
    high: 14,
    band: "high",
    possibleBands: ["high", "underserved"],
    first: 1,
    above: [{ themeId: "thm_fedcba9876543210", probability: 0.97 }],
    n: 40,
    samples: 400,
    method: "proxy",
    assumptions: ["who praises is satisfied"],
  },
  quotes: [
    { evidenceId: first, text: "It *died* <b>at once</b>.", start: 0, end: 25 },
    { evidenceId: second, text: "Dead.", start: 0, end: 5 },
  ],
  needs: [
    { kind: "bug", share: wilson(5, 50), quotes: [{ evidenceId: first, text: "It does not charge.", start: 30, end: 49 }], places: [0] },
  ],
  stability: 0.91,
  stabilityInterval: { low: 0.8, high: 0.97, n: 50 },
  coherence: { value: 0.31, low: 0.25, high: 0.4, n: 100, pairs: 1, method: "NPMI" },
  evidenceIds: [first, second],
  complaining: [1, 0],
  praising: [1],
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
    severity: {
      value: 0.8,
      low: 0.7,
      high: 0.9,
      basis: "evidence",
      over: "conversations",
      evidence: { texts: 50, complaints: 30, authors: 40, evidenceIds: [second, first], samples: 400, method: "bootstrap" },
    },
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
  {
    id: first,
    text: "=It *died* <b>at once</b>.\nI [sent](http://evil.example) it back.",
    source: "reviews.csv",
    row: 7,
    provenance: "p",
    date: "2026-10-05T00:00:00.000Z",
    rating: 1,
  },
  { id: second, text: `Dead. ${"Again ".repeat(100)}`, source: "reviews.csv", row: 9, provenance: "p" },
];

const segments: Segments = {
  segments: [
    {
      id: "seg_0123456789abcdef",
      kind: "value",
      label: "plan: pro",
      attributes: [{ name: "plan", value: "pro" }],
      share: wilson(20, 60),
      texts: 22,
      themes: [
        {
          themeId: theme.id,
          label: theme.label,
          share: wilson(16, 20),
          others: wilson(4, 40),
          lift: { value: 8, low: 3, high: 21 },
          p: 1e-7,
          adjustedP: 1e-6,
          difference: "more",
          evidenceIds: [second],
          texts: 17,
        },
      ],
    },
  ],
  attributes: [{ name: "plan", people: 60, values: 2 }],
  unit: "authors",
  people: 100,
  tests: 2,
  tooSmall: 0,
  method: "exact",
};
const input = { niche, themes: [theme], segments, figures: {} };
const content = reportContent(input);

describe("the report", () => {
  const report = markdownReport(content, evidence);
  const noteOf = (mark: RegExp) => {
    const number = mark.exec(report)?.[1];
    return report.split("\n").find((line) => line.startsWith(`[^${number}]: `));
  };

  it("gives every figure its interval and every quote one footnote, however often its text is quoted", () => {
    expect(report).toMatch(
      /^\| Battery life \| 50 \| 40 % \(31 % to 50 %; 40 of 100\)\[\^\d+\] \| 60 % \(46 % to 72 %; 30 of 50\)\[\^\d+\] \| high, near medium \| 0\.91 \(0\.80 to 0\.97\) \|$/m,
    );
    expect(report).toContain(String.raw`> “It \*died\*`);
    expect(noteOf(/> “Dead\.”\[\^(\d+)\]/)).toContain("reviews.csv, row 9");
    expect(noteOf(/“It does not charge\.”\[\^(\d+)\]/)).toContain(
      String.raw`: reviews.csv, row 7; 2026\-10\-05; rating 1; ` + `\`${first}\``,
    );
    const { score, low, high } = niche.opportunity ?? { score: 0, low: 0, high: 0 };
    expect(report).toContain(`**${score.toFixed(2)}** of 1, between ${low.toFixed(2)} and ${high.toFixed(2)}`);
  });

  it("leads from every share, need, factor and difference to texts, and says how many there are", () => {
    expect(noteOf(/40 of 100\)\[\^(\d+)\]/)).toMatch(
      /50 texts of 40 people who write about it: .*row 7 “.*” `evd_1+`; .*row 9 “.*” `evd_2+`; 48 more$/,
    );
    expect(noteOf(/30 of 50\)\[\^(\d+)\]/)).toMatch(/30 people complain, in 2 texts, the strongest: .*row 9 “.*” `evd_2+`; .*row 7/);
    expect(noteOf(/say that it does not work\[\^(\d+)\]/)).toMatch(/1 text of 5 people who say that it does not work: /);
    expect(noteOf(/bootstrap over conversations gives 0.70 to 0.90\.\[\^(\d+)\]/)).toMatch(
      /30 of 50 texts by 40 people complain; .*400 resamples; the strongest/,
    );
    expect(report).toContain(
      "**plan: pro** (20 of 60 people) write more about **Battery life**: 80 % (58 % to 92 %; 16 of 20), others 10 %",
    );
    expect(noteOf(/adjusted p below 0\.001\[\^(\d+)\]/)).toMatch(/17 texts: .*16 more$/);
  });

  it("quotes the beginning of the texts that stand behind a figure, as text and nothing else", () => {
    const note = noteOf(/40 of 100\)\[\^(\d+)\]/);
    expect(note).toContain(
      String.raw`row 7 “\=It \*died\* \<b\>at once\</b\>. I \[sent\]\(http\://evil.example\) it back.” ` + `\`${first}\``,
    );
    const [, quoted = ""] = /row 9 “(Dead\. [^”]*)”/.exec(note ?? "") ?? [];
    expect(quoted).toMatch(/Again…$/);
    expect(quoted.length).toBeLessThanOrEqual(200);
  });

  it("opens each text in its place where the installation has an address, and nothing else where it has none", () => {
    expect(report).not.toContain("](");
    const cited = evidence.map((row) => ({ ...row, href: `https://app.example/niches/${niche.id}?evidence=${row.id}` }));
    const linked = markdownReport(content, cited);
    expect(linked).toContain(`“Dead. Again`);
    expect(linked).toContain(`[\`${second}\`](<https://app.example/niches/${niche.id}?evidence=${second}>)`);
    const targets = [...linked.matchAll(/\]\(<([^>]*)>\)/g)].map(([, target]) => target);
    expect(new Set(targets)).toEqual(new Set(cited.map(({ href }) => href)));
    const file = pdfReport(content, cited);
    expect(file).toContain(`/A << /S /URI /URI (https://app.example/niches/${niche.id}?evidence=${first}) >>`);
    const named = content.notes.reduce((sum, { evidenceIds }) => sum + evidenceIds.length, 0);
    expect(file.match(/\/S \/URI/g)).toHaveLength(named);
    expect(file).toContain("<b>at once</b>. I [sent]");
  });

  it("has a footnote for every mark, and a mark for every footnote", () => {
    const marks = new Set([...report.matchAll(/(?<!^)\[\^(\d+)\]/gm)].map(([, number]) => number));
    const notes = [...report.matchAll(/^\[\^(\d+)\]: /gm)].map(([, number]) => number);
    expect(notes).toEqual(Array.from({ length: content.notes.length }, (_, i) => String(i + 1)));
    expect(marks).toEqual(new Set(notes));
  });

  it("says of a share that was drawn towards the others what it was", () =>
    expect(report).toContain(
      "Drawn towards the 4 themes of the niche, since small ones vary most by chance, 55 % complain instead of 60 % (95 %",
    ));

  it("says of texts without authors that texts complain", () => {
    expect(report).toContain("40 % (31 % to 50 %; 40 of 100) of all people complain.");
    const finding = niche.finding && { ...niche.finding, unit: "texts" as const };
    const unnamed = { ...input, niche: { ...niche, finding }, segments: { ...segments, unit: "texts" as const } };
    const read = markdownReport(reportContent(unnamed), []);
    expect(read).toContain("40 of 100) of all texts complain.");
    expect(read).toContain("30 texts complain, the strongest");
    expect(read).toContain("texts that say that it does not work: 1:");
    expect(read).toContain("opportunity 13.0 of 20 (11.0 to 14.0; 40 texts)");
    expect(read).toContain("**plan: pro** (20 of 60 texts)");
    expect(read).not.toMatch(/\d (?:people|person)\b/);
    const table = Papa.parse<Record<string, string>>(figuresFile(unnamed).written([]), { header: true, skipEmptyLines: true }).data;
    const units = (figure: string) => table.filter((row) => row["figure"] === figure).map((row) => row["unit"]);
    expect([units("share"), units("complaint"), units("need: bug")]).toEqual([["texts"], ["texts", "texts"], ["texts"]]);
    expect(new Set(table.filter(({ about }) => about === "segment").map(({ unit }) => unit))).toEqual(new Set(["texts", "ratio"]));
  });

  it("marks what is guessed from texts as no survey", () => {
    expect(report).toContain(
      "From texts, not a survey: opportunity 13.0 of 20 (11.0 to 14.0; 40 people), high, the first of the themes in 100 % of the resamples; importance 8.0, satisfaction 3.0 of 10",
    );
  });

  it("says how well the terms of a theme go together", () =>
    expect(report).toContain(
      String.raw`battery, charge. How well these terms go together, from \-1 over 0, as chance has it, to 1: 0.31 (0.25 to 0.40; 1 pair in 100 texts; NPMI).`,
    ));

  it("holds the themes with most to win against each other", () => {
    const rival: Theme = {
      ...theme,
      id: "thm_fedcba9876543210",
      label: "Sound",
      outcome: theme.outcome && { ...theme.outcome, score: 9, above: [{ themeId: theme.id, probability: 0.03 }] },
    };
    const text = markdownReport(reportContent({ ...input, themes: [rival, theme] }), []);
    expect(text).toMatch(/^\| Opportunity from texts higher than \| Battery life \| Sound \|$/m);
    expect(text).toContain("| Battery life | – | 97 % |\n| Sound | 3 % | – |");
    expect(text).toContain("Chances over 400 resamples of texts, not a survey. Assumed: who praises is satisfied.");
    expect(report).not.toContain("Opportunity from texts higher than");
  });

  it("says what moves the score, widest first", () => {
    const swings = [...report.matchAll(/^\| ([a-z ]+) \| 0\.\d\d \| 0\.\d\d \| (0\.\d\d) \|$/gm)].map(([, factor, swing]) => [
      factor,
      Number(swing),
    ]);
    expect(swings.length).toBeGreaterThan(3);
    expect(swings.map(([, swing]) => swing)).toEqual(swings.map(([, swing]) => Number(swing)).toSorted((a, b) => b - a));
  });

  it("says what repeats an earlier text and what its interval draws, and neither of analyses that did not count them", () => {
    expect(report).not.toMatch(/copies|Drawn for/);
    const finding = niche.finding && { ...niche.finding, copies: { exact: 9, near: 2 }, drawn: { threads: 12, authors: 30, texts: 1 } };
    const counted = markdownReport(reportContent({ ...input, niche: { ...niche, finding } }), evidence);
    expect(counted).toContain("- 9 copies word for word and 2 nearly so count in the theme of what they repeat");
    expect(counted).toContain("12 conversations, 30 authors, 1 single text");
  });

  it("shows what people wrote and carries none of it out", () => {
    expect(report).toContain(String.raw`It \*died\* \<b\>at once\</b\>.`);
    expect(report.split("\n")[0]).toBe(String.raw`# Earbuds \| cheap`);
    expect(plainMarkdown("1. one\n# two")).toBe(String.raw`1\. one \# two`);
    const hostile = reportContent({
      ...input,
      niche: { ...niche, finding: undefined },
      themes: [{ ...theme, terms: ["[x](http://evil.example)", "a\\(b"] }],
    });
    expect(markdownReport(hostile, [])).toContain(String.raw`\[x\](http\://evil.example), a\\(b`);
  });

  it("names a text that is not there by its id, and says what was not computed", () => {
    expect(markdownReport(content, [])).toMatch(new RegExp(`^\\[\\^\\d+\\]: \`${first}\`$`, "m"));
    const { opportunity: _, finding: __, ...bare } = { ...niche, themes: [] };
    expect(markdownReport(reportContent({ ...input, niche: bare, themes: [], segments: { ...segments, segments: [] } }), [])).toContain(
      "Not scored yet.",
    );
  });

  it("asks for exactly the texts that its notes name", () => expect(namedIds(content.notes).toSorted()).toEqual([first, second]));
});

describe("the figures as a table", () => {
  const rows = Papa.parse<Record<string, string>>(figuresFile(input).written(evidence), { header: true, skipEmptyLines: true }).data;
  const of = (about: string, figure: string) => rows.find((row) => row["about"] === about && row["figure"]?.startsWith(figure) === true);

  it("have value, interval, counts, method and texts wherever they exist", () => {
    expect(of("theme", "share")).toMatchObject({
      value: "0.4",
      count: "40",
      n: "100",
      method: "wilson-95",
      evidence_total: "50",
      evidence: `${first} ${second}`,
    });
    expect(of("theme", "need: bug")).toMatchObject({ count: "5", n: "50", evidence: first });
    // The beginning of the first text, and no formula.
    expect(of("theme", "share")?.["quote"]).toBe("'=It *died* <b>at once</b>. I [sent](http://evil.example) it back.");
    expect(of("theme", "complaint")?.["quote"]).toMatch(/^Dead\. .*Again…$/);
    const { named } = figuresFile(input);
    expect(named.toSorted()).toEqual([first, second]);
    expect(of("theme", "complaint, drawn")).toMatchObject({
      value: "0.55",
      low: "0.44",
      level: "0.95",
      n: "50",
      unit: "people",
      source: "Efron & Morris 1975",
    });
    expect(of("theme", "intensity")).toMatchObject({ value: "0.8", low: "0.7", high: "0.9", n: "30" });
    expect(of("theme", "severity")).toMatchObject({ value: "high", basis: "near medium" });
    expect(of("theme", "opportunity from texts")).toMatchObject({ value: "13", basis: "text-proxy", n: "40" });
    expect(of("theme", "opportunity from texts higher than that of thm_fedcba9876543210")).toMatchObject({ value: "0.97" });
    expect(of("theme", "stability")).toMatchObject({ value: "0.91", low: "0.8", high: "0.97", n: "50", level: "95 % of the resamples" });
    expect(of("theme", "coherence of")).toMatchObject({ value: "0.31", low: "0.25", high: "0.4", count: "1", n: "100", method: "NPMI" });
    expect(of("theme", "satisfaction from texts")).toMatchObject({
      evidence: second,
      evidence_total: "1",
      assumptions: "who praises is satisfied",
    });
    expect(rows.find((row) => row["id"] === "problem_severity")).toMatchObject({
      about: "factor",
      basis: "evidence",
      count: "30",
      n: "50",
    });
    expect(of("segment", "lift")).toMatchObject({ value: "8", low: "3", high: "21", basis: "more" });
    expect(of("factor", "swing")).toMatchObject({ source: "Howard 1988" });
    expect(of("niche", "opportunity")).toMatchObject({ count: "30", n: "50", evidence: `${second} ${first}` });
  });

  it("say what the bounds of a level are that was read, and give one that was set no evidence that it does not rest on", () => {
    const readings = { growth_rate: { ...growthExample, evidenceIds: [first], assumptions: ["texts grow as the market does"] } };
    const severity = { value: 0.5, low: 0.4, high: 0.6, basis: "evidence" as const };
    const factorsOf = (market: Market) => {
      const opportunity = scoreOpportunity({ name: "Earbuds", market, severity, readings });
      const scored = { ...input, niche: { ...niche, opportunity } };
      const table = Papa.parse<Record<string, string>>(figuresFile(scored).written([]), { header: true, skipEmptyLines: true }).data;
      return {
        table,
        of: (id: string) => table.find((row) => row["id"] === id && row["figure"]?.startsWith("factor") === true),
        report: markdownReport(reportContent(scored), []),
      };
    };
    const read = factorsOf(unknownMarket);
    expect(read.of("growth_rate")).toMatchObject({
      level: "the levels that the figure's 95 % interval touches",
      n: "1340",
      evidence: first,
      assumptions: "texts grow as the market does; weights: default, version 0",
    });
    expect(read.report).toContain("growth rate: change in a year; m; texts grow as the market does");
    const set = factorsOf({ ...unknownMarket, growthRate: "low" });
    expect(set.of("growth_rate")).toMatchObject({
      level: "none: stated",
      low: "",
      high: "",
      n: "",
      evidence: "",
      assumptions: "the level that was stated; weights: default, version 0",
    });
    expect(set.of("growth_rate")?.["method"]).not.toMatch(/ m$/);
    expect(set.report).not.toContain("growth rate: change in a year; m");
    expect(set.of("solution_feasibility")).toMatchObject({
      level: "±0.2 about what the name suggests",
      assumptions: expect.not.stringContaining("stated;"),
    });
    expect(set.table.find((row) => row["figure"] === "opportunity")?.["level"]).toMatch(/touches.*±0.2 on feasibility/);
  });

  it("have a level or say why there is no interval, and name method, source and unit", () => {
    for (const row of rows) {
      const { low, high, level = "", method, source, unit } = row;
      const none = level.startsWith("none: ");
      expect([row["figure"], none]).toEqual([row["figure"], low === "" && high === ""]);
      expect([method, source, unit, level].every((cell) => cell !== undefined && cell !== "")).toBe(true);
    }
    expect(rows.every((row) => Object.keys(row).length === 21)).toBe(true);
  });
});

describe("the report as PDF", () => {
  const file = pdfReport(content, evidence);

  it("is the same file each time, in ASCII, with offsets that are right", () => {
    expect(pdfReport(reportContent(input), evidence)).toBe(file);
    expect([...file].every((sign) => sign.charCodeAt(0) < 127)).toBe(true);
    const [, start] = /startxref\n(\d+)\n%%EOF\n$/.exec(file) ?? [];
    expect(file.slice(Number(start), Number(start) + 4)).toBe("xref");
    const places = [...file.slice(Number(start)).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    places.forEach((place, i) => expect(file.slice(place).startsWith(`${i + 1} 0 obj\n`)).toBe(true));
    for (const [, length, stream] of file.matchAll(/\/Length (\d+) >>\nstream\n(.*?)\nendstream/gs))
      expect(stream).toHaveLength(Number(length));
    const objects = places.length;
    for (const [, reference] of file.matchAll(/(\d+) 0 R/g)) expect(Number(reference)).toBeLessThanOrEqual(objects);
  });

  it("has every note once, a link from every mark, and an outline of its sections", () => {
    const marks = content.blocks.flatMap((block) =>
      "parts" in block ? block.parts : block.kind === "list" ? block.items.flat() : block.kind === "table" ? block.rows.flat(2) : [],
    );
    expect(file.match(/\/Subtype \/Link/g)).toHaveLength(marks.filter((part) => typeof part === "object" && "note" in part).length);
    for (const title of ["Opportunity", "Themes", "Battery life", "Who says it", "Evidence"]) expect(file).toContain(`/Title (${title})`);
    expect(file).toContain("row 7; 2026-10-05; rating 1; ");
  });

  it("shows what its fonts lack, and keeps what they have", () => {
    const odd = pdfReport(reportContent({ ...input, themes: [{ ...theme, label: "Café (5€) 😀 \\ ≥" }] }), []);
    expect(odd).toContain(String.raw`(Caf\351 \(5\200\) [U+1F600] \\ >=)`);
  });

  it("goes on over pages, and keeps every line within the paper", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      ...theme,
      id: `thm_${String(i).padStart(16, "0")}`,
      label: `Theme ${i} ${"w".repeat(i * 5)}`,
    }));
    const long = pdfReport(reportContent({ ...input, themes: many }), evidence);
    expect(Number(/\/Count (\d+) >>/.exec(long)?.[1])).toBeGreaterThan(10);
    const places = [...long.matchAll(/ Tf ([\d.-]+) ([\d.-]+) Td/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    expect(places.every(([x, y]) => x >= 56 && x < 540 && y >= 36 && y < 800)).toBe(true);
  });
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
      stability_low: "0.8",
      coherence: "0.31",
      coherence_n: "100",
    });
  });

  it.each(["=1+1", "+1", "-1", "@sum", "=cmd|' /c calc'!A0\nmore"])("hold no formula: %j", (label) =>
    expect(cells(label)?.["label"]).toBe(`'${label}`),
  );
});
