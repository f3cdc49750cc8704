import { describe, expect, it } from "vitest";
import { layOutPriceMap, priceTicks } from "./price-map-layout.ts";

const region = { price: { low: 10, high: 100 }, features: { low: 0, high: 20 }, share: 0.4, dominatedBy: [] };
const map = {
  products: [
    { row: 1, name: "a", price: 1, features: 5 },
    { row: 2, name: "b", price: 10, features: 20 },
    { row: 3, name: "c", price: 100, features: 40 },
    { row: 4, name: "beside a", price: 1.01, features: 5 },
  ],
  space: { largest: region },
  leftOut: [],
  assumptions: [],
  method: "",
};

describe("the map of prices and features", () => {
  const drawing = layOutPriceMap(map, 500, 300);
  const [a, b, c, beside] = drawing.products;

  it("puts equal ratios of prices equally far apart, and more features higher", () => {
    expect((b?.x ?? 0) - (a?.x ?? 0)).toBeCloseTo((c?.x ?? 0) - (b?.x ?? 0), 6);
    expect((c?.y ?? 0) < (b?.y ?? 0) && (b?.y ?? 0) < (a?.y ?? 0)).toBe(true);
  });

  it("marks the empty region between its prices and features", () => {
    const { largest } = drawing;
    expect(largest?.x).toBeCloseTo(b?.x ?? 0, 6);
    expect((largest?.x ?? 0) + (largest?.width ?? 0)).toBeCloseTo(c?.x ?? 0, 6);
    expect(largest?.y).toBeCloseTo(b?.y ?? 0, 6);
    expect(drawing.undominated).toBeUndefined();
  });

  it("leaves a name out where another one stands", () => expect([a?.named, beside?.named]).toEqual([true, false]));

  it("has round prices on its axis, or the ends of a narrow one", () => {
    expect(priceTicks(4, 120)).toEqual([5, 10, 20, 50, 100]);
    expect(priceTicks(5.5, 9.9)).toEqual([5.5, 9.9]);
  });

  it("draws one product too", () => {
    const alone = layOutPriceMap({ products: map.products.slice(0, 1), leftOut: [], assumptions: [], method: "" }, 500, 300);
    expect(alone.products.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});
