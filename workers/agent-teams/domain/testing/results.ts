/** Results of a run, small and valid, for the tests of what reads them. */
import { money } from "../../../../contracts/money.ts";
import type { MarketingPlan } from "../../../../contracts/services/marketing.ts";
import type { Assumption, Band, PriceRecommendation, RevenueProjection } from "../../../../contracts/services/monetization.ts";
import type { Factor, NicheDetail, Proportion, ThemeSummary } from "../../../../contracts/services/niche-analysis.ts";

const time = "2026-01-01T00:00:00.000Z";

/** `count` of `n` with an interval ten points to each side. */
export function proportion(count: number, n: number): Proportion {
  const value = n === 0 ? 0 : count / n;
  return { value, low: Math.max(0, value - 0.1), high: n === 0 ? 1 : Math.min(1, value + 0.1), count, n, method: "wilson-95" };
}

/** A theme `thm_…<digit>` of 40 texts, 20 of which complain. */
export function theme(digit: number, change: Partial<ThemeSummary> = {}): ThemeSummary {
  return {
    id: `thm_${String(digit).padStart(16, "0")}`,
    label: `theme ${digit}`,
    terms: ["battery", "charge"],
    size: 40,
    distinctAuthors: 40,
    share: proportion(40, 100),
    complaint: proportion(20, 40),
    intensity: 0.8,
    severity: "medium",
    quotes: [{ evidenceId: `evd_${String(digit).repeat(32).slice(0, 32)}`, text: "It dies by noon.", start: 0, end: 16 }],
    ...change,
  };
}

export function factor(name: Factor["name"], basis: Factor["basis"]): Factor {
  return { name, weight: 0.5, score: 0.5, low: 0, high: 1, basis, explanation: "" };
}

/** A niche in which nothing is unknown. */
export function niche(change: Partial<NicheDetail> = {}): NicheDetail {
  return {
    id: "nch_00000000000000000000000001",
    name: "Earbuds",
    work: { status: "succeeded", progress: { done: 1, total: 1, unit: "analyses" } },
    evidenceCount: 100,
    themeCount: 1,
    topThemes: ["theme 1"],
    createdAt: time,
    updatedAt: time,
    market: { marketSize: "large", growthRate: "high", competition: "low" },
    opportunity: {
      score: 0.7,
      low: 0.6,
      high: 0.8,
      method: "weighted sum",
      band: "good",
      possibleBands: ["good"],
      assessment: "Good",
      recommendations: [],
      factors: [factor("market_size", "assumption"), factor("problem_severity", "evidence")],
      sensitivity: [],
    },
    themes: [theme(1)],
    finding: {
      method: "ward",
      seed: 1,
      texts: 100,
      distinctAuthors: 100,
      unit: "authors",
      silhouette: 0.2,
      outliers: 0,
      complaint: proportion(50, 100),
    },
    imports: [],
    childIds: [],
    version: 7,
    ...change,
  };
}

export function assumption(name: string): Assumption {
  return {
    name,
    value: 1,
    low: 1,
    high: 1,
    unit: "minor units",
    basis: "assumption",
    evidenceIds: [],
    origin: "stated",
    editable: true,
  };
}

const usd = (minor: number) => money(minor, "USD");

/** A price of 19.99 dollars with no assumptions, drivers or warnings. */
export function price(change: Partial<PriceRecommendation> = {}): PriceRecommendation {
  const optimum = {
    price: usd(1_999),
    low: usd(1_500),
    high: usd(2_500),
    demand: 10,
    revenue: usd(19_990),
    profit: usd(10_000),
    kind: "interior" as const,
    explanation: "",
  };
  return {
    id: "prc_00000000000000000000000001",
    nicheName: "Earbuds",
    evidenceIds: [],
    price: usd(1_999),
    low: usd(1_500),
    high: usd(2_500),
    strategy: "value-based",
    reason: "",
    strategies: [],
    tiers: [],
    drivers: [],
    sensitivity: { model: "saturating", points: [], revenueOptimum: optimum, profitOptimum: optimum, assumptions: [] },
    assumptions: [],
    warnings: [],
    method: "",
    createdAt: time,
    ...change,
  };
}

/** One assumption that moves the price by `swing` minor units. */
export function driver(name: string, swing: number): PriceRecommendation["drivers"][number] {
  return { assumption: name, lowest: usd(1_000), highest: usd(1_000 + swing), swing: usd(swing) };
}

function band(p5: number, p95: number): Band {
  const p50 = (p5 + p95) / 2;
  return { mean: p50, meanError: 1, p5, p10: p5, p25: p50, p50, p50Error: 1, p75: p50, p90: p95, p95 };
}

/** A projection whose last month lies between `p5` and `p95`. */
export function projection(p5: number, p95: number, warnings: string[] = []): RevenueProjection {
  const wide = { month: 1, mrr: band(1, 1_000), cumulative: band(1, 1_000) };
  return {
    id: "prj_00000000000000000000000001",
    currency: "USD",
    months: 2,
    paths: 100,
    seed: 1,
    mrrAtEnd: { p5: usd(p5), p50: usd(p5), p95: usd(p95), deterministic: usd(p5) },
    createdAt: time,
    evidenceIds: [],
    arithmetic: "expected",
    prices: [],
    deterministic: [],
    fan: [wide, { month: 2, mrr: band(p5, p95), cumulative: band(p5, p95) }],
    assumptions: [],
    warnings,
    method: "",
  };
}

type Content = MarketingPlan["content"][number];

export function content(change: Partial<Content> = {}): Content {
  return {
    kind: "post",
    title: "A post",
    summary: "",
    slug: "a-post",
    markdown: "",
    html: "",
    sentences: [],
    readability: {
      fleschReadingEase: 60,
      fleschKincaidGrade: 8,
      gunningFog: 8,
      smog: 8,
      automatedReadabilityIndex: 8,
      colemanLiau: 8,
    },
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
    producedBy: { kind: "template", name: "post", version: "1" },
    ...change,
  };
}

export function plan(texts: Content[] = []): MarketingPlan {
  return {
    id: "mkt_00000000000000000000000001",
    niche: { id: "nch_00000000000000000000000001", name: "Earbuds" },
    productName: "Product",
    businessType: "saas",
    goals: ["sales"],
    method: "fit",
    channels: [],
    budget: [],
    personas: [],
    content: texts,
    assumptions: [],
    createdAt: time,
    createdBy: "run_1",
  };
}
