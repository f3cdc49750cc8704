/** How a step of the playbook begins: at once, or with an approval. Pure. */
import { stepKeys, type StepKey, type StepReferences } from "../../contracts/services/agent-teams.ts";
import { approvalLifetimeMs, approvesItself, needsApproval } from "../../workers/agent-teams/domain/playbook.ts";
import type { Decision, NewEffect, TimerChange } from "../kernel/types.ts";
import type { RunCommand, RunEvent, StepEffectInput } from "./events.ts";
import { stepOf, type RunState } from "./state.ts";

export const approvalTimer = (step: StepKey) => `approval-${step}`;
export const effectId = (state: RunState, step: StepKey, attempt: number) => `${state.plan?.runId}-${step}-${attempt}`;

/** `step.started` for the next attempt, and the effect that does it. */
export function startStep(state: RunState, step: StepKey): { events: RunEvent[]; effects: NewEffect[] } {
  return attemptStep(state, step, stepOf(state, step).attempt + 1);
}

export function attemptStep(state: RunState, step: StepKey, attempt: number): { events: RunEvent[]; effects: NewEffect[] } {
  if (!state.plan) return { events: [], effects: [] };
  const references = referencesBefore(state, step);
  const input: StepEffectInput = { ...state.plan, step, attempt, references };
  return {
    events: [{ type: "step.started", data: { step, attempt, inputs: { nicheId: state.plan.nicheId, ...references } } }],
    effects: [{ id: effectId(state, step, attempt), type: "step", input }],
  };
}

/** Starts `step`, or asks first when the playbook wants an approval. */
export function approach(state: RunState, step: StepKey, { now }: { now: number }): Decision<RunEvent> {
  const team = state.plan?.team;
  if (!needsApproval(step) || !team) return startStep(state, step);
  const expiresAt = now + approvalLifetimeMs;
  const requested: RunEvent = { type: "approval.requested", data: { step, expiresAt } };
  if (!approvesItself(step, team)) {
    const timers: TimerChange[] = [{ name: approvalTimer(step), at: expiresAt, command: { type: "expire-approval", step } as RunCommand }];
    return { events: [requested], timers };
  }
  const granted: RunEvent = { type: "approval.decided", data: { step, decision: "approved", by: "policy" } };
  const started = startStep(state, step);
  return { events: [requested, granted, ...started.events], effects: started.effects };
}

/** The same again: a step that was approved before it failed is not asked about again; a rejected one is. */
export function approachAgain(state: RunState, step: StepKey, context: { now: number }): Decision<RunEvent> {
  const approved = state.approvals.some((approval) => approval.step === step && approval.decision === "approved");
  return approved ? startStep(state, step) : approach(state, step, context);
}

/** What earlier steps have produced, by reference; a later step's word replaces an earlier one's. */
function referencesBefore(state: RunState, step: StepKey): StepReferences {
  const before = state.steps.slice(0, stepKeys.indexOf(step));
  return before.reduce<StepReferences>((all, done) => ({ ...all, ...done.output?.references }), {});
}
