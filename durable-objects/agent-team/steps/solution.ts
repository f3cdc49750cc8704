/** The developer outlines what to build for the chosen niche. */
import { outlineSolution } from "../../../workers/agent-teams/domain/solution.ts";
import { maxEvidenceIds, output, reference, value, type StepContext, type StepResult } from "./step.ts";

export async function solution({ tools, input, principal }: StepContext): Promise<StepResult> {
  const niche = value(await tools.NICHE_ANALYSIS.niche(principal, reference(input, "nicheId")));
  const outline = outlineSolution(niche);
  const musts = outline.features.filter((feature) => feature.priority === "must").length;
  return output({
    summary: `${outline.features.length} features outlined, ${musts} of them musts; ${outline.openQuestions.length} open questions.`,
    reason: "One feature for each theme that people complain about, most severe first.",
    references: {},
    evidenceIds: [...new Set(outline.features.flatMap((feature) => feature.evidenceIds))].slice(0, maxEvidenceIds),
    calls: [],
    detail: outline,
  });
}
