/** The level of the market's size, from the part of it that can be won. */
import type { MarketSize } from "../../../../../contracts/services/niche-market-size.ts";
import type { LevelReading } from "../../../../../contracts/services/niche-opportunity.ts";
import { chancesOfBands } from "./reading.ts";

/** Turnover a year, in minor units, up to which an enterprise is micro, and small (Commission Recommendation 2003/361/EC, article 2). */
export const turnoverBands = [2_000_000_00, 10_000_000_00] as const;
/** Those whose unit is worth about a euro, so that the same numbers may stand. */
const currencies = ["EUR", "USD", "GBP", "CHF"];
/** From the 5th and 95th percentile to the 2.5th and 97.5th of a lognormal with the same median. */
const wider = 1.959963984540054 / 1.6448536269514722;

/** Undefined of nothing that can be won, and in currencies in which the bands would mean something else. */
export function sizeReading({ currency, obtainable, method, samples }: MarketSize): LevelReading | undefined {
  const { p5, p50, p95 } = obtainable;
  if (!currencies.includes(currency) || p50 <= 0) return undefined;
  const log = Math.log(p50);
  const [low, high] = [p5 <= 0 ? 0 : log - wider * (log - Math.log(p5)), log + wider * (Math.log(p95) - log)];
  const [small, medium, large] = chancesOfBands({ value: log, low, high }, [Math.log(turnoverBands[0]), Math.log(turnoverBands[1])]);
  return {
    figure: "revenue a year that can be won (SOM)",
    value: p50,
    low: Math.exp(low),
    high: Math.exp(high),
    unit: currency,
    n: samples,
    basis: "assumption",
    levels: [
      { level: "small", chance: small },
      { level: "medium", chance: medium },
      { level: "large", chance: large },
    ],
    method: `${method}; small where it carries a micro enterprise (turnover below 2 million), medium a small one (below 10 million), large a larger one (Recommendation 2003/361/EC)`,
    assumptions: [
      "the ranges are what was stated",
      ...(currency === "EUR" ? [] : [`the bands are in euros and stand for ${currency} without conversion`]),
    ],
    evidenceIds: [],
  };
}
