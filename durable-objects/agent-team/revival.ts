/** Rules of a run about steps that go on: a dead effect that is tried again, and what a fork takes up. Pure. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { StepKey } from "../../contracts/services/agent-teams.ts";
import type { Decision, DecisionContext } from "../kernel/types.ts";
import type { RunEvent } from "./events.ts";
import { currentStep, isOver, stepOf, type RunState } from "./state.ts";
import { approach, approachAgain, attemptStep } from "./steps-begun.ts";

type Decided = Result<Decision<RunEvent>>;

/** The run goes on with the same attempt. Refused when the step was started again since: then the effect is to be discarded. */
export function redriveStep(state: RunState, { step, attempt }: { step: StepKey; attempt: number }): Decided {
  const { status, attempt: latest } = stepOf(state, step);
  if (isOver(state)) return err("conflict", `This run is over: it ${state.status}. Discard the effect.`);
  if (attempt !== latest) return err("conflict", `The ${step} step was started again since, as attempt ${latest}. Discard the effect.`);
  // Dead without the run having heard of it: it waits for this step still.
  if (status === "running") return ok({ events: [] });
  if (status !== "failed") return err("conflict", `The ${step} step does not wait for this effect: it is ${status}.`);
  const { events } = attemptStep(state, step, attempt);
  return ok({ events: [{ type: "run.resumed", data: { step } }, ...events] });
}

/**
 * What a fork has to do to go on from the past that it was given: the step that ran is done anew, an approval that was waited for is asked
 * for anew. The past may end between two events of one turn, so every state of the two between them is gone on from.
 */
export function takeUp(state: RunState, context: DecisionContext): Decided {
  if (state.status !== "running" && state.status !== "waiting") return ok({ events: [] });
  const step = currentStep(state) ?? state.steps.find(({ status }) => status === "pending");
  if (!step) return ok({ events: [{ type: "run.completed", data: { steps: state.steps.length } }] });
  const { key, status, attempt } = step;
  // Its start is in the log already.
  if (status === "running") return ok({ events: [], effects: attemptStep(state, key, attempt).effects });
  if (status !== "awaiting-approval") return ok(status === "failed" ? approachAgain(state, key, context) : approach(state, key, context));
  const latest = state.approvals.findLast((approval) => approval.step === key);
  if (latest?.decision !== undefined) return ok(approachAgain(state, key, context));
  const asked = approach(state, key, context);
  // The old question was asked of the old run.
  const expired: RunEvent = { type: "approval.decided", data: { step: key, decision: "expired", by: "policy" } };
  return ok({ ...asked, events: [expired, ...asked.events] });
}
