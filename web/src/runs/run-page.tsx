/** One run: how far it is, what it waits for, what it made. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { FeedStatus } from "../api/feed.ts";
import { WorkBadge } from "../interface/badge.tsx";
import { FeedRemark } from "../interface/feed-remark.tsx";
import { moment } from "../interface/formats.ts";
import { Loaded, Remark } from "../interface/notice.tsx";
import { Page } from "../interface/page.tsx";
import { WorkProgress } from "../interface/progress.tsx";
import { viewLinkClass, Views } from "../interface/views.tsx";
import { nicheQuery } from "../niches/queries.ts";
import { ExportReport } from "../results/export-report.tsx";
import { FeedbackResult } from "../results/feedback-result.tsx";
import { MarketingResult } from "../results/marketing-result.tsx";
import { PriceResult } from "../results/price-result.tsx";
import { ProjectionResult } from "../results/projection-result.tsx";
import { SolutionResult } from "../results/solution-result.tsx";
import { usePermission } from "../session/permission.ts";
import { ApprovalPanel } from "./approval-panel.tsx";
import { writeRuns } from "./demands.ts";
import { isOver } from "./queries.ts";
import { RunActions } from "./run-actions.tsx";
import { runViews, type RunView } from "./run-views.ts";
import { Timeline } from "./timeline.tsx";
import { useRun } from "./use-run.ts";

const route = getRouteApi("/inside/runs/$runId");

export function RunPage() {
  const { runId } = route.useParams();
  const { view = "timeline" } = route.useSearch();
  const { query, feed } = useRun(runId);
  return (
    <Loaded query={query} what="the run">
      {(run) => <RunContent run={run} view={view} feed={feed} />}
    </Loaded>
  );
}

function RunContent({ run, view, feed }: { run: Run; view: RunView; feed: FeedStatus }) {
  const mayControl = usePermission(writeRuns, "resume or cancel it").allowed;
  const waiting = run.approvals.find(({ decision }) => decision === undefined);
  return (
    <Page
      title={`Run of ${run.team.name}`}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <WorkBadge status={run.status} words={{ waiting: "waits for approval" }} />
          <span>started {moment(run.startedAt)}</span>
          <NicheLink nicheId={run.nicheId} />
        </span>
      }
      actions={
        <>
          {mayControl && <RunActions run={run} />}
          {run.status === "succeeded" && <ExportReport run={run} />}
        </>
      }
    >
      {!isOver(run.status) && <WorkProgress work={run} label="Steps" />}
      {!isOver(run.status) && <FeedRemark feed={feed} />}
      {run.status === "failed" && (
        <Remark>
          <p>The run stopped: {run.message ?? "no reason was recorded"}</p>
          {mayControl && <p>“Resume” starts the failed step again.</p>}
        </Remark>
      )}
      {waiting && run.status === "waiting" && <ApprovalPanel run={run} approval={waiting} />}
      <Views
        label="Results"
        links={runViews.map((name) => ({
          key: name,
          link: (
            <Link
              to="/runs/$runId"
              params={{ runId: run.id }}
              search={name === "timeline" ? {} : { view: name }}
              activeOptions={{ exact: true }}
              resetScroll={false}
              className={viewLinkClass}
            >
              {viewTitles[name]}
            </Link>
          ),
        }))}
      />
      {contents[view](run)}
    </Page>
  );
}

function NicheLink({ nicheId }: { nicheId: string }) {
  const { data: niche } = useQuery(nicheQuery(nicheId));
  return (
    <Link to="/niches/$nicheId" params={{ nicheId }} className="text-accent underline underline-offset-4">
      {niche?.name ?? "the niche"}
    </Link>
  );
}

const viewTitles: Record<RunView, string> = {
  timeline: "Timeline",
  solution: "Solution",
  price: "Price",
  projection: "Projection",
  marketing: "Marketing plan",
  feedback: "Feedback",
};

const contents: Record<RunView, (run: Run) => ReactNode> = {
  timeline: (run) => <Timeline run={run} />,
  solution: (run) => <SolutionResult run={run} />,
  price: (run) => <PriceResult run={run} />,
  projection: (run) => <ProjectionResult run={run} />,
  marketing: (run) => <MarketingResult run={run} />,
  feedback: (run) => <FeedbackResult run={run} />,
};
