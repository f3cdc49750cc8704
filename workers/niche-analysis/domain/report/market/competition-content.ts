/** Who is there already, in a report: how concentrated the market is, what they ask for what, and where nobody stands. */
import type { CompetitionFigures } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Block, Inline } from "../blocks.ts";
import { amount, assumed, between, percent, plural } from "../figures.ts";
import type { Notes } from "../notes.ts";

const shown = 10;

type Concentration = NonNullable<CompetitionFigures["concentration"]>;
type PriceMap = NonNullable<CompetitionFigures["map"]>;
type Region = NonNullable<PriceMap["space"]>["largest"];

export const basisWords: Readonly<Record<Concentration["basis"], string>> = {
  share: "stated shares of the market",
  reviews: "reviews, which stand for sales",
  traffic: "visits, which stand for sales",
};

const bandWords: Readonly<Record<Concentration["band"], string>> = {
  unconcentrated: "not concentrated",
  moderate: "moderately concentrated",
  high: "highly concentrated",
};

const leftOutWords: Readonly<Record<PriceMap["leftOut"][number]["why"], string>> = {
  "no-price": "no price",
  free: "free",
  "no-features": "no number of features",
  "other-currency": "price in another currency",
  "too-many": "more than a hundred products",
};

export function competitionBlocks({ tableId, n, concentration, map }: CompetitionFigures, fileName: string, notes: Notes): Block[] {
  const note = (key: string, about: string, rows: readonly number[]) =>
    notes.table(`competitors ${key}`, about, { tableId, fileName, rows, total: rows.length });
  return [
    { kind: "heading", level: 3, text: "Competition" },
    ...(concentration
      ? concentrationBlocks(
          concentration,
          note(
            "concentration",
            concentration.method,
            concentration.shares.map(({ row }) => row),
          ),
        )
      : [
          {
            kind: "paragraph" as const,
            parts: [`${plural(n, "competitor")}; no column says how large anybody is, so concentration is unknown.`],
          },
        ]),
    ...(map
      ? mapBlocks(
          map,
          note(
            "map",
            map.method,
            map.products.map(({ row }) => row),
          ),
        )
      : []),
  ];
}

function concentrationBlocks(
  { index, low, high, band, possibleBands, equivalents, basis, shares, n, assumptions }: Concentration,
  note: Inline,
): Block[] {
  const others = possibleBands.filter((one) => one !== band).map((one) => bandWords[one]);
  return [
    {
      kind: "paragraph",
      parts: [
        "Herfindahl-Hirschman index ",
        { strong: amount(index) },
        ` (${between(low, high, amount)}; ${plural(n, "competitor")}): ${bandWords[band]}${others.length > 0 ? `, or as well ${others.join(" or ")}` : ""}; like ${amount(equivalents)} of equal size. Counted from ${basisWords[basis]}`,
        note,
        `. ${assumed(assumptions)}`,
      ],
    },
    {
      kind: "table",
      header: ["Competitor", basis === "share" ? "Stated share" : basis === "reviews" ? "Reviews" : "Visits", "Share", "Row"],
      numbers: [1, 2, 3],
      widths: [0.5, 0.2, 0.2, 0.1],
      rows: shares
        .slice(0, shown)
        .map(({ row, competitor, size, share }) => [
          [competitor],
          [basis === "share" ? percent(size) : amount(size)],
          [percent(share)],
          [String(row)],
        ]),
    },
  ];
}

function mapBlocks({ currency = "", products, space, leftOut, assumptions }: PriceMap, note: Inline): Block[] {
  const unit = currency === "" ? "" : ` ${currency}`;
  const region = (name: string, { price, features, share, dominatedBy }: Region): Inline[] => [
    { strong: name },
    `: ${between(price.low, price.high, amount)}${unit} a month with ${between(features.low, features.high, amount)} features, ${percent(share)} of the map`,
    note,
    dominatedBy.length === 0
      ? "; nobody offers as much for no more."
      : `; ${dominatedBy.slice(0, 3).join(", ")}${dominatedBy.length > 3 ? ` and ${dominatedBy.length - 3} more` : ""} offer as much for no more.`,
  ];
  const why = Map.groupBy(leftOut, (one) => one.why);
  const { largest, undominated } = space ?? {};
  const lines: Inline[][] = [
    ...(largest
      ? [region("Largest white space", largest)]
      : [["No white space can be told: it takes three products with different prices and features", note, "."]]),
    ...(largest && undominated && !same(largest, undominated) ? [region("Largest that nobody dominates", undominated)] : []),
    ...Array.from(why, ([reason, some]): Inline[] => [
      `Not on the map, ${leftOutWords[reason]}: ${some
        .map(({ name }) => name)
        .slice(0, shown)
        .join(", ")}${some.length > shown ? ` and ${some.length - shown} more` : ""}.`,
    ]),
    [assumed(assumptions)],
  ];
  return [
    {
      kind: "table",
      header: ["Product", `Price a month${unit}`, "Features", "Rating", "Row"],
      numbers: [1, 2, 3, 4],
      widths: [0.42, 0.2, 0.14, 0.14, 0.1],
      rows: products
        .toSorted((a, b) => a.price - b.price || a.row - b.row)
        .slice(0, 2 * shown)
        .map(({ row, name, price, features, rating }) => [
          [name],
          [amount(price)],
          [amount(features)],
          [rating === undefined ? "" : amount(rating)],
          [String(row)],
        ]),
    },
    { kind: "list", items: lines },
  ];
}

function same(one: Region, other: Region): boolean {
  return (
    one.price.low === other.price.low &&
    one.price.high === other.price.high &&
    one.features.low === other.features.low &&
    one.features.high === other.features.high
  );
}
