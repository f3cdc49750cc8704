/** Niches side by side. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { Comparison } from "../../../contracts/services/niche-analysis.ts";
import { buttonClass } from "../interface/button.tsx";
import { percent, score } from "../interface/formats.ts";
import { Empty, Loaded, Remark } from "../interface/notice.tsx";
import { Page, Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { Band } from "./band.tsx";
import { RankingChanges } from "./comparison/ranking-changes.tsx";
import { SeverityTexts } from "./comparison/niche-evidence.tsx";
import { SideBySide } from "./comparison/side-by-side.tsx";
import { comparisonQuery } from "./queries.ts";
import { SampleButton } from "./sample/sample-button.tsx";
import { ScoreInterval } from "./score-interval.tsx";
import { SettledOrder } from "./settled-order.tsx";
import { WeightsButton } from "./weights/weights-button.tsx";
import { weightingInWords } from "./weights/weighting.ts";

const route = getRouteApi("/inside/niches/compare");

export function ComparisonPage() {
  const { ids } = route.useSearch();
  const query = useQuery(comparisonQuery(ids));
  return (
    <Page
      title="Comparison"
      lead="Highest expected score first. Where intervals overlap, the order is not settled: more evidence or firmer assumptions would settle it."
      actions={ids.length > 0 && <Actions ids={ids} />}
    >
      {ids.length === 0 ? (
        <Empty title="Nothing to compare">
          <Link to="/niches" className="text-accent underline underline-offset-4">
            Choose at least two niches
          </Link>
          <SampleButton look="quiet">or load the two of the sample</SampleButton>
        </Empty>
      ) : (
        <Loaded query={query} what="the comparison">
          {(comparison) => <Compared comparison={comparison} />}
        </Loaded>
      )}
    </Page>
  );
}

function Actions({ ids }: { ids: readonly string[] }) {
  const path = `/api/v1/niches/comparison/report?ids=${ids.join(",")}`;
  return (
    <>
      <WeightsButton />
      <a href={path} download className={buttonClass()}>
        Report
      </a>
      <a href={`${path}&format=pdf`} download className={buttonClass()}>
        PDF
      </a>
      <a href={`${path}&format=csv`} download className={buttonClass()}>
        CSV
      </a>
    </>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const {
    ranked,
    highest,
    average,
    lowest,
    topRecommendation,
    recommendations,
    order,
    changes,
    profiles = [],
    weighting,
    method,
  } = comparison;
  return (
    <>
      {topRecommendation !== null && <Remark tone="good">{topRecommendation}</Remark>}
      <Table caption="Comparison of niches" columns={columns(comparison)} rows={ranked} keyOf={({ nicheId }) => nicheId} />
      <p className="text-sm text-muted">
        {highest !== null && average !== null && lowest !== null && (
          <>
            Highest {score(highest)}, average {score(average)}, lowest {score(lowest)}.{" "}
          </>
        )}
        {weighting && <>Made with {weightingInWords(weighting)}</>}
        {method !== undefined && <>; {method}</>}
      </p>
      {changes && <RankingChanges changes={changes} niches={ranked} />}
      {profiles.length > 0 && <SideBySide profiles={profiles} />}
      {order && <SettledOrder order={order} niches={ranked} />}
      {recommendations.length > 0 && (
        <Section title="Recommendations">
          <ul className="list-disc space-y-1 pl-5">
            {recommendations.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

const columns = ({ ranked, profiles = [] }: Comparison): Column<Comparison["ranked"][number]>[] => [
  { header: "Rank", kind: "number", cell: ({ rank }) => rank },
  {
    header: "Niche",
    heads: true,
    cell: ({ nicheId, name }) => (
      <Link to="/niches/$nicheId" params={{ nicheId }} className="text-accent underline-offset-4 hover:underline">
        {name}
      </Link>
    ),
  },
  {
    header: "Opportunity, 0 to 1",
    cell: ({ nicheId, name, score: value, low, high }) => (
      <>
        <ScoreInterval value={value} low={low} high={high} what={`Opportunity of ${name}`} />
        <SeverityTexts profile={profiles.find((profile) => profile.nicheId === nicheId)} about={`the score of ${name}, by its severity`} />
      </>
    ),
  },
  { header: "Comes first", kind: "number", cell: ({ first }) => (first === undefined ? "–" : percent(first)) },
  {
    header: "Assessment",
    cell: ({ nicheId, band }) => <Band band={band} standing={profiles.find((profile) => profile.nicheId === nicheId)?.standing} />,
  },
  {
    header: "Against the next",
    cell: ({ rank, clearlyAboveNext }) => {
      if (rank === ranked.length) return <span className="text-muted">last</span>;
      return clearlyAboveNext ? "clearly above" : <span className="text-muted">not settled</span>;
    },
  },
  {
    header: "Predecessor",
    kind: "number",
    cell: ({ compatibleScore }) => (compatibleScore === undefined ? "–" : score(compatibleScore)),
  },
];
