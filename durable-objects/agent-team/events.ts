/** Commands and events of a run. */
import * as z from "zod";
import {
  runStartedSchema,
  type approvalDecidedSchema,
  type approvalRequestedSchema,
  type stepCompletedSchema,
  type stepFailedSchema,
  type stepStartedSchema,
} from "../../contracts/events/agent-teams.ts";
import type { Fault } from "../../contracts/result.ts";
import {
  stepKeySchema,
  stepReferencesSchema,
  type DecisionInput,
  type StepKey,
  type StepOutput,
} from "../../contracts/services/agent-teams.ts";

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
  | { type: "cancel" }
  /** A dead effect is tried again. */
  | { type: "redrive-step"; step: StepKey; attempt: number }
  /** The first command of a fork. */
  | { type: "take-up" };

/** What a step's effect is given: everything that it works from, so that the effect can be read, edited and tried again by itself. */
export const stepEffectInputSchema = runStartedSchema.extend({
  step: stepKeySchema,
  attempt: z.int().min(1),
  /** Results of the steps before, by reference. */
  references: stepReferencesSchema,
});
export type StepEffectInput = z.infer<typeof stepEffectInputSchema>;
