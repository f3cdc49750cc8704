/** The marketing plan: channels, budget, personas, texts with their evidence. */
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../../contracts/money.ts";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { BudgetLine, MarketingPlan, Persona, PlanChannel } from "../../../contracts/services/marketing.ts";
import { IntervalBar } from "../interface/charts/interval-bar.tsx";
import { count, percent, range, score, title } from "../interface/formats.ts";
import { Loaded } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { EvidenceButton } from "../niches/evidence-button.tsx";
import { referencesOf } from "../runs/references.ts";
import { ContentView } from "./content.tsx";
import { NotYet } from "./not-yet.tsx";
import { planQuery } from "./queries.ts";

export function MarketingResult({ run }: { run: Run }) {
  const { planId } = referencesOf(run);
  return planId === undefined ? <NotYet run={run} step="marketing" /> : <StoredPlan id={planId} run={run} />;
}

function StoredPlan({ id, run }: { id: string; run: Run }) {
  const query = useQuery(planQuery(id));
  return (
    <Loaded query={query} what="the marketing plan">
      {(plan) => <PlanView plan={plan} run={run} />}
    </Loaded>
  );
}

function PlanView({ plan, run }: { plan: MarketingPlan; run: Run }) {
  const { channels, budget, personas, content, headlineTest, assumptions } = plan;
  return (
    <div className="space-y-8">
      <Section title="Channels" lead="Best first; the bar shows each score with every unknown at its worst and at its best.">
        <Table caption="Marketing channels" columns={channelColumns} rows={channels} keyOf={({ channel }) => channel} />
      </Section>
      {budget.length > 0 && (
        <Section title="Budget a month">
          <Table caption="Budget a month" columns={budgetColumns} rows={budget} keyOf={({ channel }) => channel} />
        </Section>
      )}
      {personas.length > 0 && (
        <Section title="Who it is for" lead="Groups of people, described by nothing but what they wrote.">
          <ul className="grid gap-3 sm:grid-cols-2">
            {personas.map((persona) => (
              <PersonaCard key={persona.themeId} persona={persona} nicheId={run.nicheId} />
            ))}
          </ul>
        </Section>
      )}
      <Section title="Texts" lead="Every claim carries a number that opens what people wrote.">
        <div className="space-y-4">
          {content.map((text) => (
            <ContentView key={text.slug} content={text} run={run} />
          ))}
        </div>
      </Section>
      {headlineTest && (
        <Section title="Headline test">
          <Card className="space-y-2">
            <ol className="list-[upper-alpha] space-y-1 pl-6">
              {headlineTest.variants.map((variant) => (
                <li key={variant}>{variant}</li>
              ))}
            </ol>
            <p className="max-w-prose text-sm text-muted">
              Show each to {count(headlineTest.perVariant)} visitors before reading the result: that many are needed to notice a rise of{" "}
              {(headlineTest.minimumEffect * 100).toFixed(1)} points from {(headlineTest.baseline * 100).toFixed(1)} % (significance{" "}
              {headlineTest.alpha}, power {headlineTest.power}).
            </p>
          </Card>
        </Section>
      )}
      {assumptions.length > 0 && (
        <Section title="What it rests on">
          <ul className="max-w-prose list-disc space-y-1 pl-5 text-sm">
            {assumptions.map(({ id, statement, source }) => (
              <li key={id}>
                {statement} <span className="text-muted">({source})</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

const channelColumns: Column<PlanChannel>[] = [
  {
    header: "Channel",
    heads: true,
    className: "min-w-48",
    cell: ({ channel, reason }) => (
      <>
        {title(channel)}
        <span className="mt-0.5 block max-w-prose text-xs font-normal text-muted">{reason}</span>
      </>
    ),
  },
  {
    header: "Score, 0 to 1",
    cell: ({ channel, score: value, low, high }) => (
      <>
        <IntervalBar value={value} low={low} high={high} label={`${title(channel)}: ${score(value)}, between ${range(low, high, score)}`} />
        <span className="block text-xs text-muted tabular-nums" aria-hidden="true">
          {score(value)} ({range(low, high, score)})
        </span>
      </>
    ),
  },
  { header: "Works in general", kind: "number", cell: ({ factors }) => score(factors.effectiveness) },
  { header: "Audience", kind: "number", cell: ({ factors }) => score(factors.audience) },
  { header: "Goals", kind: "number", cell: ({ factors }) => score(factors.goals) },
  { header: "Budget", kind: "number", cell: ({ factors }) => score(factors.budget) },
];

const budgetColumns: Column<BudgetLine>[] = [
  { header: "Channel", heads: true, cell: ({ channel }) => title(channel) },
  { header: "Amount", kind: "number", cell: ({ amount }) => formatMoney(amount) },
];

function PersonaCard({ persona: { name, says, share, evidenceIds }, nicheId }: { persona: Persona; nicheId: string }) {
  return (
    <li className="rounded-xl border border-line bg-surface p-4">
      <p className="font-semibold">{name}</p>
      <blockquote className="mt-1 border-l-2 border-accent pl-3 text-sm wrap-anywhere">{says}</blockquote>
      <p className="mt-2 flex flex-wrap gap-x-4 text-sm text-muted">
        {share && (
          <span>
            {count(share.count)} of {count(share.of)} ({range(share.low, share.high, percent)})
          </span>
        )}
        <EvidenceButton nicheId={nicheId} ids={evidenceIds} about={name} />
      </p>
    </li>
  );
}
