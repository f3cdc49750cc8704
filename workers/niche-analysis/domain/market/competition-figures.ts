/** What a table of competitors says: how concentrated the market is, and where on the map of prices and features nobody stands. */
import type { CompetitionFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { CompetitorRow, MarketTable } from "../../../../contracts/services/niche-market-tables.ts";
import { sizeConcentration } from "../competition/size-concentration.ts";
import { whiteSpace } from "../competition/white-space.ts";
import { plural } from "../report/figures.ts";

/** Products on the map at most: the search for the empty region looks at every pair of them. */
const mostProducts = 100;

type PriceMap = NonNullable<CompetitionFigures["map"]>;
type LeftOut = PriceMap["leftOut"][number];

export function competitionFigures({ id }: Pick<MarketTable, "id">, rows: readonly CompetitorRow[], seed: number): CompetitionFigures {
  const concentration = sizeConcentration(rows, seed);
  const map = priceMap(rows);
  return { tableId: id, n: rows.length, ...(concentration && { concentration }), ...(map && { map }) };
}

function priceMap(rows: readonly CompetitorRow[]): PriceMap | undefined {
  const currency = commonest(rows.flatMap((row) => (row.price === undefined ? [] : (row.currency ?? ""))));
  const leftOut: LeftOut[] = [];
  const fitting = rows.filter((row) => {
    const why = reasonAgainst(row, currency);
    if (why) leftOut.push({ row: row.row, name: row.name, why });
    return !why;
  });
  if (fitting.length === 0) return undefined;
  // The best known ones, where there are too many.
  const order = fitting.length <= mostProducts ? fitting : fitting.toSorted((a, b) => (b.reviews ?? 0) - (a.reviews ?? 0) || a.row - b.row);
  const chosen = order.slice(0, mostProducts);
  for (const { row, name } of order.slice(mostProducts)) leftOut.push({ row, name, why: "too-many" });
  const products = chosen.map(({ row, name, price = 0, features = 0, rating }) => ({
    row,
    name,
    price,
    features,
    ...(rating !== undefined && { rating }),
  }));
  const space = whiteSpace(products);
  const method = "prices a month and features as the table states them; ";
  return {
    ...(currency !== undefined && currency !== "" && { currency }),
    products,
    ...(space && { space: { largest: space.largest, ...(space.undominated && { undominated: space.undominated }) } }),
    leftOut,
    assumptions: [
      "features weigh alike, and a list of features is as long as the product is rich",
      ...(chosen.some(({ currency: own = "" }) => own === "") && currency !== undefined && currency !== ""
        ? [`prices without a currency are in ${currency}`]
        : []),
      ...(leftOut.length > 0 ? [`${plural(leftOut.length, "competitor is", "competitors are")} not on the map`] : []),
      "empty says that nobody is there, not that anybody wants it",
    ],
    method: method + (space?.method ?? "no empty region: it takes three products with different prices and features"),
  };
}

function reasonAgainst({ price, features, currency = "" }: CompetitorRow, common: string | undefined): LeftOut["why"] | undefined {
  if (price === undefined) return "no-price";
  if (price === 0) return "free";
  if (currency !== "" && common !== "" && currency !== common) return "other-currency";
  return features === undefined ? "no-features" : undefined;
}

/** The commonest currency; prices without one are taken to be in it. */
function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const named = [...counts].filter(([value]) => value !== "");
  return (named.length > 0 ? named : [...counts]).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
