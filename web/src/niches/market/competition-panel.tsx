/** How concentrated the market is, and the map of prices. */
import type { CompetitionFigures } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { Folded } from "../../interface/folded.tsx";
import { IntervalBar } from "../../interface/charts/interval-bar.tsx";
import { figure, percent } from "../../interface/formats.ts";
import { Empty } from "../../interface/notice.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { bandName, bandTones, concentrationInWords } from "./market-words.ts";
import { PriceMap } from "./price-map.tsx";

type Concentration = NonNullable<CompetitionFigures["concentration"]>;

export function CompetitionPanel({ figures }: { figures: CompetitionFigures | undefined }) {
  return (
    <Section title="Competition" lead="How the market is divided, and where on the map of prices and features nobody stands.">
      {figures ? (
        <>
          {figures.concentration ? (
            <ConcentrationCard concentration={figures.concentration} />
          ) : (
            <Empty title="How large the competitors are is not known">
              <p>Bring a table with a column for market share, reviews or traffic: then it shows how concentrated the market is.</p>
            </Empty>
          )}
          {figures.map ? (
            <PriceMap map={figures.map} />
          ) : (
            <Empty title="No map of prices yet">
              <p>It takes a price and a number (or a list) of features for each competitor.</p>
            </Empty>
          )}
        </>
      ) : (
        <Empty title="No competitors yet">
          <p>
            Bring a table with a row for each: its name, price a month, features (a number or a list), reviews, rating, market share.
            Columns are found by their names; a column “aliases” holds other names under which people write about them.
          </p>
        </Empty>
      )}
    </Section>
  );
}

function ConcentrationCard({ concentration }: { concentration: Concentration }) {
  const { index, low, high, band, shares, method, assumptions, n } = concentration;
  const said = concentrationInWords(concentration);
  return (
    <Card className="space-y-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={bandTones[band]}>{bandName(band)}</Badge>
        <IntervalBar value={index} low={low} high={high} from={0} to={10_000} label={said} />
        <span className="max-w-prose text-sm">{said}</span>
      </p>
      <details className="text-sm">
        <summary className="w-fit text-accent underline-offset-4 hover:underline">Shares of {figure(n)} competitors</summary>
        <div className="mt-2">
          <Table caption="Shares of the competitors" columns={columns} rows={shares} keyOf={({ row }) => row} />
        </div>
      </details>
      <Folded summary="How it is counted" about="Concentration">
        <p className="max-w-prose">
          Method: {method}. {assumptions.length > 0 && `Assumed: ${assumptions.join("; ")}.`}
        </p>
      </Folded>
    </Card>
  );
}

const columns: Column<Concentration["shares"][number]>[] = [
  { header: "Competitor", heads: true, cell: ({ competitor }) => competitor },
  { header: "Share", kind: "number", cell: ({ share }) => percent(share) },
  { header: "Size", kind: "number", cell: ({ size }) => figure(size) },
  { header: "Row", kind: "number", cell: ({ row }) => row },
];
