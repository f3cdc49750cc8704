/** The market of a niche in its report: the size that follows from what was stated, and the tables that are kept. */
import { formatMoney } from "../../../../contracts/money.ts";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { KeptMarketSize } from "../../../../contracts/services/niche-market-figures.ts";
import type { Spread, Uncertain } from "../../../../contracts/services/niche-market-size.ts";
import { plainMarkdown, tableRow } from "./markdown-text.ts";

/** Nothing without a size or a table. */
export function marketLines({ marketSize, marketTables = [] }: Pick<NicheDetail, "marketSize" | "marketTables">): string[] {
  if (!marketSize && marketTables.length === 0) return [];
  const tables = marketTables.map(
    ({ id, kind, fileName, rows, read }) => `- ${kind}: ${rows} of ${read} rows of ${plainMarkdown(fileName)} (${plainMarkdown(id)})`,
  );
  return ["", "## Market", ...(marketSize ? sizeLines(marketSize) : []), ...(tables.length > 0 ? ["", ...tables] : [])];
}

function sizeLines({ request, size }: KeptMarketSize): string[] {
  const money = (minor: number) => plainMarkdown(formatMoney({ minor: Math.round(minor), currency: size.currency }));
  const line = (name: string, { p10, p50, p90 }: Spread) => tableRow([name, money(p50), `${money(p10)} to ${money(p90)}`]);
  const [most] = size.swings;
  return [
    "",
    tableRow(["A year", "Median", "Eight times in ten"]),
    tableRow(["---", "---:", "---"]),
    line("Whole market", size.total),
    line("Can be served", size.serviceable),
    line("Can be won", size.obtainable),
    "",
    `Assumed: customers ${statedAs(request.customers, String)}; price a month ${statedAs(request.monthlyPrice, money)}; can be served ${statedAs(request.serviceable, percent)}; can be won ${statedAs(request.obtainable, percent)}.${most ? ` The part that can be won depends most on ${plainMarkdown(most.name)}.` : ""}`,
    "",
    `${plainMarkdown(size.method)}; ${size.samples} draws, seed ${size.seed}.`,
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
