/** What is known of each compared niche, one column a niche. The names of the rows stay in view on narrow screens. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { factorNames, type FactorName, type NicheProfile, type Proportion } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { count, figure, percent, range, score, title, words } from "../../interface/formats.ts";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { demandTitles } from "../demand-words.ts";

interface Row {
  head: string;
  cell: (profile: NicheProfile) => ReactNode;
}

const unknown = <span className="text-muted">unknown</span>;

export function SideBySide({ profiles }: { profiles: readonly NicheProfile[] }) {
  const columns: Column<Row>[] = [
    {
      header: <span className="sr-only">What</span>,
      heads: true,
      className: "sticky left-0 bg-surface min-w-32 max-w-40",
      cell: ({ head }) => head,
    },
    ...profiles.map((profile): Column<Row> => ({
      header: (
        <Link to="/niches/$nicheId" params={{ nicheId: profile.nicheId }} className="text-accent underline-offset-4 hover:underline">
          {profile.name}
        </Link>
      ),
      className: "min-w-44",
      cell: ({ cell }) => cell(profile),
    })),
  ];
  return (
    <Section title="Side by side" lead="What is unknown stays unknown: it is never filled in.">
      <Table caption="Niches side by side" columns={columns} rows={rows} keyOf={({ head }) => head} />
    </Section>
  );
}

const rows: readonly Row[] = [
  { head: "Texts", cell: ({ evidenceCount }) => count(evidenceCount) },
  { head: "People", cell: ({ people }) => (people ? `${count(people.count)} ${people.unit}` : unknown) },
  {
    head: "Main themes",
    cell: ({ themes, themeCount }) =>
      themes.length === 0 ? (
        unknown
      ) : (
        <ul className="space-y-1">
          {themes.map(({ id, label, share, complaint }) => (
            <li key={id}>
              {label}{" "}
              <span className="text-muted">
                {withInterval(share)}; {percent(complaint.value)} complain
              </span>
            </li>
          ))}
          {themeCount > themes.length && <li className="text-muted">and {count(themeCount - themes.length)} more</li>}
        </ul>
      ),
  },
  { head: "Complain", cell: ({ complaint }) => (complaint ? withInterval(complaint) : unknown) },
  {
    head: "Demand",
    cell: ({ demand }) =>
      demand ? (
        <>
          {demandTitles[demand.class]}
          {demand.slope && (
            <span className="block text-muted">
              {figure(demand.slope.value)} {demand.unit} a month each month ({range(demand.slope.low, demand.slope.high, figure)})
            </span>
          )}
        </>
      ) : (
        unknown
      ),
  },
  { head: "Market size", cell: ({ market }) => assumed(market.marketSize) },
  { head: "Growth", cell: ({ market }) => assumed(market.growthRate) },
  { head: "Competition", cell: ({ market }) => assumed(market.competition) },
  ...factorNames.map((name): Row => ({
    head: `Score of ${words(name)}`,
    cell: ({ factors }) => <FactorScore factors={factors} name={name} />,
  })),
  {
    head: "What is unknown",
    cell: ({ standing }) =>
      standing.unknown.length === 0 ? (
        "nothing"
      ) : (
        <>
          {standing.unknown.map(({ factor, width }) => `${words(factor)} (${score(width)})`).join(", ")}
          <span className="block text-muted">
            could move the score by {score(standing.width)}
            {standing.settled ? "" : `, a band is ${score(standing.limit)} wide`}
          </span>
        </>
      ),
  },
];

function FactorScore({ factors, name }: { factors: NicheProfile["factors"]; name: FactorName }) {
  const factor = factors.find((one) => one.name === name);
  if (!factor) return unknown;
  const { score: value, low, high, basis, weight } = factor;
  return (
    <>
      <span className="tabular-nums">
        {basis === "unknown" ? range(low, high, score) : low === high ? score(value) : `${score(value)} (${range(low, high, score)})`}
      </span>{" "}
      {basis !== "evidence" && <Badge tone={basis === "unknown" ? "warn" : "accent"}>{basis}</Badge>}
      <span className="block text-xs text-muted">weight {percent(weight)}</span>
    </>
  );
}

function assumed(value: string): ReactNode {
  return value === "unknown" ? unknown : `${title(value)}, assumed`;
}

function withInterval({ value, low, high, count: k, n }: Proportion): string {
  return `${percent(value)} (${range(low, high, percent)}; ${count(k)} of ${count(n)})`;
}
