/** What is known of each compared niche, one column a niche. The names of the rows stay in view on narrow screens. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatWholeMoney } from "../../../../contracts/money.ts";
import {
  factorNames,
  type FactorName,
  type KeptNicheFigures,
  type NicheProfile,
  type Proportion,
} from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { count, figure, percent, plural, range, score, words } from "../../interface/formats.ts";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { countedInWords, countedNames } from "../counted-words.ts";
import { demandTitles, growthWords } from "../demand-words.ts";
import { EvidenceButton } from "../evidence-button.tsx";
import { bandName } from "../market/market-words.ts";
import { PeriodTextsButton } from "../month-texts.tsx";
import { LevelCell } from "./level-cell.tsx";
import { SeverityTexts, TableLink, ThemeTexts } from "./niche-evidence.tsx";

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
  { head: "People", cell: ({ people }) => (people ? countedInWords(people.count, people.unit) : unknown) },
  {
    head: "Main themes",
    cell: ({ nicheId, themes, themeCount }) =>
      themes.length === 0 ? (
        unknown
      ) : (
        <ul className="space-y-1">
          {themes.map((theme) => (
            <li key={theme.id}>
              {theme.label}{" "}
              <span className="text-muted">
                {withInterval(theme.share)}; {withInterval(theme.complaint)} complain
              </span>{" "}
              <ThemeTexts nicheId={nicheId} theme={theme} />
            </li>
          ))}
          {themeCount > themes.length && <li className="text-muted">and {count(themeCount - themes.length)} more</li>}
        </ul>
      ),
  },
  {
    head: "Complain",
    cell: (profile) =>
      profile.complaint ? (
        <>
          {withInterval(profile.complaint)}
          <SeverityTexts profile={profile} about={`complaints in ${profile.name}`} />
        </>
      ) : (
        unknown
      ),
  },
  {
    head: "Demand",
    cell: ({ nicheId, name, demand }) =>
      demand ? (
        <>
          {demandTitles[demand.class]}
          {demand.slope && (
            <span className="block text-muted">
              {figure(demand.slope.value)} {countedNames[demand.unit]} a month each month (
              {range(demand.slope.low, demand.slope.high, figure)})
            </span>
          )}
          {demand.growth && <span className="block text-muted">{growthWords(demand.growth)}</span>}
          {demand.months && demand.n > 0 && (
            <PeriodTextsButton nicheId={nicheId} from={demand.months.from} to={demand.months.to} about={`demand of ${name}`}>
              {`Texts of ${demand.months.from} to ${demand.months.to}`}
            </PeriodTextsButton>
          )}
        </>
      ) : (
        unknown
      ),
  },
  ...(["total", "serviceable", "obtainable"] as const).map((part): Row => ({
    head: { total: "TAM a year", serviceable: "SAM a year", obtainable: "SOM a year" }[part],
    cell: ({ figures: { size } }) =>
      size ? (
        <>
          <span className="tabular-nums">{money(size, size[part].p50)}</span>
          <span className="block text-muted">
            eight times in ten {money(size, size[part].p10)} to {money(size, size[part].p90)}, by what was stated
          </span>
        </>
      ) : (
        unknown
      ),
  })),
  {
    head: "Concentration (HHI)",
    cell: ({ nicheId, figures: { concentration: one } }) =>
      one ? (
        <>
          {count(Math.round(one.index))} ({range(Math.round(one.low), Math.round(one.high), count)}), {bandName(one.band)}
          <TableLink nicheId={nicheId} {...one} />
        </>
      ) : (
        unknown
      ),
  },
  {
    head: "Served worst",
    cell: ({ nicheId, figures: { worstServed: one } }) =>
      one ? (
        <>
          {one.theme} {one.underserved && <Badge tone="warn">underserved</Badge>}
          <span className="block text-muted">
            of {one.competitor} {withInterval(one.complaint)} complain
          </span>
          <EvidenceButton nicheId={nicheId} ids={one.evidenceIds} about={`${one.competitor} in ${one.theme}`} className="text-xs" />
        </>
      ) : (
        unknown
      ),
  },
  {
    head: "First in the survey",
    cell: ({ nicheId, figures: { outcome: one } }) =>
      one ? (
        <>
          {one.outcome}
          <span className="block text-muted">
            {one.score.toFixed(1)} of 20 ({range(one.low, one.high, (value) => value.toFixed(1))}; {plural(one.n, "respondent")}), first in{" "}
            {percent(one.first)}
          </span>
          <TableLink nicheId={nicheId} {...one} />
        </>
      ) : (
        unknown
      ),
  },
  { head: "Market size", cell: (profile) => <LevelCell profile={profile} name="market_size" /> },
  { head: "Growth", cell: (profile) => <LevelCell profile={profile} name="growth_rate" /> },
  { head: "Competition", cell: (profile) => <LevelCell profile={profile} name="competition" /> },
  { head: "Monetization", cell: (profile) => <LevelCell profile={profile} name="monetization_potential" /> },
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
          {standing.unknown.map(({ factor, width, open }) => `${words(factor)} (${open ? "open, " : ""}${score(width)})`).join(", ")}
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

function money({ currency }: NonNullable<KeptNicheFigures["size"]>, minor: number): string {
  return formatWholeMoney({ minor, currency });
}

function withInterval({ value, low, high, count: k, n }: Proportion): string {
  return `${percent(value)} (${range(low, high, percent)}; ${count(k)} of ${count(n)})`;
}
