/** What an AgentTeam actor remembers of its run: the fold of its events. */
import type { Approval, Run, RunAssumptions, Step, StepKey, Team } from "../../contracts/services/agent-teams.ts";
import { stepKeys } from "../../contracts/services/agent-teams.ts";
import type { workStatuses } from "../../contracts/work.ts";
import { roleOfStep } from "../../workers/agent-teams/domain/playbook.ts";

export interface RunState {
  /** Undefined until the run is started. */
  plan: { runId: string; nicheId: string; team: Team; assumptions: RunAssumptions; stated: string[]; seed: number } | undefined;
  status: (typeof workStatuses)[number];
  steps: Step[];
  approvals: Approval[];
  message: string | undefined;
  version: number;
  startedAt: number;
  finishedAt: number | undefined;
}

export const initialState: RunState = {
  plan: undefined,
  status: "queued",
  steps: stepKeys.map((key) => ({ key, role: roleOfStep[key], status: "pending", attempt: 0 })),
  approvals: [],
  message: undefined,
  version: 0,
  startedAt: 0,
  finishedAt: undefined,
};

export function stepOf(state: RunState, key: StepKey): Step {
  const step = state.steps.find((candidate) => candidate.key === key);
  if (!step) throw new RangeError(`no step ${key}`);
  return step;
}

/** The step that runs, waits or failed: where the run stands. */
export function currentStep(state: RunState): Step | undefined {
  return state.steps.find((step) => ["running", "awaiting-approval", "failed"].includes(step.status));
}

export function isOver(state: RunState): boolean {
  return state.status === "succeeded" || state.status === "cancelled";
}

/** The run as the API shows it. Undefined before `run.started`. */
export function presentRun(state: RunState): Run | undefined {
  if (!state.plan) return undefined;
  const { runId, nicheId, team, assumptions, stated, seed } = state.plan;
  const done = state.steps.filter((step) => step.status === "succeeded").length;
  return {
    id: runId,
    nicheId,
    team,
    assumptions,
    stated,
    seed,
    status: state.status,
    progress: { done, total: state.steps.length, unit: "steps" },
    ...(state.message === undefined ? {} : { message: state.message }),
    steps: state.steps,
    approvals: state.approvals,
    version: state.version,
    startedAt: new Date(state.startedAt).toISOString(),
    ...(state.finishedAt === undefined ? {} : { finishedAt: new Date(state.finishedAt).toISOString() }),
  };
}
