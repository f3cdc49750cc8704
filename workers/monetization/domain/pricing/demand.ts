/** Demand curves: how many of a market buy at a price. */

export interface Market {
  /** Price at which elasticity and share hold, minor units. */
  basePrice: number;
  marketSize: number;
  /** Positive: a 1 % dearer offer loses `elasticity` % of its buyers. */
  elasticity: number;
  /** Share of the market that buys at the base price; only the saturating curve uses it. */
  shareAtPrice: number;
}

/**
 * Constant elasticity from the whole market at the base price: N (p₀/p)^ε, in whole buyers. Below the base price it exceeds
 * the market, which is nonsense for a price table; it stands here because the predecessor computes it.
 */
export function unboundedDemand(market: Market, multiplier: number): number {
  return Math.floor(market.marketSize * (1 / multiplier) ** market.elasticity);
}

/** The same, never more than the market. */
export function cappedDemand(market: Market, multiplier: number): number {
  return Math.min(market.marketSize, unboundedDemand(market, multiplier));
}

/** Slope of the logit curve that has the stated elasticity at the base price: ε = b p₀ (1 − s₀). */
export function logitSlope({ basePrice, elasticity, shareAtPrice }: Market): number {
  return elasticity / (basePrice * (1 - shareAtPrice));
}

/**
 * Share of the market that buys at `price` when each buyer weighs the offer against buying nothing: binary logit
 * (McFadden 1974) through the stated share and elasticity at the base price. Falls from below 1 towards 0, so demand never
 * exceeds the market, and its elasticity b·p·(1 − s) rises with the price, so one best price exists.
 */
export function saturatingShare(market: Market, price: number): number {
  const odds = (market.shareAtPrice / (1 - market.shareAtPrice)) * Math.exp(-logitSlope(market) * (price - market.basePrice));
  return odds / (1 + odds);
}

export function saturatingDemand(market: Market, multiplier: number): number {
  return Math.floor(market.marketSize * saturatingShare(market, market.basePrice * multiplier));
}

/**
 * Price that maximises (p − cost) × share on the saturating curve, minor units with fractions. The first-order condition
 * b (p − cost)(1 − s(p)) = 1 has one root because its left side rises with p; found by bisection to 1e-9 of the price.
 */
export function saturatingOptimum(market: Market, cost: number): number {
  const slope = logitSlope(market);
  const excess = (price: number) => slope * (price - cost) * (1 - saturatingShare(market, price)) - 1;
  let low = cost;
  let high = cost + 1 / slope;
  while (excess(high) < 0) high = cost + (high - cost) * 2;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
