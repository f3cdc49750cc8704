/** How many visits and customers searches may bring: a chain of assumed shares, each a range that somebody can state. */
import type { KeywordFigures, MarketFiguresQuery, SearchReach } from "../../../../contracts/services/niche-market-figures.ts";
import { chances } from "../../../kit/statistics/chance.ts";
import { spreadOf } from "../sizing/spread.ts";

const samples = 4_000;
type Assumed = Pick<MarketFiguresQuery, "clickLow" | "clickLikely" | "clickHigh" | "payLow" | "payLikely" | "payHigh">;

/**
 * `volume` × share that clicks × share that pays, 4,000 draws, each range a PERT with its likeliest value; a volume that the export gives as
 * a range is one too. Medians with 90 % limits.
 */
export function searchReach(volume: NonNullable<KeywordFigures["volume"]>, assumed: Assumed, seed: number): SearchReach {
  const click = inOrder(assumed.clickLow, assumed.clickLikely, assumed.clickHigh);
  const pay = inOrder(assumed.payLow, assumed.payLikely, assumed.payHigh);
  const { parameters } = chances(seed);
  const pert = ({ low, likely, high }: Range) => (low === high ? low : parameters.pert(low, likely, high));
  const draws = Array.from({ length: samples }, () => {
    const visits = pert(inOrder(volume.low, volume.value, volume.high ?? volume.value)) * pert(click);
    return { visits, customers: visits * pert(pay) };
  });
  const within = (values: readonly number[]) => {
    const { p5, p50, p95 } = spreadOf(values);
    return { value: p50, low: p5, high: p95 };
  };
  return {
    visits: within(draws.map(({ visits }) => visits)),
    customers: within(draws.map(({ customers }) => customers)),
    assumed: [
      {
        name: "click",
        ...click,
        source: "unless stated, shares of the tenth, third and first place in 80 million searches (SISTRIX 2020)",
      },
      { name: "pay", ...pay, source: "unless stated, a guess of ours" },
    ],
    n: volume.n,
    rows: volume.rows,
    rowCount: volume.rowCount,
    method: "searches × share that clicks × share that pays, PERT ranges, 4,000 draws, median with 90 % limits",
    assumptions: [
      "one result of yours stands on the first page for every keyword",
      "answers and advertisements above the results take no more clicks than when the shares were measured",
      "what is searched for is what is sold",
    ],
  };
}

interface Range {
  low: number;
  likely: number;
  high: number;
}

function inOrder(...values: [number, number, number]): Range {
  const [low = 0, likely = 0, high = 0] = values.toSorted((a, b) => a - b);
  return { low, likely, high };
}
