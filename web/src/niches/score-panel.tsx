/** The score of a niche, and why it is what it is. */
import type { Factor, NicheDetail, Opportunity } from "../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { IntervalBar } from "../interface/charts/interval-bar.tsx";
import { count, percent, plural, range, score, title, words } from "../interface/formats.ts";
import { Folded } from "../interface/folded.tsx";
import { Empty } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { usePermission } from "../session/permission.ts";
import { Band } from "./band.tsx";
import { countedInWords, type Counted } from "./counted-words.ts";
import { writeNiches } from "./demands.ts";
import { EvidenceButton } from "./evidence-button.tsx";
import { MarketForm } from "./market-form.tsx";
import { WeightsButton } from "./weights/weights-button.tsx";
import { weightingInWords } from "./weights/weighting.ts";

export function ScorePanel({ niche }: { niche: NicheDetail }) {
  const { opportunity } = niche;
  const mayAssume = usePermission(writeNiches, "assume anything").allowed;
  return (
    <Section title="Opportunity" actions={<WeightsButton />}>
      {opportunity ? (
        <Card className="space-y-3">
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <p className="text-4xl font-semibold tabular-nums">{score(opportunity.score)}</p>
            <div className="w-full max-w-sm">
              <IntervalBar
                className="w-full"
                value={opportunity.score}
                low={opportunity.low}
                high={opportunity.high}
                label={`Opportunity score ${score(opportunity.score)}, between ${range(opportunity.low, opportunity.high, score)}, from 0 to 1`}
              />
              <p className="flex justify-between text-xs text-muted tabular-nums" aria-hidden="true">
                <span>0</span>
                <span>interval {range(opportunity.low, opportunity.high, score)}</span>
                <span>1</span>
              </p>
            </div>
            <Bands opportunity={opportunity} />
          </div>
          <p className="max-w-prose">{opportunity.assessment}</p>
          <MadeWith opportunity={opportunity} />
          {opportunity.recommendations.length > 0 && (
            <ul className="list-disc gap-x-10 space-y-1 pl-5 text-sm lg:columns-2">
              {opportunity.recommendations.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </Card>
      ) : (
        <Empty title="Not scored yet">
          <p>Import evidence and press “Analyse”. What you assume of the market can be set already.</p>
        </Empty>
      )}
      <h3 className="pt-2 text-lg font-semibold">Why this score</h3>
      {opportunity ? (
        <Factors opportunity={opportunity} nicheId={niche.id} unit={niche.finding?.unit ?? "authors"} />
      ) : (
        <p className="text-sm text-muted">The factors appear with the score.</p>
      )}
      {mayAssume && <MarketForm niche={niche} />}
    </Section>
  );
}

/** Whose weights these are, and what the predecessor of this product would have said. */
function MadeWith({ opportunity: { weighting, compatible } }: { opportunity: Opportunity }) {
  if (!weighting && !compatible) return null;
  return (
    <p className="max-w-prose text-xs text-muted">
      {weighting && <>Expected value, made with {weightingInWords(weighting)}. </>}
      {compatible && (
        <>
          The predecessor, which takes 0.5 for what it does not know, would say {score(compatible.score)}, {words(compatible.band)}.
        </>
      )}
    </p>
  );
}

function Bands({ opportunity: { band, possibleBands } }: { opportunity: Opportunity }) {
  const others = possibleBands.filter((one) => one !== band);
  return (
    <p className="text-sm">
      <Band band={band} />
      {others.length > 0 && (
        <span className="ml-2 text-muted">
          {band === null ? "could be" : "could also be"} {others.map(words).join(" or ")}
        </span>
      )}
    </p>
  );
}

function factorEvidenceInWords({ texts, complaints, authors, samples }: NonNullable<Factor["evidence"]>, unit: Counted): string {
  const by = unit === "authors" ? ` by ${countedInWords(authors, unit)}` : "";
  return `${count(complaints)} of ${plural(texts, "text")}${by} complain; ${samples} resamples.`;
}

const basisTones: Record<Factor["basis"], Tone> = { evidence: "good", assumption: "accent", unknown: "warn" };

const columns = (unit: Counted): Column<Factor & { swing: number | undefined; nicheId: string }>[] => [
  {
    header: "Factor",
    heads: true,
    className: "w-full min-w-64",
    cell: ({ name, explanation, evidence, reading, nicheId }) => (
      <>
        {title(name)}
        <div className="mt-0.5 text-xs font-normal text-muted">
          {explanation}
          {evidence && ` ${factorEvidenceInWords(evidence, unit)} `}
          {evidence && (
            <EvidenceButton
              nicheId={nicheId}
              ids={evidence.evidenceIds}
              about={`${title(name)}: the strongest of ${evidence.complaints} complaints`}
            >
              Read the strongest {evidence.evidenceIds.length}
            </EvidenceButton>
          )}
          {reading && (
            <>
              {" "}
              <EvidenceButton nicheId={nicheId} ids={reading.evidenceIds} about={`${title(name)}: ${reading.figure}`} />
              <Folded summary="How it is read" about={title(name)}>
                {reading.method}. Assumes that {reading.assumptions.join("; ")}.
              </Folded>
            </>
          )}
        </div>
      </>
    ),
  },
  { header: "Basis", cell: ({ basis }) => <Badge tone={basisTones[basis]}>{basis}</Badge> },
  { header: "Weight", kind: "number", cell: ({ weight }) => percent(weight) },
  {
    header: "Score, 0 to 1",
    className: "min-w-44",
    cell: ({ name, score: value, low, high, basis }) => (
      <>
        <IntervalBar value={value} low={low} high={high} label={`${title(name)}: ${score(value)}, between ${range(low, high, score)}`} />
        <span className="block text-xs text-muted tabular-nums" aria-hidden="true">
          {basis === "unknown" ? "unknown, " : `${score(value)}, `}
          {range(low, high, score)}
        </span>
      </>
    ),
  },
  { header: "Moves the score by", kind: "number", cell: ({ swing }) => (swing === undefined ? "–" : score(swing)) },
];

function Factors({ opportunity, nicheId, unit }: { opportunity: Opportunity; nicheId: string; unit: Counted }) {
  const rows = opportunity.factors.map((factor) => ({
    ...factor,
    nicheId,
    swing: opportunity.sensitivity.find((one) => one.factor === factor.name)?.swing,
  }));
  return (
    <div className="min-w-0 space-y-2">
      <Table caption="Factors of the score" columns={columns(unit)} rows={rows} keyOf={({ name }) => name} />
      <p className="text-xs text-muted">
        Method: {opportunity.method}. What a factor moves the score by is the difference between its 10th and its 90th percentile.
      </p>
    </div>
  );
}
