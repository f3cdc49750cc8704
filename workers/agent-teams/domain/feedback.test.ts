import { describe, expect, it } from "vitest";
import { review, type RunResults } from "./feedback.ts";
import { assumption, content, driver, factor, niche, plan, price, projection, theme } from "./testing/results.ts";

/** A run that nothing can be said against. */
const sound: RunResults = { niche: niche(), price: price(), projection: projection(100, 200), plan: plan(), stated: [] };

const findings = (change: Partial<RunResults>) => review({ ...sound, ...change }).findings;

describe("the feedback on a run", () => {
  it("says nothing where there is nothing to say", () => {
    expect(findings({})).toEqual([]);
  });

  it("names the unknown factors of the score and how far it may lie off", () => {
    const opportunity = niche().opportunity;
    if (!opportunity) throw new Error("the niche is scored");
    const factors = [factor("market_size", "unknown"), factor("growth_rate", "assumption"), factor("competition", "unknown")];
    const found = findings({ niche: niche({ opportunity: { ...opportunity, low: 0.4, high: 0.85, factors } }) });
    expect(found).toEqual([
      {
        severity: "weakness",
        step: "research",
        finding: "Unknown: market size, competition. The score may lie anywhere from 0.40 to 0.85.",
        suggestion: expect.any(String),
      },
    ]);
    expect(findings({ niche: niche({ opportunity: undefined }) })).toEqual([]);
  });

  it("warns of a theme below the stability that can be trusted (0.6, Hennig 2007)", () => {
    const themes = [theme(1, { stability: 0.6 }), theme(2, { stability: 0.59 }), theme(3), theme(4, { stability: 0 })];
    expect(findings({ niche: niche({ themes }) })).toMatchObject([
      { severity: "weakness", step: "research", finding: 'The theme "theme 2" is not stable (0.59 under resampling).' },
      { severity: "weakness", step: "research", finding: 'The theme "theme 4" is not stable (0.00 under resampling).' },
    ]);
  });

  it("lists the inputs of the price that nobody has stated", () => {
    const assumptions = ["costPerUser", "elasticity", "marketSize"].map(assumption);
    expect(findings({ price: price({ assumptions }), stated: ["elasticity"] })).toMatchObject([
      { severity: "weakness", step: "price", finding: expect.stringMatching(/^2 of 3 inputs .*: costPerUser, marketSize\.$/) },
    ]);
    expect(findings({ price: price({ assumptions }), stated: ["elasticity", "marketSize", "costPerUser"] })).toEqual([]);
  });

  it("notes what the price depends on most, unless it depends on nothing", () => {
    const drivers = [driver("marketSize", 0), driver("competitorPrice", 900), driver("costPerUser", 200)];
    expect(findings({ price: price({ drivers }) })).toMatchObject([
      { severity: "note", step: "price", finding: "The price depends most on competitorPrice." },
    ]);
    expect(findings({ price: price({ drivers: [driver("marketSize", 0)] }) })).toEqual([]);
  });

  it("passes on every warning of price and projection", () => {
    expect(
      findings({ price: price({ warnings: ["Below cost."] }), projection: projection(100, 200, ["Churn is guessed."]) }),
    ).toMatchObject([
      { severity: "weakness", step: "price", finding: "Below cost." },
      { severity: "weakness", step: "projection", finding: "Churn is guessed." },
    ]);
  });

  it("calls a projection wide when its last month spans more than a factor of four", () => {
    expect(findings({ projection: projection(100, 400) })).toEqual([]);
    expect(findings({ projection: projection(100, 410) })).toMatchObject([
      { severity: "weakness", step: "projection", finding: "In the last month the wide case earns 4.1 times the narrow one." },
    ]);
    // Nothing can be divided by a narrow case that earns nothing.
    expect(findings({ projection: projection(0, 400) })).toEqual([]);
    expect(findings({ projection: { ...projection(1, 1), fan: [] } })).toEqual([]);
  });

  it("blocks on a text that still needs proof", () => {
    const unproven = [
      { removed: "the best", sentence: "It is the best.", reason: "boast" as const },
      { removed: "9 of 10", sentence: "9 of 10 agree.", reason: "number" as const },
    ];
    expect(findings({ plan: plan([content(), content({ title: "Earbuds that last", publishable: false, unproven })]) })).toMatchObject([
      { severity: "blocker", step: "marketing", finding: '"Earbuds that last" still holds 2 passage(s) that need proof.' },
    ]);
  });

  it("counts the claims in the texts and those that carry evidence", () => {
    const sentences = [
      { text: "Batteries die.", claim: true, evidenceIds: ["evd_1"] },
      { text: "Everybody hates it.", claim: true, evidenceIds: [] },
      { text: "Hello.", claim: false, evidenceIds: [] },
    ];
    const { evidenceCoverage } = review({ ...sound, plan: plan([content({ sentences }), content({ sentences: sentences.slice(0, 1) })]) });
    expect(evidenceCoverage).toEqual({ claims: 3, withEvidence: 2 });
  });
});
