/** What is searched for, how often, and how hard it is to be found. */
import type { ReactNode } from "react";
import type { KeywordFigures } from "../../../../contracts/services/niche-analysis.ts";
import { Folded } from "../../interface/folded.tsx";
import { MonthChart } from "../../interface/charts/month-chart.tsx";
import { count, figure, percent, plural } from "../../interface/formats.ts";
import { Empty } from "../../interface/notice.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { difficultyWords } from "./market-words.ts";
import { SearchDemand } from "./search-demand.tsx";
import { reachInWords } from "./search-words.ts";

interface KeywordPanelProps {
  figures: KeywordFigures | undefined;
  /** Where they can be changed. */
  assumptions: ReactNode;
}

export function KeywordPanel({ figures, assumptions }: KeywordPanelProps) {
  return (
    <Section title="Searches" lead="How often the keywords of your export are searched for, and how hard it is to be found for them.">
      {figures ? (
        <Keywords figures={figures} assumptions={assumptions} />
      ) : (
        <Empty title="No keywords yet">
          <p>
            Bring an export of Google’s Keyword Planner, of Ahrefs or of Semrush as it is (CSV, also in UTF-16), or a table with the columns
            keyword, volume and difficulty.
          </p>
        </Empty>
      )}
    </Section>
  );
}

function Keywords({
  figures: { n, volume, reach, months, difficulty, difficultyBy, difficultyMethod, calibration, top },
  assumptions,
}: {
  figures: KeywordFigures;
  assumptions: ReactNode;
}) {
  return (
    <>
      <Card className="space-y-3">
        <dl className="grid gap-4 text-sm sm:grid-cols-3">
          <div>
            <dt className="text-muted">Searches a month, together</dt>
            <dd className="text-xl font-semibold tabular-nums">{volume ? count(Math.round(volume.value)) : "unknown"}</dd>
            {volume && volume.high !== volume.low && (
              <dd className="text-muted">
                between {count(Math.round(volume.low))} and {count(Math.round(volume.high ?? volume.value))}
              </dd>
            )}
            {volume && (
              <dd className="text-muted">
                of {plural(volume.n, "keyword")} of {count(n)}
              </dd>
            )}
          </div>
          <div>
            <dt className="text-muted">Difficulty of the middle keyword</dt>
            <dd className="text-xl font-semibold tabular-nums">{difficulty ? figure(Math.round(difficulty.value)) : "unknown"}</dd>
            {difficulty && (
              <dd className="text-muted">
                between {figure(difficulty.low)} and {figure(difficulty.high ?? 100)}, of 100
              </dd>
            )}
            <dd className="text-muted">
              {count(difficultyBy.export)} from the export, {count(difficultyBy.proxy)} by proxy, {count(difficultyBy.unknown)} unknown
            </dd>
          </div>
          {months?.growth && (
            <div>
              <dt className="text-muted">
                Change a month
                {months.demand && months.demand.class !== "rising" && months.demand.class !== "falling" ? ", its season in it" : ""}
              </dt>
              <dd className="text-xl font-semibold tabular-nums">{signed(months.growth.value)}</dd>
              <dd className="text-muted">
                between {signed(months.growth.low)} and {months.growth.high === null ? "without bound" : signed(months.growth.high)}
              </dd>
            </div>
          )}
        </dl>
        {months && (
          <MonthChart
            title="Searches"
            from={months.from}
            counts={months.counts}
            unit="searches"
            label={`Searches a month of ${plural(months.keywords, "keyword")} over ${plural(months.counts.length, "month")}`}
          />
        )}
        {months && <SearchDemand months={months} />}
        {reach && <p className="max-w-prose text-sm">{reachInWords(reach)}</p>}
        {assumptions}
        <Folded summary="How it is counted" about="Searches">
          <p className="max-w-prose">
            {volume && `Together: ${volume.method}. Assumed: ${volume.assumptions.join("; ")}. `}
            {months && `By month: ${months.method}. `}
            {months?.growth && `Change: ${months.growth.method}. `}
            Difficulty: {difficultyMethod}.
            {calibration &&
              ` The proxy orders ${calibration.n} keywords that have both like the export with rank correlation ${figure(calibration.rho)} (${figure(calibration.low)} to ${figure(calibration.high)}).`}
          </p>
        </Folded>
      </Card>
      <Table caption="The most searched keywords" columns={columns} rows={top} keyOf={({ row }) => row} />
      {top.length < n && (
        <p className="text-sm text-muted">
          The {count(top.length)} most searched of {count(n)} keywords.
        </p>
      )}
    </>
  );
}

const columns: Column<KeywordFigures["top"][number]>[] = [
  { header: "Keyword", heads: true, className: "wrap-anywhere", cell: ({ keyword }) => keyword },
  { header: "Searches a month", kind: "number", cell: ({ volume }) => (volume === undefined ? "–" : count(Math.round(volume))) },
  {
    header: "Difficulty",
    kind: "number",
    cell: ({ difficulty, basis }) => (
      <>
        {difficulty === undefined ? "–" : figure(Math.round(difficulty))}{" "}
        <span className="text-xs text-muted">{difficultyWords[basis]}</span>
      </>
    ),
  },
  { header: "Over time", cell: ({ months, interest }) => <Shape values={months ?? interest ?? []} relative={months === undefined} /> },
  { header: "Row", kind: "number", cell: ({ row }) => row },
];

/** The shape of a series beside its figures: each to its own highest value. */
function Shape({ values, relative }: { values: readonly (number | null)[]; relative: boolean }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <span className="text-muted">–</span>;
  const highest = Math.max(...known, 1e-9);
  const points = values.flatMap((value, i) =>
    value === null ? [] : [`${(i / (values.length - 1)) * 92 + 2},${20 - (value / highest) * 18}`],
  );
  const [first = 0, last = 0] = [known[0], known.at(-1)];
  const said = relative
    ? `from ${percent(first)} to ${percent(last)} of its highest month`
    : `from ${count(first)} to ${count(last)} searches`;
  return (
    <svg viewBox="0 0 96 22" role="img" aria-label={said} className="h-5 w-24">
      <polyline points={points.join(" ")} fill="none" className="stroke-accent" strokeWidth="1.8" />
      <title>{said}</title>
    </svg>
  );
}

function signed(rate: number): string {
  return `${rate > 0 ? "+" : ""}${figure(Math.round(rate * 1000) / 10)} %`;
}
