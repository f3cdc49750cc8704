/** Events → state of a run. */
import type { Approval, Step, StepKey } from "../../contracts/services/agent-teams.ts";
import type { RunEvent } from "./events.ts";
import { stepOf, type RunState } from "./state.ts";

export function evolve(state: RunState, event: RunEvent, { time, sequence }: { time: number; sequence: number }): RunState {
  return { ...change(state, event, time), version: sequence };
}

function change(state: RunState, event: RunEvent, time: number): RunState {
  const at = new Date(time).toISOString();
  switch (event.type) {
    case "run.started":
      return { ...state, plan: event.data, status: "running", startedAt: time };
    case "step.started": {
      const { step, attempt, inputs } = event.data;
      return {
        ...withStep(state, { key: step, role: stepOf(state, step).role, status: "running", attempt, startedAt: at, inputs }),
        status: "running",
        message: undefined,
      };
    }
    case "step.completed": {
      const { step, output } = event.data;
      return withStep(state, { ...stepOf(state, step), status: "succeeded", ...finished(stepOf(state, step), time), output });
    }
    case "step.failed": {
      const { step, fault } = event.data;
      return withStep(state, { ...stepOf(state, step), status: "failed", ...finished(stepOf(state, step), time), fault });
    }
    case "approval.requested": {
      const { step, expiresAt } = event.data;
      const approval: Approval = { step, requestedAt: at, expiresAt: new Date(expiresAt).toISOString() };
      const waiting = withStep(state, { ...stepOf(state, step), status: "awaiting-approval" });
      return {
        ...waiting,
        status: "waiting",
        approvals: [...state.approvals, approval],
        message: `The ${step} step waits for an approval.`,
      };
    }
    case "approval.decided":
      return {
        ...state,
        approvals: state.approvals.map((approval) =>
          approval.step === event.data.step && !approval.decision ? decided(approval, event.data) : approval,
        ),
      };
    case "run.resumed":
      return { ...state, status: "running", message: undefined, finishedAt: undefined };
    case "run.completed":
      return { ...state, status: "succeeded", finishedAt: time, message: undefined };
    case "run.failed":
      return { ...state, status: "failed", finishedAt: time, message: event.data.reason };
    case "run.cancelled":
      return { ...skipOpenSteps(state), status: "cancelled", finishedAt: time, message: undefined };
  }
}

function withStep(state: RunState, step: Step): RunState {
  return { ...state, steps: state.steps.map((existing) => (existing.key === step.key ? step : existing)) };
}

function finished(step: Step, time: number): Pick<Step, "finishedAt" | "durationMs"> {
  const started = step.startedAt === undefined ? time : Date.parse(step.startedAt);
  return { finishedAt: new Date(time).toISOString(), durationMs: time - started };
}

function decided(
  approval: Approval,
  { decision, by, note }: { step: StepKey; decision: "approved" | "rejected" | "expired"; by: string; note?: string | undefined },
): Approval {
  return { ...approval, decision, decidedBy: by, ...(note === undefined ? {} : { note }) };
}

function skipOpenSteps(state: RunState): RunState {
  return {
    ...state,
    steps: state.steps.map((step) => (step.status === "succeeded" || step.status === "failed" ? step : { ...step, status: "skipped" })),
  };
}
