/** The feedback agent: reads the results of a run against each other and says what is weak and what would settle it. */
import type { Feedback } from "../../../contracts/services/agent-teams.ts";
import type { MarketingPlan } from "../../../contracts/services/marketing.ts";
import type { PriceRecommendation, RevenueProjection } from "../../../contracts/services/monetization.ts";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";

export interface RunResults {
  niche: NicheDetail;
  price: PriceRecommendation;
  projection: RevenueProjection;
  plan: MarketingPlan;
  /** Names of the assumptions that the founder stated. */
  stated: readonly string[];
}

type Finding = Feedback["findings"][number];

export function review(results: RunResults): Feedback {
  const claims = results.plan.content.flatMap((content) => content.sentences).filter((sentence) => sentence.claim);
  return {
    findings: [
      ...nicheFindings(results.niche),
      ...priceFindings(results),
      ...projectionFindings(results.projection),
      ...planFindings(results.plan),
    ],
    evidenceCoverage: { claims: claims.length, withEvidence: claims.filter((sentence) => sentence.evidenceIds.length > 0).length },
  };
}

function nicheFindings(niche: NicheDetail): Finding[] {
  const findings: Finding[] = [];
  const unknown =
    niche.opportunity?.factors.filter((factor) => factor.basis === "unknown").map((factor) => factor.name.replaceAll("_", " ")) ?? [];
  if (unknown.length > 0) {
    const { low = 0, high = 1 } = niche.opportunity ?? {};
    findings.push(
      weakness(
        "research",
        `Unknown: ${unknown.join(", ")}. The score may lie anywhere from ${low.toFixed(2)} to ${high.toFixed(2)}.`,
        "Set these assumptions on the niche page; the score follows at once.",
      ),
    );
  }
  for (const theme of niche.themes) {
    if (theme.stability !== undefined && theme.stability < 0.6) {
      findings.push(
        weakness(
          "research",
          `The theme "${theme.label}" is not stable (${theme.stability.toFixed(2)} under resampling).`,
          "Import more evidence before building on it.",
        ),
      );
    }
  }
  return findings;
}

function priceFindings({ price, stated }: RunResults): Finding[] {
  const guessed = price.assumptions.filter((assumption) => !stated.includes(assumption.name));
  const widest = price.drivers.toSorted((a, b) => b.swing.minor - a.swing.minor)[0];
  const findings = price.warnings.map((warning) => weakness("price", warning, "Check the cost per user and the competitor's price."));
  if (guessed.length > 0) {
    findings.push(
      weakness(
        "price",
        `${guessed.length} of ${price.assumptions.length} inputs of the price are defaults that nobody has checked: ${guessed.map((assumption) => assumption.name).join(", ")}.`,
        "Ask ten people of the niche what they would pay and send the price again.",
      ),
    );
  }
  if (widest && widest.swing.minor > 0) {
    findings.push({
      severity: "note",
      step: "price",
      finding: `The price depends most on ${widest.assumption}.`,
      suggestion: `Find out ${widest.assumption} first.`,
    });
  }
  return findings;
}

function projectionFindings(projection: RevenueProjection): Finding[] {
  const last = projection.fan.at(-1)?.mrr;
  const findings = projection.warnings.map((warning) => weakness("projection", warning, "Replace the assumption by a counted rate."));
  if (last && last.p5 > 0 && last.p95 / last.p5 > 4) {
    findings.push(
      weakness(
        "projection",
        `In the last month the wide case earns ${(last.p95 / last.p5).toFixed(1)} times the narrow one.`,
        "Measure conversion and churn in the first month and project again.",
      ),
    );
  }
  return findings;
}

function planFindings(plan: MarketingPlan): Finding[] {
  return plan.content
    .filter((content) => !content.publishable)
    .map((content) => ({
      severity: "blocker" as const,
      step: "marketing" as const,
      finding: `"${content.title}" still holds ${content.unproven.length} passage(s) that need proof.`,
      suggestion: "Give the evidence or take the passages out.",
    }));
}

function weakness(step: Finding["step"], finding: string, suggestion: string): Finding {
  return { severity: "weakness", step, finding, suggestion };
}
