/** One niche: evidence in, analysis, score, themes with their quotes, the niches within it, the runs on it. */
import { getRouteApi, Link } from "@tanstack/react-router";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import type { FeedStatus } from "../api/feed.ts";
import { buttonClass } from "../interface/button.tsx";
import { plural } from "../interface/formats.ts";
import { Loaded } from "../interface/notice.tsx";
import { OnThisPage, Page } from "../interface/page.tsx";
import { writeRuns } from "../runs/demands.ts";
import { RunsOfNiche } from "../runs/runs-of-niche.tsx";
import { usePermission } from "../session/permission.ts";
import { AnalysisPanel } from "./analysis-panel.tsx";
import { Band } from "./band.tsx";
import { writeNiches } from "./demands.ts";
import { DemandPanel } from "./demand-panel.tsx";
import { DerivedNiches } from "./derived-niches.tsx";
import { ImportPanel } from "./import-panel.tsx";
import { MarketSummary } from "./market/market-summary.tsx";
import { NamedText } from "./named-text.tsx";
import { NicheStatus } from "./niche-table.tsx";
import { ReportLinks } from "./report-links.tsx";
import { SampleRemark } from "./sample/sample-remark.tsx";
import { ScoreInterval } from "./score-interval.tsx";
import { ScorePanel } from "./score-panel.tsx";
import { SegmentsPanel } from "./segments/segments-panel.tsx";
import { SourcesPanel } from "./sources/sources-panel.tsx";
import { Themes } from "./themes.tsx";
import { useNiche } from "./use-niche.ts";

const route = getRouteApi("/inside/niches/$nicheId");

export function NichePage() {
  const { nicheId } = route.useParams();
  const { query, feed } = useNiche(nicheId);
  return (
    <Loaded query={query} what="the niche">
      {(niche) => <NicheContent key={niche.id} niche={niche} feed={feed} />}
    </Loaded>
  );
}

function NicheContent({ niche, feed }: { niche: NicheDetail; feed: FeedStatus }) {
  const permission = usePermission(writeNiches, "bring evidence, analyse it or change what was found");
  const mayRun = usePermission(writeRuns, "start a team run").allowed;
  // What was found comes first once there is something; before, what brings it.
  const isAnalysed = niche.themes.length > 0;
  const evidence = (
    <div className="on-screen space-y-8">
      <ImportPanel niche={niche} />
      <SourcesPanel niche={niche} />
      <AnalysisPanel niche={niche} feed={feed} />
    </div>
  );
  return (
    <Page
      title={niche.name}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <NicheStatus niche={niche} />
          {niche.opportunity && (
            <>
              <ScoreInterval value={niche.opportunity.score} low={niche.opportunity.low} high={niche.opportunity.high} what="Opportunity" />
              <Band band={niche.opportunity.band} />
            </>
          )}
          <span>
            {plural(niche.evidenceCount, "text")}, {plural(niche.themeCount, "theme")}
          </span>
          {niche.parentId !== undefined && (
            <Link to="/niches/$nicheId" params={{ nicheId: niche.parentId }} className="text-accent underline underline-offset-4">
              the niche that it was found in
            </Link>
          )}
        </span>
      }
      actions={
        niche.evidenceCount > 0 && (
          <>
            {isAnalysed && <ReportLinks nicheId={niche.id} />}
            {mayRun && (
              <Link to="/niches/$nicheId/run" params={{ nicheId: niche.id }} className={buttonClass("primary")}>
                Start a team run
              </Link>
            )}
          </>
        )
      }
    >
      {isAnalysed && <OnThisPage titles={niche.childIds.length > 0 ? titles : titles.filter((title) => title !== "Niches within it")} />}
      <SampleRemark niche={niche} />
      <NamedText nicheId={niche.id} />
      {!permission.allowed && <p className="on-screen text-sm text-muted">{permission.reason}</p>}
      {!isAnalysed && evidence}
      <ScorePanel niche={niche} />
      <Themes niche={niche} />
      <DemandPanel niche={niche} />
      <MarketSummary niche={niche} />
      {isAnalysed && <SegmentsPanel niche={niche} />}
      {niche.childIds.length > 0 && <DerivedNiches nicheId={niche.id} />}
      {isAnalysed && evidence}
      <div className="on-screen">
        <RunsOfNiche nicheId={niche.id} />
      </div>
    </Page>
  );
}

/** Of the sections of a niche that is analysed, in their order. */
const titles = [
  "Opportunity",
  "Themes",
  "Demand",
  "Market",
  "Who says it",
  "Niches within it",
  "Import evidence",
  "Sources",
  "Analysis",
  "Team runs",
];
