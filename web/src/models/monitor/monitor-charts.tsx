/** The charts of the monitor, side by side over the same time. */
import { useState } from "react";
import type { Figures, Metrics, MetricSeries } from "../../../../contracts/services/model-monitor.ts";
import { said, TimeChart } from "../../interface/charts/time-chart.tsx";
import { count, latency, percent, short } from "../../interface/formats.ts";
import type { Percentile } from "../model-views.ts";
import { cacheShare, stepMsOf, timesOf, valuesOf, type Reading } from "./lines.ts";

interface Chart extends Reading {
  title: string;
  format: (value: number) => string;
  /** Of the whole window, where it is written otherwise than a point of time. */
  formatWhole?: (value: number) => string;
}

const unitOf = { minute: "a minute", hour: "an hour" } as const;

function chartsOf(percentile: Percentile, unit: string): Chart[] {
  return [
    { title: `Requests ${unit}`, of: ({ requests }) => requests, otherwise: 0, format: short, formatWhole: count },
    { title: "Failed", of: ({ errorRate }) => errorRate, otherwise: null, format: percent },
    {
      title: `Time to the answer, ${percentile}`,
      of: ({ latencyMs }) => latencyMs?.[percentile] ?? null,
      otherwise: null,
      format: latency,
    },
    {
      title: `Wait in the node's queue, ${percentile}`,
      of: ({ queueMs }) => queueMs?.[percentile] ?? null,
      otherwise: null,
      format: latency,
    },
    { title: `Tokens ${unit}`, of: ({ tokens }) => tokens, otherwise: 0, format: short, formatWhole: count },
    { title: "Answered from the cache", of: cacheShare, otherwise: null, format: percent },
  ];
}

interface MonitorChartsProps {
  metrics: Metrics;
  /** The series that have a line, in the order of their looks. */
  drawn: readonly MetricSeries[];
  nameOf: (series: MetricSeries) => string;
  percentile: Percentile;
}

export function MonitorCharts({ metrics, drawn, nameOf, percentile }: MonitorChartsProps) {
  const [looking, setLooking] = useState<number>();
  const times = timesOf(metrics);
  const within = looking === undefined ? undefined : Math.min(looking, times.length - 1);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {chartsOf(percentile, unitOf[metrics.resolution]).map(({ title, format, formatWhole = format, ...reading }) => (
        <TimeChart
          key={title}
          title={title}
          times={times}
          stepMs={stepMsOf[metrics.resolution]}
          lines={drawn.map((series, index) => ({
            index,
            name: nameOf(series),
            values: valuesOf(series, times, reading),
            whole: said(whole(series.total, reading), formatWhole),
          }))}
          format={format}
          looking={within}
          onLook={setLooking}
        />
      ))}
    </div>
  );
}

function whole(total: Figures, { of, otherwise }: Reading): number | null {
  return of(total) ?? otherwise;
}
