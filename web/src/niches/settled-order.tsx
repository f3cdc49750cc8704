/** How settled the order of compared niches is: who comes first how often, and who stands above whom. */
import { useState } from "react";
import type { Comparison, Order } from "../../../contracts/services/niche-analysis.ts";
import { count, percent } from "../interface/formats.ts";
import { Section } from "../interface/page.tsx";
import { LongHeading, Table, type Column } from "../interface/table.tsx";

interface SettledOrderProps {
  order: Order;
  /** In the order of its rows. */
  niches: Comparison["ranked"];
}

interface Row {
  nicheId: string;
  name: string;
  ranks: readonly number[];
  above: readonly number[];
}

export function SettledOrder({ order, niches }: SettledOrderProps) {
  const [weighting, setWeighting] = useState<"stated" | "aroundWeights" | "anyWeights">("stated");
  const { ranks, above } = order[weighting] ?? order.stated;
  const rows = niches.map(({ nicheId, name }, i): Row => ({ nicheId, name, ranks: ranks[i] ?? [], above: above[i] ?? [] }));
  return (
    <Section
      title="How settled is the order?"
      lead="All that is unknown of the niches was drawn again and again; each share says how often something came out."
    >
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <legend className="sr-only">Weights of the factors</legend>
        <Choice label="Weights of the score" checked={weighting === "stated"} onChoose={() => setWeighting("stated")} />
        {order.aroundWeights && (
          <Choice
            label="Around your weights: as far as they may be meant a little differently"
            checked={weighting === "aroundWeights"}
            onChoose={() => setWeighting("aroundWeights")}
          />
        )}
        <Choice
          label="Any weights: what holds whatever you value"
          checked={weighting === "anyWeights"}
          onChoose={() => setWeighting("anyWeights")}
        />
      </fieldset>
      <Table caption="Probability of each rank" columns={rankColumns(rows.length)} rows={rows} keyOf={({ nicheId }) => nicheId} />
      <Table
        caption="Probability of standing above another niche"
        columns={pairColumns(rows)}
        rows={rows}
        keyOf={({ nicheId }) => nicheId}
      />
      <p className="max-w-prose text-xs text-muted">
        {order.method}; {count(order.samples)} outcomes, seed {order.seed}. Assumed:{" "}
        {(order.assumptions ?? ["niches independent of each other"]).join("; ")}.
      </p>
    </Section>
  );
}

function Choice({ label, checked, onChoose }: { label: string; checked: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-8 items-center gap-2">
      <input type="radio" name="weighting" checked={checked} onChange={onChoose} /> {label}
    </label>
  );
}

const nameColumn: Column<Row> = { header: "Niche", heads: true, cell: ({ name }) => name };

const rankColumns = (niches: number): Column<Row>[] => [
  nameColumn,
  ...Array.from({ length: niches }, (_, rank): Column<Row> => ({
    header: rank === 0 ? "Comes first" : `Rank ${rank + 1}`,
    kind: "number",
    cell: ({ ranks }) => percent(ranks[rank] ?? 0),
  })),
];

const pairColumns = (rows: readonly Row[]): Column<Row>[] => [
  nameColumn,
  ...rows.map(({ nicheId, name }, j): Column<Row> => ({
    header: <LongHeading>above {name}</LongHeading>,
    kind: "number",
    cell: (row) => (row.nicheId === nicheId ? <span className="text-muted">–</span> : percent(row.above[j] ?? 0)),
  })),
];
