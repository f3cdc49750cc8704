/** Two versions in the same window: what each did, how they differ, and whether the difference is more than chance. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Comparison } from "../../../../contracts/services/model-monitor.ts";
import { Badge, type Tone } from "../../interface/badge.tsx";
import { DifferenceBar } from "../../interface/charts/difference-bar.tsx";
import { said } from "../../interface/charts/time-chart.tsx";
import { SelectField } from "../../interface/field.tsx";
import { latency, figure, plural } from "../../interface/formats.ts";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { comparisonQuery, versionsQuery } from "../queries.ts";
import { versionName } from "../version-name.ts";
import { comparedRows, reachOf, verdictOn, type ComparedRow, type Interval, type Measure, type Verdict } from "./compared.ts";

const route = getRouteApi("/inside/models");

const nobody = { value: "", label: "Choose a version" };

export function VersionComparison({ minutes }: { minutes: number }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const versions = useQuery(versionsQuery);
  const { baseline = "", candidate = "" } = search;
  const choose = (change: Partial<typeof search>) => void navigate({ search: { ...search, ...change }, resetScroll: false });
  return (
    <Section
      title="Two versions compared"
      lead="Over the window above, as their callers saw them: for example what an alias means now, and the canary beside it."
    >
      <Loaded query={versions} what="the versions">
        {(listed) => {
          if (listed.length < 2) {
            return (
              <Empty title="There are fewer than two versions to compare">
                <p>A node that offers another version registers it when it joins.</p>
              </Empty>
            );
          }
          const choices = [
            nobody,
            ...listed.map(({ id, name, version, aliases }) => ({
              value: id,
              label: [versionName({ name, version }), ...aliases.map((alias) => `(${alias})`)].join(" "),
            })),
          ];
          return (
            <div className="space-y-4">
              <div className="grid gap-3 sm:grid-cols-2">
                <SelectField
                  label="Baseline"
                  value={baseline}
                  choices={choices}
                  onChange={({ target }) => choose({ baseline: target.value || undefined })}
                />
                <SelectField
                  label="Candidate"
                  value={candidate}
                  choices={choices}
                  onChange={({ target }) => choose({ candidate: target.value || undefined })}
                />
              </div>
              {baseline !== "" && candidate !== "" && <Compared minutes={minutes} baseline={baseline} candidate={candidate} />}
            </div>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Compared({ minutes, baseline, candidate }: { minutes: number; baseline: string; candidate: string }) {
  const query = useQuery(comparisonQuery(minutes, baseline, candidate));
  return (
    <Loaded query={query} what="the comparison">
      {(comparison) => <ComparedTable comparison={comparison} />}
    </Loaded>
  );
}

function ComparedTable({ comparison }: { comparison: Comparison }) {
  const { baseline, candidate } = comparison;
  const rows = comparedRows(comparison);
  return (
    <div className="space-y-2">
      <p className="text-sm text-muted">
        {plural(baseline.requests, "call")} of the baseline, {plural(candidate.requests, "call")} of the candidate.
      </p>
      <Table caption="Two versions compared" columns={columnsOf(rows)} rows={rows} keyOf={({ name }) => name} />
      <p className="max-w-prose text-xs text-muted">
        Difference: candidate less baseline, with its 95 % interval. One that reaches over zero shows no difference, which does not mean
        that there is none. Calls of one minute on one busy node are not independent, so true intervals are wider. A p99 needs about 400
        calls.
      </p>
    </div>
  );
}

function columnsOf(rows: readonly ComparedRow[]): Column<ComparedRow>[] {
  const reach = { share: reachOf(rows, "share"), milliseconds: reachOf(rows, "milliseconds") };
  return [
    { header: "Figure", heads: true, className: "whitespace-nowrap", cell: ({ name }) => name },
    { header: "Baseline", kind: "number", cell: ({ baseline, measure }) => said(baseline, formats[measure]) },
    { header: "Candidate", kind: "number", cell: ({ candidate, measure }) => said(candidate, formats[measure]) },
    {
      header: "Difference",
      className: "min-w-52",
      cell: ({ difference, measure, name }) =>
        difference === null ? (
          <span className="text-muted">too few calls</span>
        ) : (
          <>
            <DifferenceBar {...difference} reach={reach[measure]} label={`${name}: ${inWords(difference, measure)}`} />
            <span className="block text-xs text-muted tabular-nums">{inWords(difference, measure)}</span>
          </>
        ),
    },
    {
      header: "So the candidate is",
      className: "whitespace-nowrap",
      cell: ({ difference, measure }) => {
        const verdict = verdictOn(difference);
        return <Badge tone={tones[verdict]}>{verdictWords[measure][verdict]}</Badge>;
      },
    },
  ];
}

/** Shares with a decimal: failures are rare. */
const formats: Record<Measure, (value: number) => string> = { share: (value) => `${figure(value * 100)} %`, milliseconds: latency };

function inWords({ value, low, high }: Interval, measure: Measure): string {
  const signed = (one: number) => {
    const size = measure === "share" ? pointsOf(Math.abs(one)) : latency(Math.abs(one));
    return one === 0 ? size : `${one < 0 ? "−" : "+"}${size}`;
  };
  return `${signed(value)} (${signed(low)} to ${signed(high)})${measure === "share" ? " percentage points" : ""}`;
}

function pointsOf(share: number): string {
  return figure(Math.round(share * 10_000) / 100);
}

const tones: Record<Verdict, Tone> = { unknown: "plain", "no-difference": "plain", "candidate-better": "good", "candidate-worse": "bad" };
const verdictWords: Record<Measure, Record<Verdict, string>> = {
  share: {
    unknown: "not known",
    "no-difference": "not shown to differ",
    "candidate-better": "more reliable",
    "candidate-worse": "less reliable",
  },
  milliseconds: { unknown: "not known", "no-difference": "not shown to differ", "candidate-better": "faster", "candidate-worse": "slower" },
};
