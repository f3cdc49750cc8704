/** The marketing agent makes the plan, in the words of the niche's own evidence. */
import { planRequest } from "../../../workers/agent-teams/domain/plan-request.ts";
import { maxEvidenceIds, output, reference, value, type StepContext, type StepResult } from "./step.ts";

export async function marketing({ tools, input, principal, effectId }: StepContext): Promise<StepResult> {
  const niche = value(await tools.NICHE_ANALYSIS.niche(principal, reference(input, "nicheId")));
  const price = value(await tools.MONETIZATION.price(principal, reference(input, "priceId")));
  const commandId = `${effectId}:plan`;
  const plan = value(await tools.MARKETING.createPlan(principal, planRequest(commandId, niche, price, input.assumptions)));
  const sentences = plan.content.flatMap((content) => content.sentences);
  return output({
    summary: `${plan.channels.length} channels scored, ${plan.channels[0]?.channel ?? "none"} first; a landing page and ${plan.content.length - 1} posts written.`,
    reason: plan.channels[0]?.reason ?? "No channel could be scored.",
    references: { planId: plan.id },
    evidenceIds: [...new Set(sentences.flatMap((sentence) => sentence.evidenceIds))].slice(0, maxEvidenceIds),
    calls: [{ service: "marketing", method: "createPlan", commandId }],
  });
}
