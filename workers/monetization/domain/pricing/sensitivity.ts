/** Price sensitivity: buyers, revenue and profit at a row of prices, and the best price with how sure that is. */
import { money, type Currency } from "../../../../contracts/money.ts";
import type { Assumption } from "../../../../contracts/services/estimate.ts";
import type { DemandModel, Sensitivity, SensitivityOptimum, SensitivityPoint } from "../../../../contracts/services/pricing.ts";
import { cappedDemand, saturatingDemand, saturatingOptimum, unboundedDemand, type Market } from "./demand.ts";

export interface SensitivityQuestion {
  currency: Currency;
  /** Minor units. */
  basePrice: number;
  marketSize: number;
  elasticity: Assumption;
  shareAtPrice: Assumption;
  /** Minor units a user and month. */
  costPerUser: number;
  model: DemandModel;
  multipliers: readonly number[];
}

/** A table point before it is dressed as money. */
interface Point {
  multiplier: number;
  price: number;
  demand: number;
  revenue: number;
  profit: number;
}

type Measure = "revenue" | "profit";

const curves: Record<DemandModel, (market: Market, multiplier: number) => number> = {
  saturating: saturatingDemand,
  capped: cappedDemand,
  unbounded: unboundedDemand,
};

/**
 * Demand is whole buyers (rounded down), prices whole minor units. The optimum of the saturating curve is computed, with
 * its range over the corners of the ranges of elasticity and share; that of the other two is the best of the prices tried.
 */
export function analyseSensitivity(question: SensitivityQuestion): Sensitivity {
  const { model, currency, elasticity, shareAtPrice } = question;
  const market = marketOf(question, elasticity.value, shareAtPrice.value);
  return {
    model,
    points: table(question, market).map((point) => dressed(point, currency)),
    revenueOptimum: optimum(question, "revenue"),
    profitOptimum: optimum(question, "profit"),
    assumptions: model === "saturating" ? [elasticity, shareAtPrice] : [elasticity],
  };
}

function marketOf({ basePrice, marketSize }: SensitivityQuestion, elasticity: number, shareAtPrice: number): Market {
  return { basePrice, marketSize, elasticity, shareAtPrice };
}

function table(question: SensitivityQuestion, market: Market): Point[] {
  return question.multipliers.toSorted((a, b) => a - b).map((multiplier) => pointAt(question, market, multiplier));
}

function pointAt({ model, costPerUser }: SensitivityQuestion, market: Market, multiplier: number): Point {
  const price = Math.round(market.basePrice * multiplier);
  const demand = curves[model](market, multiplier);
  return { multiplier, price, demand, revenue: price * demand, profit: (price - costPerUser) * demand };
}

/** The best price, and the lowest and highest that the corners of the assumptions' ranges would call best. */
function optimum(question: SensitivityQuestion, measure: Measure): SensitivityOptimum {
  const { currency, elasticity, shareAtPrice } = question;
  const corners = [elasticity.low, elasticity.high].flatMap((e) =>
    [shareAtPrice.low, shareAtPrice.high].map((share) => bestPoint(question, marketOf(question, e, share), measure).price),
  );
  const best = bestPoint(question, marketOf(question, elasticity.value, shareAtPrice.value), measure);
  const kind = kindOf(question, best, measure);
  return {
    price: money(best.price, currency),
    low: money(Math.min(best.price, ...corners), currency),
    high: money(Math.max(best.price, ...corners), currency),
    demand: best.demand,
    revenue: money(best.revenue, currency),
    profit: money(best.profit, currency),
    kind,
    explanation: explanations[kind],
  };
}

function bestPoint(question: SensitivityQuestion, market: Market, measure: Measure): Point {
  if (question.model === "saturating") {
    const price = saturatingOptimum(market, measure === "revenue" ? 0 : question.costPerUser);
    return pointAt(question, market, Math.max(1, Math.round(price)) / market.basePrice);
  }
  return table(question, market).reduce((best, point) => (point[measure] > best[measure] ? point : best));
}

function kindOf(question: SensitivityQuestion, best: Point, measure: Measure): SensitivityOptimum["kind"] {
  const { model, elasticity, multipliers } = question;
  if (model === "saturating") return "interior";
  if (measure === "revenue" && elasticity.value === 1) return "flat";
  if (best.multiplier === Math.min(...multipliers) || best.multiplier === Math.max(...multipliers)) return "edge";
  return model === "capped" && best.multiplier === 1 ? "kink" : "interior";
}

const explanations: Record<SensitivityOptimum["kind"], string> = {
  interior: "Dearer and cheaper both earn less.",
  kink: "Cheaper brings no more buyers because the market is exhausted; dearer loses more than it earns.",
  edge: "The best price lies at the end of the prices tried: with this curve it may lie beyond.",
  flat: "At an elasticity of 1 every price earns the same; differences in the table are rounding.",
};

function dressed({ multiplier, price, demand, revenue, profit }: Point, currency: Currency): SensitivityPoint {
  return { multiplier, price: money(price, currency), demand, revenue: money(revenue, currency), profit: money(profit, currency) };
}
