/** A step that waits for a person: approve or reject, with a note that stays on record. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Approval, DecisionInput, Run } from "../../../contracts/services/agent-teams.ts";
import { Button } from "../interface/button.tsx";
import { TextAreaField } from "../interface/field.tsx";
import { moment, title } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { usePermission } from "../session/permission.ts";
import { approveRuns } from "./demands.ts";
import { decide, runQuery } from "./queries.ts";

export function ApprovalPanel({ run, approval }: { run: Run; approval: Approval }) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const permission = usePermission(approveRuns, "decide");
  const deciding = useMutation({
    mutationFn: (decision: DecisionInput["decision"]) =>
      decide(run.id, { step: approval.step, decision, ...(note.trim() === "" ? {} : { note }) }),
    onSuccess: (changed) => queries.setQueryData(runQuery(run.id).queryKey, changed),
  });
  const chosen = deciding.isPending ? deciding.variables : undefined;
  return (
    <section aria-label="Approval" className="space-y-4 rounded-xl border-2 border-warn bg-warn-soft p-4 sm:p-5">
      <div>
        <h2 className="text-lg font-semibold">
          {title(approval.step)} waits for {permission.allowed ? "your" : "an"} approval
        </h2>
        <p className="text-sm">
          Look at the price and the projection first: the next step writes public texts from them. Without a decision it lapses on{" "}
          {moment(approval.expiresAt)}.
        </p>
      </div>
      {permission.allowed ? (
        <>
          <TextAreaField
            label="Note (optional)"
            rows={2}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          {deciding.error !== null && <Failure error={deciding.error} />}
          <div className="flex flex-wrap gap-2">
            <Button
              look="primary"
              pending={chosen === "approved"}
              disabled={deciding.isPending}
              onClick={() => deciding.mutate("approved")}
            >
              Approve
            </Button>
            <Button look="danger" pending={chosen === "rejected"} disabled={deciding.isPending} onClick={() => deciding.mutate("rejected")}>
              Reject
            </Button>
          </div>
        </>
      ) : (
        <p className="text-sm">{permission.reason}</p>
      )}
    </section>
  );
}
