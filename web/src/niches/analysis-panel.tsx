/** Starts the analysis or the discovery of a niche, and shows how far it is. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import type { FeedStatus } from "../api/feed.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { FeedRemark } from "../interface/feed-remark.tsx";
import { plural } from "../interface/formats.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { WorkProgress } from "../interface/progress.tsx";
import { usePermission } from "../session/permission.ts";
import { writeNiches } from "./demands.ts";
import { languageList, languageTotal } from "./language-names.ts";
import { readOutlierShare, shownOutlierShare } from "./outlier-share.ts";
import { isUnderWay } from "./niche-tree.ts";
import { analyse, childrenQuery, discover, nicheQuery } from "./queries.ts";

export function AnalysisPanel({ niche, feed }: { niche: NicheDetail; feed: FeedStatus }) {
  const queries = useQueryClient();
  const mayAnalyse = usePermission(writeNiches, "analyse it").allowed;
  const reread = () => queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
  const [outside, setOutside] = useState(() => shownOutlierShare(niche.finding));
  const share = readOutlierShare(outside);
  const analysing = useMutation({
    mutationFn: () => analyse(niche.id, share.ok ? { outlierShare: share.value } : {}),
    onSuccess: reread,
  });
  const discovering = useMutation({
    mutationFn: () => discover(niche.id),
    onSuccess: () => Promise.all([reread(), queries.invalidateQueries({ queryKey: childrenQuery(niche.id).queryKey })]),
  });
  const underWay = isUnderWay(niche);
  const failed = niche.work.status === "failed";
  if (!mayAnalyse && !underWay && !failed) return null;
  return (
    <Section
      title="Analysis"
      lead="Groups the texts by what they are about, finds who complains, and scores the opportunity. It runs on your own GPU node."
      actions={
        mayAnalyse && (
          <div className="flex flex-wrap gap-2">
            <Button
              look="primary"
              disabled={niche.evidenceCount === 0 || underWay || !share.ok}
              pending={analysing.isPending}
              onClick={() => analysing.mutate()}
            >
              {niche.work.status === "succeeded" ? "Analyse again" : "Analyse"}
            </Button>
            <Button disabled={niche.themes.length === 0 || underWay} pending={discovering.isPending} onClick={() => discovering.mutate()}>
              Discover niches
            </Button>
          </div>
        )
      }
    >
      {mayAnalyse && (
        <details className="text-sm">
          <summary className="w-fit text-accent underline-offset-4 hover:underline">Advanced options</summary>
          <TextField
            className="mt-2 max-w-md"
            label="Texts that may stay outside all themes, per cent"
            hint="Texts that fit no theme well stay outside, the worst ones first, up to this share. 0: every text joins the nearest theme, which makes themes larger and less clear. It counts from the next analysis on."
            error={share.ok ? undefined : share.error}
            type="number"
            min={0}
            max={100}
            step="any"
            value={outside}
            onChange={(event) => setOutside(event.target.value)}
          />
        </details>
      )}
      {underWay && (
        <Card>
          <WorkProgress work={niche.work} label="Analysis" />
          <FeedRemark feed={feed} />
        </Card>
      )}
      {failed && (
        <Remark>It did not finish: {niche.work.message ?? "no reason was recorded"} Start it again when the cause is gone.</Remark>
      )}
      {niche.otherLanguages && (
        <p className="max-w-prose text-sm text-muted">
          {plural(languageTotal(niche.otherLanguages), "text")} in other languages than English are kept apart and not analysed (
          {languageList(niche.otherLanguages)}).
        </p>
      )}
      {mayAnalyse && niche.evidenceCount === 0 && <p className="text-sm text-muted">Import evidence first.</p>}
      {analysing.error !== null && <Failure error={analysing.error} onRetry={() => analysing.mutate()} />}
      {discovering.error !== null && <Failure error={discovering.error} onRetry={() => discovering.mutate()} />}
    </Section>
  );
}
