import { describe, expect, test } from "vitest";
import type { Money } from "../../../contracts/money.ts";
import { runAssumptionsSchema } from "../../../contracts/services/agent-teams.ts";
import type { SensitivityOptimum } from "../../../contracts/services/pricing.ts";
import { plain, reportMarkdown, type ReportParts } from "./report-markdown.ts";

const at = "2026-11-01T10:00:00.000Z";
const usd = (minor: number): Money => ({ minor, currency: "USD" });
const half = { value: 0.5, low: 0.25, high: 0.75, count: 6, n: 12, method: "wilson-95" } as const;
const band = { mean: 0, meanError: 0, p5: 100_00, p10: 0, p25: 200_00, p50: 300_00, p50Error: 0, p75: 400_00, p90: 0, p95: 500_00 };
const optimum: SensitivityOptimum = {
  price: usd(0),
  low: usd(0),
  high: usd(0),
  demand: 0,
  revenue: usd(0),
  profit: usd(0),
  kind: "flat",
  explanation: "",
};

const parts: ReportParts = {
  run: {
    id: "run_01m82hpb05caxdhz178y8ftb9r",
    team: { id: "tea_01m82hpb05caxdhz178y8ftb9r", name: "Team", profiles: [], approvals: { marketing: "ask" }, createdAt: at },
    nicheId: "nch_01m82hp8fk8y1b0jw99hh2kg8e",
    assumptions: runAssumptionsSchema.parse({}),
    stated: [],
    seed: 7,
    status: "succeeded",
    progress: { done: 6, total: 6, unit: "steps" },
    steps: [],
    approvals: [],
    version: 20,
    startedAt: at,
    finishedAt: at,
  },
  niche: {
    id: "nch_01m82hp8fk8y1b0jw99hh2kg8e",
    name: "Chargers",
    work: { status: "succeeded", progress: { done: 12, total: 12, unit: "texts" } },
    evidenceCount: 12,
    themeCount: 1,
    topThemes: ["Cable"],
    market: { marketSize: "unknown", growthRate: "unknown", competition: "unknown" },
    themes: [
      {
        id: "thm_0123456789abcdef",
        label: "Cable",
        terms: ["cable"],
        size: 12,
        distinctAuthors: 12,
        share: half,
        complaint: half,
        intensity: 0.8,
        severity: "high",
        quotes: [{ evidenceId: "evd_a", text: "<script>alert(1)</script> broke\n# after a day", start: 0, end: 41 }],
      },
    ],
    imports: [],
    childIds: [],
    createdAt: at,
    updatedAt: at,
    version: 9,
  },
  outline: undefined,
  feedback: undefined,
  price: {
    id: "prc_01m82hpb05caxdhz178y8ftb9r",
    nicheName: "Chargers",
    evidenceIds: [],
    price: usd(15_99),
    low: usd(11_99),
    high: usd(21_99),
    strategy: "equal",
    reason: "No view outweighs the others.",
    strategies: [{ strategy: "value-based", available: false, price: null, low: null, high: null, explanation: "" }],
    tiers: [{ name: "Basic", multiplier: 1, price: usd(15_99), low: usd(11_99), high: usd(21_99) }],
    drivers: [],
    sensitivity: { model: "saturating", points: [], revenueOptimum: optimum, profitOptimum: optimum, assumptions: [] },
    assumptions: [],
    warnings: [],
    method: "weighted-views/1",
    createdAt: at,
  },
  projection: {
    id: "prj_01m82hpb05caxdhz178y8ftb9r",
    currency: "USD",
    months: 2,
    paths: 10_000,
    seed: 7,
    mrrAtEnd: { p5: usd(100_00), p50: usd(300_00), p95: usd(500_00), deterministic: usd(310_00) },
    createdAt: at,
    evidenceIds: [],
    arithmetic: "expected",
    prices: [],
    deterministic: [{ month: 2, newUsers: 0, total: 0, free: 0, paid: 0, tiers: [], mrr: 310_00, cumulative: 0 }],
    fan: [{ month: 2, mrr: band, cumulative: band }],
    assumptions: [],
    warnings: [],
    method: "free-to-paid/1",
  },
  plan: {
    id: "mkt_01m82hpb05caxdhz178y8ftb9r",
    niche: { id: "nch_01m82hp8fk8y1b0jw99hh2kg8e", name: "Chargers" },
    productName: "Cord",
    businessType: "saas",
    goals: ["customer-acquisition"],
    method: "fit",
    channels: [
      { channel: "seo", score: 0.84, low: 0.74, high: 0.94, factors: { effectiveness: 1, audience: 1, goals: 1, budget: 1 }, reason: "" },
    ],
    budget: [{ channel: "seo", amount: usd(1_000_00) }],
    personas: [],
    content: [],
    assumptions: [],
    createdAt: at,
    createdBy: "run_01m82hpb05caxdhz178y8ftb9r",
  },
};

const linesOf = (report: ReportParts) => reportMarkdown(report).split("\n");

describe("a report", () => {
  const lines = linesOf(parts);

  test("gives every figure with its interval", () => {
    expect(lines).toContain("**$15.99** a month, between $11.99 and $21.99; equal. No view outweighs the others.");
    expect(lines).toContain("| Cable | 12 | 50 % (25 % to 75 %) | 50 % (25 % to 75 %) | high |");
    expect(lines).toContain("| 2 | $100.00 | $200.00 | $300.00 | $400.00 | $500.00 | $310.00 |");
    expect(lines).toContain("| SEO | 0.84 | 0.74 to 0.94 | $1,000.00 |");
  });

  test("shows a price that could not be computed as unknown", () => {
    expect(lines).toContain("| Value based | – | – | – |");
  });

  test("quotes strangers on one line, without markup, with the id of their text", () => {
    expect(lines).toContain(String.raw`> \<script\>alert(1)\</script\> broke \# after a day`);
    expect(lines).toContain("> Cable, `evd_a`");
  });

  test("names factors that nobody knows as unknown, with their range", () => {
    const factor = { weight: 0.5, score: 0.6, low: 0.3, high: 0.9, explanation: "Why." } as const;
    const opportunity = {
      score: 0.64,
      low: 0.38,
      high: 0.89,
      method: "m",
      band: "very_good" as const,
      possibleBands: ["very_good" as const],
      assessment: "Very good.",
      recommendations: [],
      factors: [
        { ...factor, name: "market_size" as const, basis: "unknown" as const },
        { ...factor, name: "problem_severity" as const, basis: "evidence" as const },
      ],
      sensitivity: [],
    };
    const scored = linesOf({ ...parts, niche: { ...parts.niche, opportunity } });
    expect(scored).toContain("**0.64** on a scale from 0 to 1, interval 0.38 to 0.89. Very good.");
    expect(scored).toContain("| Market size | unknown | 50 % | unknown | 0.30 to 0.90 | Why. |");
    expect(scored).toContain("| Problem severity | evidence | 50 % | 0.60 | 0.30 to 0.90 | Why. |");
  });

  test("lists the first month, every sixth and the last", () => {
    const fan = Array.from({ length: 14 }, (_, index) => ({ month: index + 1, mrr: band, cumulative: band }));
    const projected = linesOf({ ...parts, projection: { ...parts.projection, fan, months: 14 } });
    const months = projected.filter((line) => /^\| \d+ \| \$100/.test(line)).map((line) => line.split(" ")[1]);
    expect(months).toEqual(["1", "6", "12", "14"]);
  });

  test("passes on warnings, open questions and objections", () => {
    const outline = { nicheId: "n", nicheName: "Chargers", pitch: "For people.", features: [], openQuestions: ["How many?"] };
    const finding = { severity: "weakness", step: "price", finding: "Guessed.", suggestion: "Ask." } as const;
    const full = linesOf({
      ...parts,
      price: { ...parts.price, warnings: ["Below cost."] },
      outline,
      feedback: { findings: [finding], evidenceCoverage: { claims: 3, withEvidence: 2 } },
    });
    expect(full).toEqual(expect.arrayContaining(["- Below cost.", "- How many?", "- **weakness** (price): Guessed. Ask."]));
    expect(full).toContain("2 of 3 claims in the texts have evidence.");
    expect(full).toContain("Find out before building:");
    expect(linesOf({ ...parts, outline: { ...outline, openQuestions: [] } })).not.toContain("Find out before building:");
  });

  test("sets texts below its own headings and keeps their footnotes apart", () => {
    const text = {
      kind: "post" as const,
      title: "",
      summary: "",
      slug: "",
      markdown: "# It broke.[^1]\n\n[^1]: evd_a\n",
      html: "",
      sentences: [],
      readability: { fleschReadingEase: 0, fleschKincaidGrade: 0, gunningFog: 0, smog: 0, automatedReadabilityIndex: 0, colemanLiau: 0 },
      tone: {
        questionShare: 0,
        exclamationShare: 0,
        passiveShare: 0,
        secondPersonRate: 0,
        firstPersonRate: 0,
        hedgeRate: 0,
        urgencyRate: 0,
      },
      unproven: [],
      publishable: true,
      producedBy: { kind: "template" as const, name: "post-a", version: "1" },
    };
    const written = linesOf({ ...parts, plan: { ...parts.plan, content: [text, text] } });
    expect(written).toEqual(expect.arrayContaining(["#### It broke.[^1-1]", "[^1-1]: evd_a", "#### It broke.[^2-1]", "[^2-1]: evd_a"]));
    expect(written).toContain("Written by the template post-a 1.");
  });

  test("says nothing of what the run did not make", () => {
    expect(lines.filter((line) => line.startsWith("## "))).toEqual([
      "## Themes",
      "## Price",
      "## Projection",
      "## Marketing plan",
      "## Assumptions",
      "## Who produced what",
    ]);
  });
});

test("takes every meaning from a stranger's words", () => {
  expect(plain("**bold** [link](http://x) <script> | cell\n# head")).toBe(
    String.raw`\*\*bold\*\* \[link\](http://x) \<script\> \| cell \# head`,
  );
});

test("leaves plain sentences as they are", () => {
  expect(plain("Two of 181 people, 1.5 %.")).toBe("Two of 181 people, 1.5 %.");
});
