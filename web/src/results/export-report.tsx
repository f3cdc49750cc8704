/** Saves the report of a run as a Markdown file. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import { Button } from "../interface/button.tsx";
import { Failure } from "../interface/notice.tsx";
import { nicheQuery } from "../niches/queries.ts";
import { feedbackOf, outlineOf, referencesOf } from "../runs/references.ts";
import { planQuery, priceQuery, projectionQuery } from "./queries.ts";
import { reportMarkdown } from "./report-markdown.ts";

export function ExportReport({ run }: { run: Run }) {
  const queries = useQueryClient();
  const exporting = useMutation({
    mutationFn: async () => {
      const { nicheId = run.nicheId, priceId = "", projectionId = "", planId = "" } = referencesOf(run);
      const [niche, price, projection, plan] = await Promise.all([
        queries.ensureQueryData(nicheQuery(nicheId)),
        queries.ensureQueryData(priceQuery(priceId)),
        queries.ensureQueryData(projectionQuery(projectionId)),
        queries.ensureQueryData(planQuery(planId)),
      ]);
      save(
        `report-${run.id}.md`,
        reportMarkdown({ run, niche, outline: outlineOf(run), price, projection, plan, feedback: feedbackOf(run) }),
      );
    },
  });
  return (
    <>
      <Button pending={exporting.isPending} onClick={() => exporting.mutate()}>
        Export report
      </Button>
      {exporting.error !== null && <Failure error={exporting.error} onRetry={() => exporting.mutate()} />}
    </>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
