/** Commands and events of a run. */
import type * as z from "zod";
import type {
  approvalDecidedSchema,
  approvalRequestedSchema,
  runStartedSchema,
  stepCompletedSchema,
  stepFailedSchema,
  stepStartedSchema,
} from "../../contracts/events/agent-teams.ts";
import type { Fault } from "../../contracts/result.ts";
import type { DecisionInput, RunAssumptions, StepKey, StepOutput, StepReferences, Team } from "../../contracts/services/agent-teams.ts";

export type RunEvent =
  | { type: "run.started"; data: z.infer<typeof runStartedSchema> }
  | { type: "step.started"; data: z.infer<typeof stepStartedSchema> }
  | { type: "step.completed"; data: z.infer<typeof stepCompletedSchema> }
  | { type: "step.failed"; data: z.infer<typeof stepFailedSchema> }
  | { type: "approval.requested"; data: z.infer<typeof approvalRequestedSchema> }
  | { type: "approval.decided"; data: z.infer<typeof approvalDecidedSchema> }
  | { type: "run.resumed"; data: { step: StepKey } }
  | { type: "run.completed"; data: { steps: number } }
  | { type: "run.failed"; data: { step: StepKey; reason: string } }
  | { type: "run.cancelled"; data: { by: string } };

export type RunCommand =
  | ({ type: "start" } & z.infer<typeof runStartedSchema>)
  | ({ type: "decide" } & DecisionInput)
  | { type: "expire-approval"; step: StepKey }
  | { type: "complete-step"; step: StepKey; attempt: number; output: StepOutput }
  | { type: "fail-step"; step: StepKey; attempt: number; fault: Fault }
  | { type: "resume" }
  | { type: "cancel" };

/** What a step's effect is given: everything that it works from, so that the effect can be read, edited and tried again by itself. */
export interface StepEffectInput {
  step: StepKey;
  attempt: number;
  runId: string;
  nicheId: string;
  team: Team;
  assumptions: RunAssumptions;
  /** Names of the assumptions that the founder stated. */
  stated: string[];
  seed: number;
  /** Results of the steps before, by reference. */
  references: StepReferences;
}
