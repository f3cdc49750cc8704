/** A result that its step has not made. */
import type { Run, Step, StepKey } from "../../../contracts/services/agent-teams.ts";
import { Empty } from "../interface/notice.tsx";

const explanations: Record<Step["status"], string> = {
  pending: "has not begun. What it makes appears here by itself.",
  running: "is under way. What it makes appears here by itself.",
  "awaiting-approval": "waits for an approval. What it makes appears here by itself.",
  succeeded: "is done, but its result is not on record.",
  failed: "failed. Resume the run to try it again.",
  skipped: "was skipped: the run was cancelled before it.",
};

export function NotYet({ run, step }: { run: Run; step: StepKey }) {
  const status = run.steps.find(({ key }) => key === step)?.status ?? "pending";
  return (
    <Empty title={status === "skipped" ? "Nothing here" : "Nothing here yet"}>
      <p>
        The {step} step {explanations[status]}
      </p>
    </Empty>
  );
}
