/** What the sample workspace is and what in it is invented, a button that loads it, and how far that is. */
import { sampleProvenance } from "../../../../contracts/sample/workspace.ts";
import { Button } from "../../interface/button.tsx";
import { Failure } from "../../interface/notice.tsx";
import { WorkProgress } from "../../interface/progress.tsx";
import type { SampleLoading } from "./use-sample.ts";

export function SampleOffer({ sample: { load, isPending, error, step } }: { sample: SampleLoading }) {
  return (
    <div className="space-y-3 text-sm">
      <p>
        Two niches with everything that a niche can hold: dated texts and who wrote them, competitors, searches, a survey and a stated
        market size.
      </p>
      <p className="text-muted">{sampleProvenance}</p>
      <Button look="primary" pending={isPending} onClick={load}>
        Load the sample
      </Button>
      {isPending && step && (
        <WorkProgress
          label="Loading the sample"
          work={{ status: "running", progress: { done: step.done, total: step.total, unit: "steps" }, message: step.what }}
        />
      )}
      {error !== null && <Failure error={error} onRetry={load} />}
    </div>
  );
}
