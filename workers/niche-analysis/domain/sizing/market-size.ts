/** How large a market is, counted from its customers up: all of it, the part that can be served, the part that can be won. */
import { chances } from "../../../kit/statistics/chance.ts";
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { MarketSize, MarketSizeRequest, Spread } from "../../../../contracts/services/niche-market-size.ts";
import { tornado } from "../opportunity/ranking/tornado.ts";
import { spreadOf } from "./spread.ts";
import { checked, draw } from "./uncertain.ts";

/** `samples` default 10,000. */
export type MarketSizeInput = MarketSizeRequest & { samples?: number };

/** Of one draw. */
const largest = 1e150;
const names = ["customers", "monthlyPrice", "serviceable", "obtainable"] as const;
type Drawn = Record<(typeof names)[number], number>;

/**
 * Bottom-up TAM = customers × price × 12, SAM = TAM × serviceable share, SOM = SAM × obtainable share, multiplied draw by draw, so that the
 * product's skewness is kept. The inputs are drawn independently. The same draw feeds all three, and the same seed gives the same figures.
 * The top-down figure agrees when it lies between our 5th and 95th percentile; it never enters ours. `invalid_input` for inputs out of range.
 */
export function marketSize(input: MarketSizeInput): Result<MarketSize> {
  const { seed = 1, samples = 10_000, topDown, currency } = input;
  for (const name of names) {
    const one = checked(name, input[name], 0, name === "serviceable" || name === "obtainable" ? 1 : undefined);
    if (!one.ok) return one;
  }
  const { parameters } = chances(seed);
  const draws = Array.from({ length: samples }, (): Drawn => ({
    customers: draw(input.customers, parameters),
    monthlyPrice: draw(input.monthlyPrice, parameters),
    serviceable: draw(input.serviceable, parameters),
    obtainable: draw(input.obtainable, parameters),
  }));
  // Of larger ones the squares, and so the errors, could not be written down.
  if (draws.some((drawn) => totalOf(drawn) > largest))
    return err("invalid_input", "These ranges are too wide to be multiplied. Use narrower ones.");
  const total = spreadOf(draws.map(totalOf));
  return ok({
    currency,
    total,
    serviceable: spreadOf(draws.map((drawn) => totalOf(drawn) * drawn.serviceable)),
    obtainable: spreadOf(draws.map(obtainableOf)),
    ...(topDown !== undefined && { topDown: crossCheck(topDown, total) }),
    swings: tornado(
      names.map((name) => ({ name, ...spreadOf(draws.map((drawn) => drawn[name])) })),
      ({ customers = 0, monthlyPrice = 0, serviceable = 0, obtainable = 0 }) =>
        obtainableOf({ customers, monthlyPrice, serviceable, obtainable }),
    ),
    method: "bottom-up: customers × monthly price × 12 × shares, Monte Carlo over the stated ranges",
    seed,
    samples,
  });
}

function totalOf({ customers, monthlyPrice }: Drawn): number {
  return customers * monthlyPrice * 12;
}

function obtainableOf(drawn: Drawn): number {
  return totalOf(drawn) * drawn.serviceable * drawn.obtainable;
}

function crossCheck(stated: number, { p5, p50, p95 }: Spread): MarketSize["topDown"] {
  const over = (ours: number) => (ours === 0 ? null : stated / ours);
  return { stated, ratio: over(p50), low: over(p95), high: over(p5), agrees: stated >= p5 && stated <= p95 };
}
