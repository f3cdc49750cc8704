/** Geometry of the map of prices and features: prices on a logarithmic scale, the empty regions as rectangles. */
import type { CompetitionFigures } from "../../../../contracts/services/niche-analysis.ts";
import { linearScale, niceTicks } from "../../interface/charts/axis.ts";

type PriceMap = NonNullable<CompetitionFigures["map"]>;
type Region = NonNullable<PriceMap["space"]>["largest"];

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PriceMapDrawing {
  plot: { left: number; right: number; top: number; bottom: number };
  products: (PriceMap["products"][number] & { x: number; y: number; named: boolean })[];
  largest?: Box;
  undominated?: Box;
  xTicks: { value: number; x: number }[];
  yTicks: { value: number; y: number }[];
}

const margin = { left: 56, right: 24, top: 30, bottom: 40 };
/** Room of a name beside its point; where another name stands already, it is left to the table. */
const nameRoom = { width: 90, height: 14 };

export function layOutPriceMap({ products, space }: PriceMap, width: number, height: number): PriceMapDrawing {
  const plot = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
  const prices = products.map(({ price }) => price);
  const [cheapest, dearest] = [Math.min(...prices), Math.max(...prices)];
  const yValues = niceTicks(Math.max(...products.map(({ features }) => features)), 5);
  const logX = linearScale([Math.log(cheapest), Math.log(dearest)], [plot.left + 12, plot.right - 12]);
  const x = (price: number) => logX(Math.log(price));
  const y = linearScale([0, yValues.at(-1) ?? 1], [plot.bottom, plot.top]);
  const boxOf = ({ price, features }: Region): Box => ({
    x: x(price.low),
    y: y(features.high),
    width: x(price.high) - x(price.low),
    height: y(features.low) - y(features.high),
  });
  const placed: { x: number; y: number }[] = [];
  const points = products.map((product) => {
    const at = { x: x(product.price), y: y(product.features) };
    const named = placed.every((other) => Math.abs(other.x - at.x) > nameRoom.width || Math.abs(other.y - at.y) > nameRoom.height);
    if (named) placed.push(at);
    return { ...product, ...at, named };
  });
  return {
    plot,
    products: points,
    ...(space && { largest: boxOf(space.largest) }),
    ...(space?.undominated && { undominated: boxOf(space.undominated) }),
    xTicks: priceTicks(cheapest, dearest).map((value) => ({ value, x: x(value) })),
    yTicks: yValues.map((value) => ({ value, y: y(value) })),
  };
}

/** 1, 2 and 5 times powers of ten from `low` to `high`; the ends themselves where fewer than two of these lie between. */
export function priceTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of [1, 2, 5]) {
      const tick = factor * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  return ticks.length >= 2 ? ticks : [...new Set([low, high])];
}
