/** What the steps of a run made, by the ids under which it is stored. */
import {
  feedbackSchema,
  solutionOutlineSchema,
  type Feedback,
  type Run,
  type SolutionOutline,
  type StepKey,
  type StepReferences,
} from "../../../contracts/services/agent-teams.ts";

/** All references of the steps that are done; later steps win. */
export function referencesOf(run: Run): StepReferences {
  return run.steps.reduce<StepReferences>((known, { output }) => ({ ...known, ...output?.references }), {});
}

export function outlineOf(run: Run): SolutionOutline | undefined {
  return solutionOutlineSchema.safeParse(detailOf(run, "solution")).data;
}

export function feedbackOf(run: Run): Feedback | undefined {
  return feedbackSchema.safeParse(detailOf(run, "feedback")).data;
}

function detailOf(run: Run, key: StepKey): unknown {
  return run.steps.find((step) => step.key === key)?.output?.detail;
}
