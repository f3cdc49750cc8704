/** Resume and cancel. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { Failure } from "../interface/notice.tsx";
import { cancelRun, resumeRun, runQuery } from "./queries.ts";

export function RunActions({ run }: { run: Run }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const onSuccess = (changed: Run) => {
    queries.setQueryData(runQuery(run.id).queryKey, changed);
    setAsking(false);
  };
  const resuming = useMutation({ mutationFn: () => resumeRun(run.id), onSuccess });
  const cancelling = useMutation({ mutationFn: () => cancelRun(run.id), onSuccess });
  const canCancel = run.status !== "succeeded" && run.status !== "cancelled";
  return (
    <>
      {run.status === "failed" && (
        <Button look="primary" pending={resuming.isPending} onClick={() => resuming.mutate()}>
          Resume
        </Button>
      )}
      {canCancel && (
        <Button look="danger" onClick={() => setAsking(true)}>
          Cancel run
        </Button>
      )}
      {resuming.error !== null && <Failure error={resuming.error} onRetry={() => resuming.mutate()} />}
      {asking && (
        <Dialog title="Cancel this run?" onClose={() => setAsking(false)}>
          <p>Nothing new is started. What the steps stored so far stays. A cancelled run cannot be resumed.</p>
          {cancelling.error !== null && <Failure error={cancelling.error} />}
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep it running</Button>
            <Button look="danger" pending={cancelling.isPending} onClick={() => cancelling.mutate()}>
              Cancel the run
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
