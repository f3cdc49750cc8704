/** The figures of the whole window, a row for each series: the legend of the charts as well. */
import type { MetricSeries } from "../../../../contracts/services/model-monitor.ts";
import { said } from "../../interface/charts/time-chart.tsx";
import { LineSwatch, mostLines } from "../../interface/charts/line-look.tsx";
import { count, latency, percent, words } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { cacheShare } from "./lines.ts";

interface Row extends MetricSeries {
  index: number;
  name: string;
}

interface SeriesTableProps {
  series: readonly MetricSeries[];
  nameOf: (series: MetricSeries) => string;
}

const columns: Column<Row>[] = [
  {
    header: "Series",
    heads: true,
    className: "whitespace-nowrap",
    cell: ({ index, name }) => (
      <span className="flex items-center gap-2">
        {index < mostLines && <LineSwatch index={index} />}
        {name}
      </span>
    ),
  },
  { header: "Requests", kind: "number", cell: ({ total }) => count(total.requests) },
  { header: "Failed", kind: "number", cell: ({ total }) => <Errors of={total} /> },
  { header: "p50", kind: "number", cell: ({ total }) => said(total.latencyMs?.p50 ?? null, latency) },
  { header: "p95", kind: "number", cell: ({ total }) => said(total.latencyMs?.p95 ?? null, latency) },
  { header: "p99", kind: "number", cell: ({ total }) => said(total.latencyMs?.p99 ?? null, latency) },
  { header: "Queue p95", kind: "number", cell: ({ total }) => said(total.queueMs?.p95 ?? null, latency) },
  { header: "Tokens", kind: "number", cell: ({ total }) => count(total.tokens) },
  { header: "From cache", kind: "number", cell: ({ total }) => said(cacheShare(total), percent) },
  { header: "Hedged", kind: "number", cell: ({ total }) => count(total.hedges) },
  { header: "Stood in", kind: "number", cell: ({ total }) => <Fallbacks of={total} /> },
];

export function SeriesTable({ series, nameOf }: SeriesTableProps) {
  const rows = series.map((one, index) => ({ ...one, index, name: nameOf(one) }));
  return (
    <Table
      caption="Figures of the whole window"
      columns={columns}
      rows={rows}
      keyOf={({ model, version, node }) => `${model} ${version} ${node ?? ""}`}
    />
  );
}

function Errors({ of: { errors, errorRate } }: { of: MetricSeries["total"] }) {
  const kinds = Object.entries(errors);
  if (errorRate === null || kinds.length === 0) return said(errorRate, percent);
  return (
    <>
      {percent(errorRate)}
      {kinds.map(([kind, times]) => (
        <span key={kind} className="block text-xs text-muted">
          {count(times)} {kind}
        </span>
      ))}
    </>
  );
}

/** Calls that came here because another version could not answer, by the strategy that chose this one. */
function Fallbacks({ of: { fallbacks } }: { of: MetricSeries["total"] }) {
  const strategies = Object.entries(fallbacks);
  if (strategies.length === 0) return count(0);
  return strategies.map(([strategy, { asked, answered }]) => (
    <span key={strategy} className="block">
      {count(answered)} of {count(asked)}
      <span className="block text-xs text-muted">{words(strategy)}</span>
    </span>
  ));
}
