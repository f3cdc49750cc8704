/** The run of a playbook as a pure state machine: commands → events, step effects and the approval's timer. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { stepKeys, type StepKey } from "../../contracts/services/agent-teams.ts";
import { nextStep } from "../../workers/agent-teams/domain/playbook.ts";
import type { Decider, Decision, DecisionContext, TimerChange } from "../kernel/types.ts";
import type { RunCommand, RunEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { redriveStep, takeUp } from "./revival.ts";
import { currentStep, initialState, isOver, stepOf, type RunState } from "./state.ts";
import { approach, approachAgain, approvalTimer, effectId, startStep } from "./steps-begun.ts";

export const runDecider: Decider<RunState, RunCommand, RunEvent> = {
  initialState: () => initialState,
  evolve,
  decide(state, command, context) {
    if (command.type === "start") return start(state, command);
    if (!state.plan) return err("not_found", "There is no run with this id.");
    switch (command.type) {
      case "decide":
        return decideApproval(state, command, context);
      case "expire-approval":
        return expireApproval(state, command.step);
      case "complete-step":
        return completeStep(state, command, context);
      case "fail-step":
        return failStep(state, command);
      case "resume":
        return resume(state, context);
      case "cancel":
        return cancel(state, context);
      case "redrive-step":
        return redriveStep(state, command);
      case "take-up":
        return takeUp(state, context);
    }
  },
};

function start(state: RunState, { type: _type, ...plan }: Extract<RunCommand, { type: "start" }>): Result<Decision<RunEvent>> {
  if (state.plan) return err("conflict", "This run has been started already.");
  const begun: RunState = { ...state, plan };
  const first = startStep(begun, stepKeys[0]);
  return ok({ events: [{ type: "run.started", data: plan }, ...first.events], effects: first.effects });
}

function completeStep(
  state: RunState,
  command: Extract<RunCommand, { type: "complete-step" }>,
  context: DecisionContext,
): Result<Decision<RunEvent>> {
  const step = stepOf(state, command.step);
  if (isOver(state) || step.status !== "running" || step.attempt !== command.attempt) return ok({ events: [] });
  const { type: _type, ...data } = command;
  const completed: RunEvent = { type: "step.completed", data };
  const after = evolve(state, completed, { time: context.now, sequence: state.version + 1 });
  const next = nextStep(command.step);
  if (!next) return ok({ events: [completed, { type: "run.completed", data: { steps: state.steps.length } }] });
  const following = approach(after, next, context);
  return ok({ ...following, events: [completed, ...following.events] });
}

function decideApproval(
  state: RunState,
  command: Extract<RunCommand, { type: "decide" }>,
  context: DecisionContext,
): Result<Decision<RunEvent>> {
  const step = stepOf(state, command.step);
  if (step.status !== "awaiting-approval")
    return err("conflict", `The ${command.step} step does not wait for an approval: it is ${step.status}.`);
  const timers: TimerChange[] = [{ name: approvalTimer(command.step), at: null }];
  const decided: RunEvent = {
    type: "approval.decided",
    data: {
      step: command.step,
      decision: command.decision,
      by: context.principal.id,
      ...(command.note === undefined ? {} : { note: command.note }),
    },
  };
  if (command.decision === "approved") {
    const started = startStep(state, command.step);
    return ok({ events: [decided, ...started.events], effects: started.effects, timers });
  }
  const reason = `The ${command.step} step was rejected${command.note === undefined ? "." : `: ${command.note}`}`;
  return ok({ events: [decided, ...failed(state, command.step, reason)], timers });
}

function expireApproval(state: RunState, step: StepKey): Result<Decision<RunEvent>> {
  if (stepOf(state, step).status !== "awaiting-approval") return ok({ events: [] });
  const expired: RunEvent = { type: "approval.decided", data: { step, decision: "expired", by: "policy" } };
  return ok({ events: [expired, ...failed(state, step, `Nobody approved the ${step} step in time.`)] });
}

function failed(state: RunState, step: StepKey, reason: string): RunEvent[] {
  const attempt = Math.max(1, stepOf(state, step).attempt);
  return [
    { type: "step.failed", data: { step, attempt, fault: { code: "conflict", detail: reason, retryable: false } } },
    { type: "run.failed", data: { step, reason } },
  ];
}

function failStep(state: RunState, command: Extract<RunCommand, { type: "fail-step" }>): Result<Decision<RunEvent>> {
  const step = stepOf(state, command.step);
  if (isOver(state) || step.status !== "running" || step.attempt !== command.attempt) return ok({ events: [] });
  const { type: _type, ...data } = command;
  const reason = `The ${command.step} step failed: ${command.fault.detail}`;
  return ok({
    events: [
      { type: "step.failed", data },
      { type: "run.failed", data: { step: command.step, reason } },
    ],
  });
}

function resume(state: RunState, context: DecisionContext): Result<Decision<RunEvent>> {
  const step = currentStep(state);
  if (state.status !== "failed" || !step) return err("conflict", `Only a failed run can be resumed; this one is ${state.status}.`);
  const following = approachAgain(state, step.key, context);
  return ok({ ...following, events: [{ type: "run.resumed", data: { step: step.key } }, ...following.events] });
}

function cancel(state: RunState, context: DecisionContext): Result<Decision<RunEvent>> {
  if (isOver(state)) return err("conflict", `This run is over: it ${state.status}.`);
  const step = currentStep(state);
  const timers: TimerChange[] = step ? [{ name: approvalTimer(step.key), at: null }] : [];
  const running = step?.status === "running" ? [effectId(state, step.key, step.attempt)] : [];
  return ok({ events: [{ type: "run.cancelled", data: { by: context.principal.id } }], cancel: running, timers });
}
