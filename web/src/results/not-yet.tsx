/** A result that its step has not made yet. */
import type { Run, StepKey } from "../../../contracts/services/agent-teams.ts";
import { words } from "../interface/formats.ts";
import { Empty } from "../interface/notice.tsx";

export function NotYet({ run, step }: { run: Run; step: StepKey }) {
  const status = run.steps.find(({ key }) => key === step)?.status ?? "pending";
  return (
    <Empty title="Nothing here yet">
      <p>
        The {step} step is {words(status)}.{" "}
        {status === "failed" ? "Resume the run to try it again." : "What it makes appears here by itself."}
      </p>
    </Empty>
  );
}
