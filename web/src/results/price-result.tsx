/** The recommended price, with every strategy, tier and sensitivity beside it. */
import { useQuery } from "@tanstack/react-query";
import { formatMoney, type Money } from "../../../contracts/money.ts";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { PriceRecommendation, PriceTier, StrategyPrice } from "../../../contracts/services/pricing.ts";
import { Badge } from "../interface/badge.tsx";
import { IntervalBar } from "../interface/charts/interval-bar.tsx";
import { title } from "../interface/formats.ts";
import { Loaded, Remark } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { EvidenceButton } from "../niches/evidence-button.tsx";
import { referencesOf } from "../runs/references.ts";
import { Assumptions } from "./assumptions.tsx";
import { NotYet } from "./not-yet.tsx";
import { priceQuery } from "./queries.ts";
import { SensitivityTable } from "./sensitivity.tsx";

export function PriceResult({ run }: { run: Run }) {
  const { priceId } = referencesOf(run);
  return priceId === undefined ? <NotYet run={run} step="price" /> : <StoredPrice priceId={priceId} run={run} />;
}

function StoredPrice({ priceId, run }: { priceId: string; run: Run }) {
  const query = useQuery(priceQuery(priceId));
  return (
    <Loaded query={query} what="the price">
      {(price) => <PriceView price={price} run={run} />}
    </Loaded>
  );
}

function PriceView({ price, run }: { price: PriceRecommendation; run: Run }) {
  return (
    <div className="space-y-8">
      <Card className="space-y-2">
        <p className="text-3xl font-semibold tabular-nums">
          {formatMoney(price.price)} <span className="text-base font-normal text-muted">a month, entry tier</span>
        </p>
        <p className="text-muted tabular-nums">
          between {formatMoney(price.low)} and {formatMoney(price.high)} while every assumption moves through its range
        </p>
        <p className="max-w-prose">{price.reason}</p>
        <p className="text-sm">
          <EvidenceButton nicheId={run.nicheId} ids={price.evidenceIds} about="the price">
            Evidence ({price.evidenceIds.length})
          </EvidenceButton>
        </p>
        <p className="text-xs text-muted">{price.method}</p>
      </Card>
      {price.warnings.map((warning) => (
        <Remark key={warning}>{warning}</Remark>
      ))}
      <Section title="Strategies side by side">
        <Table caption="Pricing strategies" columns={strategyColumns(price)} rows={price.strategies} keyOf={({ strategy }) => strategy} />
      </Section>
      <Section title="Tiers">
        <Table caption="Price tiers" columns={tierColumns} rows={price.tiers} keyOf={({ name }) => name} />
      </Section>
      {price.drivers.length > 0 && (
        <Section title="What moves the price most">
          <Table caption="Drivers of the price" columns={driverColumns} rows={price.drivers} keyOf={({ assumption }) => assumption} />
        </Section>
      )}
      <SensitivityTable sensitivity={price.sensitivity} />
      <Assumptions assumptions={price.assumptions} currency={price.price.currency} run={run} />
    </div>
  );
}

function strategyColumns({ strategies, strategy: chosen }: PriceRecommendation): Column<StrategyPrice>[] {
  const most = Math.max(1, ...strategies.map(({ high }) => high?.minor ?? 0));
  return [
    {
      header: "Strategy",
      heads: true,
      className: "min-w-56",
      cell: ({ strategy, explanation }) => (
        <>
          {title(strategy)} {strategy === chosen && <Badge tone="good">chosen</Badge>}
          <span className="mt-0.5 block max-w-prose text-xs font-normal text-muted">{explanation}</span>
        </>
      ),
    },
    { header: "Price", kind: "number", cell: ({ price }) => (price ? formatMoney(price) : "–") },
    {
      header: `Range, 0 to ${formatMoney({ minor: most, currency: strategies[0]?.price?.currency ?? "USD" })}`,
      cell: ({ strategy, price, low, high }) =>
        price && low && high ? (
          <>
            <IntervalBar
              value={price.minor}
              low={low.minor}
              high={high.minor}
              to={most}
              label={`${title(strategy)}: ${formatMoney(price)}, between ${formatMoney(low)} and ${formatMoney(high)}`}
            />
            <span className="block text-xs text-muted tabular-nums" aria-hidden="true">
              {formatMoney(low)} to {formatMoney(high)}
            </span>
          </>
        ) : (
          <span className="text-muted">an input is unknown</span>
        ),
    },
  ];
}

const tierColumns: Column<PriceTier>[] = [
  { header: "Tier", heads: true, cell: ({ name }) => name },
  { header: "Price a month", kind: "number", cell: ({ price }) => formatMoney(price) },
  { header: "Range", kind: "number", cell: ({ low, high }) => moneyRange(low, high) },
  { header: "Times the entry tier", kind: "number", cell: ({ multiplier }) => multiplier },
];

const driverColumns: Column<PriceRecommendation["drivers"][number]>[] = [
  { header: "Assumption", heads: true, cell: ({ assumption }) => title(assumption) },
  { header: "Price at the ends of its range", kind: "number", cell: ({ lowest, highest }) => moneyRange(lowest, highest) },
  { header: "Swing", kind: "number", cell: ({ swing }) => formatMoney(swing) },
];

function moneyRange(low: Money, high: Money): string {
  return `${formatMoney(low)} to ${formatMoney(high)}`;
}
