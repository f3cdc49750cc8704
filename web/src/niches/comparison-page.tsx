/** Niches side by side. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { Comparison } from "../../../contracts/services/niche-analysis.ts";
import { score } from "../interface/formats.ts";
import { Empty, Loaded, Remark } from "../interface/notice.tsx";
import { Page, Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { Band } from "./band.tsx";
import { comparisonQuery } from "./queries.ts";
import { ScoreInterval } from "./score-interval.tsx";
import { SettledOrder } from "./settled-order.tsx";

const route = getRouteApi("/inside/niches/compare");

export function ComparisonPage() {
  const { ids } = route.useSearch();
  const query = useQuery(comparisonQuery(ids));
  return (
    <Page
      title="Comparison"
      lead="Best score first. Where intervals overlap, the order is not settled: more evidence or firmer assumptions would settle it."
    >
      {ids.length === 0 ? (
        <Empty title="Nothing to compare">
          <Link to="/niches" className="text-accent underline underline-offset-4">
            Choose at least two niches
          </Link>
        </Empty>
      ) : (
        <Loaded query={query} what="the comparison">
          {(comparison) => <Compared comparison={comparison} />}
        </Loaded>
      )}
    </Page>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const { ranked, highest, average, lowest, topRecommendation, recommendations, order } = comparison;
  return (
    <>
      {topRecommendation !== null && <Remark tone="good">{topRecommendation}</Remark>}
      <Table caption="Comparison of niches" columns={columns(ranked.length)} rows={ranked} keyOf={({ nicheId }) => nicheId} />
      {highest !== null && average !== null && lowest !== null && (
        <p className="text-sm text-muted">
          Highest {score(highest)}, average {score(average)}, lowest {score(lowest)}.
        </p>
      )}
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

const columns = (niches: number): Column<Comparison["ranked"][number]>[] => [
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
    cell: ({ name, score: value, low, high }) => <ScoreInterval value={value} low={low} high={high} what={`Opportunity of ${name}`} />,
  },
  { header: "Assessment", cell: ({ band }) => <Band band={band} /> },
  {
    header: "Against the next",
    cell: ({ rank, clearlyAboveNext }) => {
      if (rank === niches) return <span className="text-muted">last</span>;
      return clearlyAboveNext ? "clearly above" : <span className="text-muted">not settled</span>;
    },
  },
];
