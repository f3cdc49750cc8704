/** Where the competitors stand by price and features, and where nobody does; with a table that says the same. */
import type { CompetitionFigures } from "../../../../contracts/services/niche-analysis.ts";
import { Folded } from "../../interface/folded.tsx";
import { useWidth } from "../../interface/charts/width.ts";
import { figure, percent, plural } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { leftOutInWords } from "./market-words.ts";
import { layOutPriceMap } from "./price-map-layout.ts";

type Map = NonNullable<CompetitionFigures["map"]>;
type Region = NonNullable<Map["space"]>["largest"];

export function PriceMap({ map }: { map: Map }) {
  const [frame, width] = useWidth<HTMLDivElement>(640);
  const height = Math.round(Math.min(420, Math.max(280, width * 0.55)));
  const { plot, products, largest, undominated, xTicks, yTicks } = layOutPriceMap(map, width, height);
  const unit = map.currency === undefined ? "price a month" : `price a month, ${map.currency}`;
  const same = map.space?.undominated?.share === map.space?.largest.share;
  const said = map.space ? regionInWords(map.space.largest, unit) : "No empty region can be told.";
  return (
    <figure className="rounded-xl border border-line bg-surface p-4">
      <div ref={frame} className="w-full overflow-hidden">
        <svg
          width={width}
          height={height}
          className="block text-xs"
          role="img"
          aria-label={`Map of ${plural(products.length, "product")} by ${unit} and features. ${said} The table below has the figures.`}
        >
          {largest && <rect {...largest} className="fill-warn-soft stroke-warn" strokeDasharray="6 4" opacity="0.8" />}
          {undominated && !same && <rect {...undominated} className="fill-accent-soft stroke-accent" strokeDasharray="2 3" opacity="0.8" />}
          <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} className="stroke-strong-line" />
          <line x1={plot.left} x2={plot.left} y1={plot.top} y2={plot.bottom} className="stroke-strong-line" />
          {xTicks.map(({ value, x }) => (
            <text key={value} x={x} y={plot.bottom + 16} textAnchor="middle" className="fill-muted tabular-nums">
              {figure(value)}
            </text>
          ))}
          {yTicks.map(({ value, y }) => (
            <text key={value} x={plot.left - 8} y={y + 4} textAnchor="end" className="fill-muted tabular-nums">
              {figure(value)}
            </text>
          ))}
          <text x={plot.right} y={plot.bottom + 34} textAnchor="end" className="fill-muted">
            {unit} (logarithmic)
          </text>
          <text x={4} y={11} className="fill-muted">
            features
          </text>
          {products.map(({ row, name, x, y, named, price, features }) => (
            <g key={row}>
              <circle cx={x} cy={y} r="5.5" className="fill-accent stroke-surface" strokeWidth="1.5">
                <title>{`${name}: ${figure(price)}, ${figure(features)} features`}</title>
              </circle>
              {named && (
                <text
                  x={x > plot.right - 90 ? x - 9 : x + 9}
                  y={y + 4}
                  textAnchor={x > plot.right - 90 ? "end" : "start"}
                  className="fill-ink"
                >
                  {name.length > 18 ? `${name.slice(0, 17)}…` : name}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <figcaption className="mt-3 space-y-2 text-sm">
        {map.space ? (
          <>
            <p>
              <Swatch className="border-warn bg-warn-soft" /> {said}
            </p>
            {map.space.undominated && !same && (
              <p>
                <Swatch className="border-accent bg-accent-soft" /> Without a competitor who offers more for less:{" "}
                {regionInWords(map.space.undominated, unit)}
              </p>
            )}
            <p className="text-muted">An empty region says where nobody is, not that anybody wants to be there.</p>
          </>
        ) : (
          <p>{said} It takes three products with different prices and features.</p>
        )}
        {leftOutInWords(map.leftOut).map((line) => (
          <p key={line} className="text-xs wrap-anywhere text-muted">
            Not on the map, {line}
          </p>
        ))}
        <Folded summary="How it is counted" about="The map of prices">
          <p>Method: {map.method}.</p>
        </Folded>
      </figcaption>
      <details className="mt-3 text-sm">
        <summary className="w-fit text-accent underline-offset-4 hover:underline">The map as a table</summary>
        <div className="mt-2">
          <Table caption="Products by price and features" columns={columns} rows={map.products} keyOf={({ row }) => row} />
        </div>
      </details>
    </figure>
  );
}

const columns: Column<Map["products"][number]>[] = [
  { header: "Product", heads: true, cell: ({ name }) => name },
  { header: "Price a month", kind: "number", cell: ({ price }) => figure(price) },
  { header: "Features", kind: "number", cell: ({ features }) => figure(features) },
  { header: "Rating", kind: "number", cell: ({ rating }) => (rating === undefined ? "–" : figure(rating)) },
  { header: "Row", kind: "number", cell: ({ row }) => row },
];

function regionInWords({ price, features, share, dominatedBy }: Region, unit: string): string {
  const dominated = dominatedBy.length === 0 ? "" : ` ${dominatedBy.slice(0, 3).join(", ")} offer as much for no more than its middle.`;
  return `Empty from ${figure(price.low)} to ${figure(price.high)} (${unit}) and ${figure(features.low)} to ${figure(features.high)} features: ${percent(share)} of the map.${dominated}`;
}

function Swatch({ className }: { className: string }) {
  return <span aria-hidden="true" className={`mr-1 inline-block size-3 border border-dashed align-baseline ${className}`} />;
}
