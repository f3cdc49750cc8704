/** The size of a market in a report: what follows from what was stated, how far off it may be, and on which input it hangs. */
import { formatMoney } from "../../../../../contracts/money.ts";
import type { KeptMarketSize } from "../../../../../contracts/services/niche-market-figures.ts";
import type { MarketSize, Spread, Uncertain } from "../../../../../contracts/services/niche-market-size.ts";
import type { Block } from "../blocks.ts";
import { amount } from "../figures.ts";
import type { Notes } from "../notes.ts";

export const inputNames: Readonly<Record<string, string>> = {
  customers: "customers",
  monthlyPrice: "price a month",
  serviceable: "can be served",
  obtainable: "can be won",
};

export function sizeBlocks({ request, size }: KeptMarketSize, notes: Notes): Block[] {
  const money = moneyOf(size);
  const note = notes.stated(
    "market size",
    `${size.method}; ${size.samples} draws, seed ${size.seed}. ${sizeAssumptions({ request, size }).join("; ")}`,
  );
  const row = (name: string, { p10, p50, p90 }: Spread) => [[name, note], [money(p50)], [`${money(p10)} to ${money(p90)}`]];
  const { topDown } = size;
  return [
    { kind: "heading", level: 3, text: "Size" },
    {
      kind: "table",
      header: ["A year", "Median", "Eight times in ten"],
      numbers: [1],
      widths: [0.3, 0.3, 0.4],
      rows: [row("Whole market (TAM)", size.total), row("Can be served (SAM)", size.serviceable), row("Can be won (SOM)", size.obtainable)],
    },
    { kind: "paragraph", parts: [`Assumed: ${sizeAssumptions({ request, size }).join("; ")}.`] },
    ...(topDown
      ? [
          {
            kind: "paragraph" as const,
            parts: [
              `Somebody else's figure, ${money(topDown.stated)}, ${topDown.ratio === null ? "has no ratio to" : `is ${amount(topDown.ratio)} times`} our median and lies ${topDown.agrees ? "within" : "outside of"} our range.`,
            ],
          },
        ]
      : []),
    {
      kind: "table",
      header: ["What moves the part that can be won", "At its 10th percentile", "At its 90th", "Swing"],
      numbers: [1, 2, 3],
      widths: [0.34, 0.24, 0.22, 0.2],
      rows: size.swings.map(({ name, atLow, atHigh, swing }) => [
        [inputNames[name] ?? name],
        [money(atLow)],
        [money(atHigh)],
        [money(swing)],
      ]),
    },
  ];
}

/** What was stated, one input each, and what the sum takes for granted. */
export function sizeAssumptions({ request, size }: KeptMarketSize): string[] {
  const money = moneyOf(size);
  return [
    `customers ${statedAs(request.customers, amount)}`,
    `price a month ${statedAs(request.monthlyPrice, money)}`,
    `can be served ${statedAs(request.serviceable, percent)}`,
    `can be won ${statedAs(request.obtainable, percent)}`,
    "the four do not depend on each other",
  ];
}

function moneyOf({ currency }: MarketSize): (minor: number) => string {
  return (minor) => formatMoney({ minor: Math.round(minor), currency });
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
