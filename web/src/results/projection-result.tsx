/** Projected revenue: the fan of simulated futures, and the same in a table. */
import { useQuery } from "@tanstack/react-query";
import { formatMoney, toMajor, type Currency } from "../../../contracts/money.ts";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { RevenueProjection } from "../../../contracts/services/projections.ts";
import { FanChart } from "../interface/charts/fan-chart.tsx";
import { count, percent } from "../interface/formats.ts";
import { Loaded, Remark } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { referencesOf } from "../runs/references.ts";
import { Assumptions } from "./assumptions.tsx";
import { NotYet } from "./not-yet.tsx";
import { fanPoints } from "./fan-points.ts";
import { MonthsTable } from "./months-table.tsx";
import { projectionQuery } from "./queries.ts";

export function ProjectionResult({ run }: { run: Run }) {
  const { projectionId } = referencesOf(run);
  return projectionId === undefined ? <NotYet run={run} step="projection" /> : <StoredProjection id={projectionId} run={run} />;
}

function StoredProjection({ id, run }: { id: string; run: Run }) {
  const query = useQuery(projectionQuery(id));
  return (
    <Loaded query={query} what="the projection">
      {(projection) => <ProjectionView projection={projection} run={run} />}
    </Loaded>
  );
}

function ProjectionView({ projection, run }: { projection: RevenueProjection; run: Run }) {
  const { currency, mrrAtEnd, months, paths, seed, target, warnings, method } = projection;
  const short = shortMoney(currency);
  const points = fanPoints(projection);
  return (
    <div className="space-y-8">
      <Card className="space-y-2">
        <p className="text-3xl font-semibold tabular-nums">
          {formatMoney(mrrAtEnd.p50)} <span className="text-base font-normal text-muted">MRR after {months} months, median</span>
        </p>
        <p className="text-muted tabular-nums">
          nine in ten futures lie between {formatMoney(mrrAtEnd.p5)} and {formatMoney(mrrAtEnd.p95)}; without chance{" "}
          {formatMoney(mrrAtEnd.deterministic)}
        </p>
        {target && (
          <p className="max-w-prose">
            The target of {formatMoney(target.mrr)} MRR is met in month {months} by {percent(target.probabilityAtEnd)} of the futures (±{" "}
            {(target.standardError * 100).toFixed(1)} points)
            {target.medianMonth === null ? "; fewer than half ever reach it." : `; half have reached it by month ${target.medianMonth}.`}
          </p>
        )}
        <p className="text-xs text-muted">
          {method}; {count(paths)} futures, seed {seed}
        </p>
      </Card>
      {warnings.map((warning) => (
        <Remark key={warning}>{warning}</Remark>
      ))}
      <Section title="Monthly recurring revenue">
        <Card>
          <FanChart
            points={points}
            label={`Monthly recurring revenue over ${months} months in ${currency}: median ${formatMoney(mrrAtEnd.p50)} at the end, nine in ten futures between ${formatMoney(mrrAtEnd.p5)} and ${formatMoney(mrrAtEnd.p95)}. The table below has every month.`}
            yLabel={`MRR, ${currency}`}
            formatTick={short}
            formatValue={(minor) => formatMoney({ minor: Math.round(minor), currency })}
          />
        </Card>
        <MonthsTable projection={projection} />
      </Section>
      <Assumptions assumptions={projection.assumptions} currency={currency} run={run} />
    </div>
  );
}

/** Axis labels: "$12K". */
function shortMoney(currency: Currency): (minor: number) => string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency, notation: "compact", maximumFractionDigits: 1 });
  return (minor) => format.format(toMajor({ minor, currency }));
}
