/** What an event of its feed changes on a run that is on the page. */
import {
  approvalDecidedSchema,
  approvalRequestedSchema,
  stepCompletedSchema,
  stepFailedSchema,
  stepStartedSchema,
} from "../../../contracts/events/agent-teams.ts";
import type { Run, Step, StepKey } from "../../../contracts/services/agent-teams.ts";
import type { FeedEvent } from "../api/feed-frames.ts";

export interface FedRun {
  run: Run;
  /** True when the event cannot be drawn from what is known: the run must be read again. */
  reread: boolean;
}

/** Steps and approvals are drawn from the events themselves. Events known already change nothing; after a gap the run is read anew. */
export function feedRun(run: Run, event: FeedEvent): FedRun {
  if (event.sequence <= run.version) return { run, reread: false };
  const changed = event.sequence === run.version + 1 ? change(run, event) : undefined;
  if (!changed) return { run, reread: true };
  const done = changed.steps.filter(({ status }) => status === "succeeded").length;
  return { run: { ...changed, version: event.sequence, progress: { ...changed.progress, done } }, reread: false };
}

function change(run: Run, { type, data, time }: FeedEvent): Run | undefined {
  const at = new Date(time).toISOString();
  switch (type) {
    case "step.started": {
      const started = stepStartedSchema.safeParse(data).data;
      if (!started) return undefined;
      const { step, attempt, inputs } = started;
      return {
        ...withStep(run, step, ({ key, role }) => ({ key, role, status: "running", attempt, startedAt: at, inputs })),
        status: "running",
        message: undefined,
      };
    }
    case "step.completed": {
      const completed = stepCompletedSchema.safeParse(data).data;
      return (
        completed &&
        withStep(run, completed.step, (step) => ({ ...step, status: "succeeded", ...finished(step, time), output: completed.output }))
      );
    }
    case "step.failed": {
      const failed = stepFailedSchema.safeParse(data).data;
      return failed && withStep(run, failed.step, (step) => ({ ...step, status: "failed", ...finished(step, time), fault: failed.fault }));
    }
    case "approval.requested": {
      const requested = approvalRequestedSchema.safeParse(data).data;
      if (!requested) return undefined;
      const approval = { step: requested.step, requestedAt: at, expiresAt: new Date(requested.expiresAt).toISOString() };
      return {
        ...withStep(run, requested.step, (step) => ({ ...step, status: "awaiting-approval" })),
        status: "waiting",
        approvals: [...run.approvals, approval],
        message: `The ${requested.step} step waits for an approval.`,
      };
    }
    case "approval.decided": {
      const made = approvalDecidedSchema.safeParse(data).data;
      if (!made) return undefined;
      const { step, decision, by, note } = made;
      const approvals = run.approvals.map((one) => (one.step === step && !one.decision ? { ...one, decision, decidedBy: by, note } : one));
      return { ...run, approvals };
    }
    case "run.completed":
      return { ...run, status: "succeeded", finishedAt: at, message: undefined };
    default:
      return undefined;
  }
}

function withStep(run: Run, key: StepKey, to: (step: Step) => Step): Run {
  return { ...run, steps: run.steps.map((step) => (step.key === key ? to(step) : step)) };
}

function finished({ startedAt }: Step, time: number): Pick<Step, "finishedAt" | "durationMs"> {
  return { finishedAt: new Date(time).toISOString(), durationMs: startedAt === undefined ? 0 : time - Date.parse(startedAt) };
}
