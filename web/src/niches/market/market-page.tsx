/** The market of a niche: its tables, and what they say. */
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import { Loaded } from "../../interface/notice.tsx";
import { Page } from "../../interface/page.tsx";
import { SampleRemark } from "../sample/sample-remark.tsx";
import { useNiche } from "../use-niche.ts";
import { AspectPanel } from "./aspect-panel.tsx";
import { CompetitionPanel } from "./competition-panel.tsx";
import { GapPanel } from "./gap-panel.tsx";
import { KeywordPanel } from "./keyword-panel.tsx";
import { MarketSizePanel } from "./market-size-panel.tsx";
import { MarketTables } from "./market-tables.tsx";
import { figuresQuery } from "./queries.ts";
import { SearchAssumptions, usualAssumptions } from "./search-assumptions.tsx";
import { SurveyPanel } from "./survey-panel.tsx";

const route = getRouteApi("/inside/niches/$nicheId/market");

export function MarketPage() {
  const { nicheId } = route.useParams();
  const { query } = useNiche(nicheId);
  return (
    <Loaded query={query} what="the niche">
      {(niche) => <Market key={niche.id} niche={niche} />}
    </Loaded>
  );
}

function Market({ niche }: { niche: NicheDetail }) {
  const [assumed, setAssumed] = useState(usualAssumptions);
  const figures = useQuery(figuresQuery(niche.id, niche.version, assumed === usualAssumptions ? {} : assumed));
  return (
    <Page
      title={`Market of ${niche.name}`}
      lead={
        <>
          What your tables say about it, beside what people write. Back to{" "}
          <Link to="/niches/$nicheId" params={{ nicheId: niche.id }} className="text-accent underline underline-offset-4">
            {niche.name}
          </Link>
          .
        </>
      }
    >
      <SampleRemark niche={niche} />
      <MarketTables niche={niche} />
      <Loaded query={figures} what="the figures">
        {({ keywords, competition, survey, underserved, aspects }) => (
          <>
            <CompetitionPanel figures={competition} />
            <GapPanel niche={niche} figures={underserved} />
            <AspectPanel niche={niche} figures={aspects} counted={underserved !== undefined} />
            <KeywordPanel figures={keywords} assumptions={<SearchAssumptions assumed={assumed} onAssume={setAssumed} />} />
            <SurveyPanel figures={survey} />
          </>
        )}
      </Loaded>
      <MarketSizePanel niche={niche} />
    </Page>
  );
}
