/** Outcomes of a survey: what matters and is badly served, for everybody and within each segment. */
import { useState } from "react";
import type { SurveyFigures } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { Folded } from "../../interface/folded.tsx";
import { IntervalBar } from "../../interface/charts/interval-bar.tsx";
import { SelectField } from "../../interface/field.tsx";
import { count, figure, percent, plural, range, title } from "../../interface/formats.ts";
import { Empty } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { LongHeading, Table, type Column } from "../../interface/table.tsx";
import { outcomeBandTones } from "./market-words.ts";

type Segment = SurveyFigures["segments"][number];
type Outcome = Segment["outcomes"][number];

export function SurveyPanel({ figures }: { figures: SurveyFigures | undefined }) {
  return (
    <Section
      title="Outcomes of your survey"
      lead="What respondents find important and are not satisfied with. Above 10 underserved, above 12 high, above 15 extreme, of 20."
      actions={figures && <Badge tone="accent">survey</Badge>}
    >
      {figures ? (
        <Outcomes figures={figures} />
      ) : (
        <Empty title="No survey yet">
          <p>
            Ask people of each outcome how important it is and how satisfied they are, 1 to 5, and bring the answers as CSV: one row a
            respondent with columns such as “Importance: plan a week” and “Satisfaction: plan a week”, or one row an answer with respondent,
            outcome, importance and satisfaction. A column “segment” keeps groups apart.
          </p>
        </Empty>
      )}
    </Section>
  );
}

function Outcomes({ figures: { segments, leftOut, method, samples, assumptions } }: { figures: SurveyFigures }) {
  const [chosen, setChosen] = useState(0);
  const shown = segments[chosen] ?? segments[0];
  if (!shown) return null;
  return (
    <>
      {segments.length > 1 && (
        <SelectField
          label="Respondents"
          className="max-w-xs"
          value={String(chosen)}
          choices={segments.map(({ segment, n }, i) => ({ value: String(i), label: `${segment ?? "Everybody"} (${count(n)})` }))}
          onChange={(event) => setChosen(Number(event.target.value))}
          hint="An average over groups with opposite needs describes nobody: look at each."
        />
      )}
      <Table
        caption={`Outcomes of ${shown.segment ?? "everybody"}`}
        columns={columns}
        rows={shown.outcomes}
        keyOf={({ outcome }) => outcome}
      />
      {shown.outcomes.length > 1 && (
        <Table
          caption="How often an outcome scores higher than another"
          columns={pairColumns(shown)}
          rows={shown.outcomes.slice(0, comparedOutcomes)}
          keyOf={({ outcome }) => outcome}
        />
      )}
      <p className="max-w-prose text-xs text-muted">
        {plural(shown.n, "respondent")}. “First” is the probability that it comes first.
        {leftOut.length > 0 &&
          ` Not scored, fewer than five respondents or beyond the ten largest: ${leftOut.map(({ segment, n }) => `${segment} (${n})`).join(", ")}.`}
      </p>
      <Folded summary="How it is counted" about="What the survey says">
        <p className="max-w-prose">
          {method}, {samples} resamples. Assumed: {assumptions.join("; ")}.
        </p>
      </Folded>
    </>
  );
}

const columns: Column<Outcome>[] = [
  { header: "Outcome", heads: true, className: "min-w-40 wrap-anywhere", cell: ({ outcome }) => outcome },
  {
    header: "Opportunity",
    cell: ({ outcome, score, low, high }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <IntervalBar
          className="w-32"
          value={score}
          low={low}
          high={high}
          from={0}
          to={20}
          label={`${outcome}: ${figure(score)}, between ${range(low, high, tenths)}, of 20`}
        />
        <span className="whitespace-nowrap tabular-nums" aria-hidden="true">
          {tenths(score)} <span className="text-muted">({range(low, high, tenths)})</span>
        </span>
      </span>
    ),
  },
  { header: "Band", cell: ({ band }) => <Badge tone={outcomeBandTones[band]}>{title(band)}</Badge> },
  {
    header: "Importance",
    cell: ({ importance, importanceInterval: { low, high } }) => `${tenths(importance)} (${range(low, high, tenths)})`,
  },
  {
    header: "Satisfaction",
    cell: ({ satisfaction, satisfactionInterval: { low, high } }) => `${tenths(satisfaction)} (${range(low, high, tenths)})`,
  },
  { header: "First", kind: "number", cell: ({ first }) => percent(first) },
  { header: "n", kind: "number", cell: ({ n }) => count(n) },
];

/** Outcomes that are held against each other, the first ones. */
const comparedOutcomes = 8;

const pairColumns = ({ outcomes, above }: Segment): Column<Outcome>[] => [
  { header: "Outcome", heads: true, className: "min-w-40 wrap-anywhere", cell: ({ outcome }) => outcome },
  ...outcomes.slice(0, comparedOutcomes).map(({ outcome: other }, j): Column<Outcome> => ({
    header: <LongHeading>above {other}</LongHeading>,
    kind: "number",
    cell: ({ outcome }) => {
      const i = outcomes.findIndex((one) => one.outcome === outcome);
      return i === j ? <span className="text-muted">–</span> : percent(above[i]?.[j] ?? 0);
    },
  })),
];

function tenths(value: number): string {
  return value.toFixed(1);
}
