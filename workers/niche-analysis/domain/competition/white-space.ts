/** Where no product stands: the largest empty region of the map of price and features. */

export interface Product {
  name: string;
  /** In any one currency and unit, above 0. */
  price: number;
  /** Number of features, or any other measure of how much it does. */
  features: number;
}

export interface Region {
  price: { low: number; high: number };
  features: { low: number; high: number };
  /** Of the area of the map, price on a logarithmic scale. */
  share: number;
  /** Products that offer at least as much for no more than the middle of the region: the region is empty for a reason. */
  dominatedBy: string[];
}

export interface WhiteSpace {
  largest: Region;
  /** The largest whose middle no product dominates. */
  undominated?: Region;
  method: string;
}

interface Place {
  x: number;
  y: number;
}

/**
 * The map spans the cheapest to the dearest and the poorest to the richest product, prices as logarithms, both scaled to [0, 1]. Among all
 * axis-parallel rectangles with products on their sides (or the map's own) and none inside, the one with the largest area (the problem of
 * Naamad, Lee & Hsu 1984, here by looking at every pair of left and right sides). Equal areas: the cheaper, then the poorer one. It says where
 * nobody is, not that anybody wants to be there. `undefined` below three products or without any difference in price or features.
 */
export function whiteSpace(products: readonly Product[]): WhiteSpace | undefined {
  const logs = products.map(({ price }) => Math.log(price));
  const amounts = products.map(({ features }) => features);
  const [left, right, bottom, top] = [Math.min(...logs), Math.max(...logs), Math.min(...amounts), Math.max(...amounts)];
  if (products.length < 3 || left === right || bottom === top) return undefined;
  const places = products.map((_, i): Place => {
    const [log = 0, amount = 0] = [logs[i], amounts[i]];
    return { x: (log - left) / (right - left), y: (amount - bottom) / (top - bottom) };
  });
  const priceAt = (x: number) => Math.exp(left + x * (right - left));
  const amountAt = (y: number) => bottom + y * (top - bottom);
  const regions = emptyRectangles(places).map(({ x, y, area }): Region => {
    const [price, amount] = [priceAt((x[0] + x[1]) / 2), amountAt((y[0] + y[1]) / 2)];
    return {
      price: { low: priceAt(x[0]), high: priceAt(x[1]) },
      features: { low: amountAt(y[0]), high: amountAt(y[1]) },
      share: area,
      dominatedBy: products.filter((one) => one.price <= price && one.features >= amount).map(({ name }) => name),
    };
  });
  const [largest] = regions;
  if (!largest) return undefined;
  const undominated = regions.find(({ dominatedBy }) => dominatedBy.length === 0);
  return {
    largest,
    ...(undominated && { undominated }),
    method: "largest empty axis-parallel rectangle on the map of log price and features, within the range of the products",
  };
}

interface Rectangle {
  x: [number, number];
  y: [number, number];
  area: number;
}

/** For each pair of sides the tallest gaps between them, largest area first. */
function emptyRectangles(places: readonly Place[]): Rectangle[] {
  const sides = [...new Set([0, 1, ...places.map(({ x }) => x)])].toSorted((a, b) => a - b);
  const found = sides.flatMap((from, i) =>
    sides.slice(i + 1).flatMap((to) => {
      const inside = places.filter(({ x }) => x > from && x < to).map(({ y }) => y);
      const levels = [...new Set([0, 1, ...inside])].toSorted((a, b) => a - b);
      return levels.slice(1).map((high, j): Rectangle => {
        const low = levels[j] ?? 0;
        return { x: [from, to], y: [low, high], area: (to - from) * (high - low) };
      });
    }),
  );
  return found.toSorted((a, b) => b.area - a.area || a.x[0] - b.x[0] || a.y[0] - b.y[0]);
}
