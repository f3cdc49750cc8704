/** The market of a niche in its report: the size that follows from what was stated, and the tables that are kept. */
import { formatMoney } from "../../../../contracts/money.ts";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { KeptMarketSize } from "../../../../contracts/services/niche-market-figures.ts";
import type { Spread, Uncertain } from "../../../../contracts/services/niche-market-size.ts";
import type { Block } from "./blocks.ts";

/** Nothing without a size or a table. */
export function marketBlocks({ marketSize, marketTables = [] }: Pick<NicheDetail, "marketSize" | "marketTables">): Block[] {
  if (!marketSize && marketTables.length === 0) return [];
  const items = marketTables.map(({ id, kind, fileName, rows, read }) => [`${kind}: ${rows} of ${read} rows of ${fileName} (${id})`]);
  return [
    { kind: "heading", level: 2, text: "Market" },
    ...(marketSize ? sizeBlocks(marketSize) : []),
    ...(items.length > 0 ? [{ kind: "list" as const, items }] : []),
  ];
}

function sizeBlocks({ request, size }: KeptMarketSize): Block[] {
  const money = (minor: number) => formatMoney({ minor: Math.round(minor), currency: size.currency });
  const row = (name: string, { p10, p50, p90 }: Spread) => [[name], [money(p50)], [`${money(p10)} to ${money(p90)}`]];
  const [most] = size.swings;
  return [
    {
      kind: "table",
      header: ["A year", "Median", "Eight times in ten"],
      numbers: [1],
      widths: [0.3, 0.3, 0.4],
      rows: [row("Whole market", size.total), row("Can be served", size.serviceable), row("Can be won", size.obtainable)],
    },
    {
      kind: "paragraph",
      parts: [
        `Assumed: customers ${statedAs(request.customers, String)}; price a month ${statedAs(request.monthlyPrice, money)}; can be served ${statedAs(request.serviceable, percent)}; can be won ${statedAs(request.obtainable, percent)}.${most ? ` The part that can be won depends most on ${most.name}.` : ""}`,
      ],
    },
    { kind: "paragraph", parts: [`${size.method}; ${size.samples} draws, seed ${size.seed}.`] },
  ];
}

function statedAs(input: Uncertain, format: (value: number) => string): string {
  switch (input.kind) {
    case "fixed":
      return format(input.value);
    case "pert":
      return `${format(input.low)} to ${format(input.high)}, likeliest ${format(input.mode)}`;
    case "lognormal":
      return `${format(input.p10)} to ${format(input.p90)} eight times in ten`;
  }
}

/** With a decimal: shares of a market are small. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
