/** How large a market is, counted from its customers up: all of it, the part that can be served, the part that can be won. */
import { chances } from "../../../kit/statistics/chance.ts";
import { ok, type Result } from "../../../../contracts/result.ts";
import { spreadOf, type Spread } from "./spread.ts";
import { checked, draw, type Uncertain } from "./uncertain.ts";

export interface MarketSizeInput {
  /** Everyone who has the problem. */
  customers: Uncertain;
  /** What one pays a month, in any one currency and unit. */
  monthlyPrice: Uncertain;
  /** Share of the customers that product, language and channels can serve, 0 to 1. */
  serviceable: Uncertain;
  /** Share of these that can be won against what they use now, 0 to 1. */
  obtainable: Uncertain;
  /** Somebody else's figure for the whole market a year, in the unit of the price; only a cross-check. */
  topDown?: number;
  seed: number;
  /** Draws, default 10,000. */
  samples?: number;
}

/** All figures a year, in the unit of the price. */
export interface MarketSize {
  total: Spread;
  serviceable: Spread;
  obtainable: Spread;
  /** `ratio`: the stated figure over the median of ours; `low` and `high` over the 95th and 5th percentile. */
  topDown?: { stated: number; ratio: number; low: number; high: number; agrees: boolean };
  method: string;
  seed: number;
  samples: number;
}

/**
 * Bottom-up TAM = customers × price × 12, SAM = TAM × serviceable share, SOM = SAM × obtainable share, multiplied draw by draw, so that the
 * product's skewness is kept. The inputs are drawn independently. The same draw feeds all three, and the same seed gives the same figures.
 * The top-down figure agrees when it lies between our 5th and 95th percentile; it never enters ours. `invalid_input` for inputs out of range.
 */
export function marketSize(input: MarketSizeInput): Result<MarketSize> {
  const { seed, samples = 10_000, topDown } = input;
  const inputs = [
    checked("customers", input.customers, 0),
    checked("monthlyPrice", input.monthlyPrice, 0),
    checked("serviceable", input.serviceable, 0, 1),
    checked("obtainable", input.obtainable, 0, 1),
  ];
  for (const one of inputs) if (!one.ok) return one;
  const { parameters } = chances(seed);
  const stages = Array.from({ length: samples }, () => {
    const total = draw(input.customers, parameters) * draw(input.monthlyPrice, parameters) * 12;
    const serviceable = total * draw(input.serviceable, parameters);
    return { total, serviceable, obtainable: serviceable * draw(input.obtainable, parameters) };
  });
  const total = spreadOf(stages.map((stage) => stage.total));
  return ok({
    total,
    serviceable: spreadOf(stages.map((stage) => stage.serviceable)),
    obtainable: spreadOf(stages.map((stage) => stage.obtainable)),
    ...(topDown !== undefined && { topDown: crossCheck(topDown, total) }),
    method: "bottom-up: customers × monthly price × 12 × shares, Monte Carlo over the stated ranges",
    seed,
    samples,
  });
}

function crossCheck(stated: number, { p5, p50, p95 }: Spread): MarketSize["topDown"] {
  return { stated, ratio: stated / p50, low: stated / p95, high: stated / p5, agrees: stated >= p5 && stated <= p95 };
}
