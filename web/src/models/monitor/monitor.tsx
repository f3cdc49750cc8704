/** How the models do: figures over time by version or by node, and two versions against each other. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { Metrics } from "../../../../contracts/services/model-monitor.ts";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { mostLines } from "../../interface/charts/line-look.tsx";
import { windows } from "../model-views.ts";
import { metricsQuery } from "../queries.ts";
import { VersionComparison } from "./comparison.tsx";
import { byRequests } from "./lines.ts";
import { MonitorCharts } from "./monitor-charts.tsx";
import { MonitorChoices } from "./monitor-choices.tsx";
import { SeriesTable } from "./series-table.tsx";
import { useSeriesNames } from "./series-names.ts";

const route = getRouteApi("/inside/models");

export function Monitor() {
  const { window = "1h", by = "version", percentile = "p95", model } = route.useSearch();
  const minutes = windows[window];
  const query = useQuery(metricsQuery({ minutes, by, model }));
  return (
    <>
      <Section
        title="Figures over time"
        lead={
          by === "version"
            ? "Calls of every organisation, as their callers saw them."
            : "Every attempt at a node: those that failed and were repeated elsewhere too."
        }
      >
        <MonitorChoices />
        <Loaded query={query} what="the figures" room="min-h-104">
          {(metrics) =>
            metrics.series.length === 0 ? (
              <NothingMeasured filtered={model !== undefined} />
            ) : (
              <Measured metrics={metrics} percentile={percentile} stale={query.isPlaceholderData} />
            )
          }
        </Loaded>
      </Section>
      <VersionComparison minutes={minutes} />
    </>
  );
}

function Measured({ metrics, percentile, stale }: { metrics: Metrics; percentile: "p50" | "p95" | "p99"; stale: boolean }) {
  const nameOf = useSeriesNames();
  const series = byRequests(metrics.series);
  const drawn = series.slice(0, mostLines);
  return (
    <div aria-busy={stale} className={`space-y-4 transition-opacity ${stale ? "opacity-60" : ""}`}>
      <SeriesTable series={series} nameOf={nameOf} />
      {series.length > drawn.length && (
        <p className="text-sm text-muted">
          The charts draw the {mostLines} busiest of {series.length}. Choose one model to see its others.
        </p>
      )}
      <MonitorCharts metrics={metrics} drawn={drawn} nameOf={nameOf} percentile={percentile} />
      <p className="max-w-prose text-xs text-muted">
        The last point is still filling. Percentiles are of successful calls, and within {metrics.relativeError * 100} % of the exact ones.
        What an isolate counted in the last five seconds may be missing.
      </p>
    </div>
  );
}

function NothingMeasured({ filtered }: { filtered: boolean }) {
  return (
    <Empty title="No model was called in this window">
      {filtered ? (
        <p>Choose a longer window, or all models.</p>
      ) : (
        <p>
          Choose a longer window, or{" "}
          <Link to="/niches" className="text-accent underline underline-offset-4">
            analyse a niche
          </Link>
          : it embeds every text of your evidence. Programs call <code>POST /api/v1/embeddings</code>, as OpenAI's clients do.
        </p>
      )}
    </Empty>
  );
}
