/** What other prices would earn. */
import { formatMoney } from "../../../contracts/money.ts";
import type { Sensitivity, SensitivityOptimum, SensitivityPoint } from "../../../contracts/services/pricing.ts";
import { count } from "../interface/formats.ts";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";

const columns: Column<SensitivityPoint>[] = [
  { header: "Price", heads: true, className: "tabular-nums", cell: ({ price, multiplier }) => `${formatMoney(price)} (× ${multiplier})` },
  { header: "Buyers", kind: "number", cell: ({ demand }) => count(demand) },
  { header: "Revenue a month", kind: "number", cell: ({ revenue }) => formatMoney(revenue) },
  { header: "Less cost per user", kind: "number", cell: ({ profit }) => formatMoney(profit) },
];

export function SensitivityTable({ sensitivity }: { sensitivity: Sensitivity }) {
  return (
    <Section title="If the price were another" lead={`Demand curve: ${sensitivity.model}.`}>
      <Table
        caption="Sensitivity of revenue to the price"
        columns={columns}
        rows={sensitivity.points}
        keyOf={({ multiplier }) => multiplier}
      />
      <ul className="list-disc space-y-1 pl-5 text-sm">
        <Optimum what="Most revenue" optimum={sensitivity.revenueOptimum} />
        <Optimum what="Most profit" optimum={sensitivity.profitOptimum} />
      </ul>
    </Section>
  );
}

function Optimum({ what, optimum: { price, low, high, explanation } }: { what: string; optimum: SensitivityOptimum }) {
  return (
    <li className="max-w-prose">
      {what} at {formatMoney(price)} (between {formatMoney(low)} and {formatMoney(high)}). <span className="text-muted">{explanation}</span>
    </li>
  );
}
