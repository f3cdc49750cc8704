/** The feedback agent reads all results and lists their weak points. */
import { review } from "../../../workers/agent-teams/domain/feedback.ts";
import { output, reference, value, type StepContext, type StepResult } from "./step.ts";

export async function feedback({ tools, input, principal }: StepContext): Promise<StepResult> {
  const [niche, price, projection, plan] = await Promise.all([
    tools.NICHE_ANALYSIS.niche(principal, reference(input, "nicheId")),
    tools.MONETIZATION.price(principal, reference(input, "priceId")),
    tools.MONETIZATION.projection(principal, reference(input, "projectionId")),
    tools.MARKETING.plan(principal, reference(input, "planId")),
  ]);
  const found = review({
    niche: value(niche),
    price: value(price),
    projection: value(projection),
    plan: value(plan),
    stated: input.stated,
  });
  const blockers = found.findings.filter((finding) => finding.severity === "blocker").length;
  const { claims, withEvidence } = found.evidenceCoverage;
  return output({
    summary: `${found.findings.length} findings, ${blockers} of them blockers; ${withEvidence} of ${claims} claims carry evidence.`,
    reason: "Every assumption, unknown and unproven passage above was looked at.",
    references: {},
    evidenceIds: [],
    calls: [],
    detail: found,
  });
}
