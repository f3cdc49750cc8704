import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { charge, discounted, limited, type Rule } from "./charge.ts";
import { compare, decimal, formatDecimal } from "./decimal.ts";

// golden.json, area billing: bands 0–1,000 at 0.001, to 10,000 at 0.0008, beyond at 0.0005 dollars.
const tiers = [
  { upTo: decimal("1000"), rate: decimal("0.001") },
  { upTo: decimal("10000"), rate: decimal("0.0008") },
  { upTo: null, rate: decimal("0.0005") },
];
const graduated: Rule = { kind: "graduated", tiers };
const volume: Rule = { kind: "volume", tiers };
const quantities = [0, 500, 1000, 1001, 5000, 10000, 20000, 150000];
const costs = (rule: Rule, of: number[]) => of.map((quantity) => formatDecimal(charge(rule, decimal(String(quantity)))));

test("B01: graduated bands charge each part at its own rate", () => {
  expect(costs(graduated, quantities)).toEqual(["0", "0.5", "1", "1.0008", "4.2", "8.2", "13.2", "78.2"]);
});

test("B02: volume bands charge all units at the rate reached, and drop at the edges", () => {
  expect(costs(volume, quantities)).toEqual(["0", "0.5", "1", "0.8008", "4", "8", "10", "75"]);
});

test("B04: per unit 0.01 with a minimum of 5 and a maximum of 50", () => {
  const rule: Rule = { kind: "per-unit", rate: decimal("0.01"), free: decimal("0") };
  const limits = { minimum: decimal("5"), maximum: decimal("50") };
  expect(["100", "1000", "10000"].map((quantity) => formatDecimal(limited(charge(rule, decimal(quantity)), limits)))).toEqual([
    "5",
    "10",
    "50",
  ]);
});

test("B05: 10 % off from 100,000 makes 150,000 cost 70.38, on every call", () => {
  const discounts = [{ from: decimal("100000"), share: decimal("0.1") }];
  const bill = () => formatDecimal(discounted(charge(graduated, decimal("150000")), decimal("150000"), discounts));
  expect([bill(), bill(), bill()]).toEqual(["70.38", "70.38", "70.38"]);
});

test("of several discounts the largest threshold reached holds, and none below the first", () => {
  const discounts = [
    { from: decimal("1000"), share: decimal("0.05") },
    { from: decimal("5000"), share: decimal("0.2") },
  ];
  const off = (quantity: string) => formatDecimal(discounted(decimal("100"), decimal(quantity), discounts));
  expect(["999", "1000", "4999", "5000"].map(off)).toEqual(["100", "95", "95", "80"]);
});

test("a started package is charged whole; with an overage rate the rest is charged by unit", () => {
  const pack = { kind: "package", size: decimal("100"), price: decimal("8") } as const;
  expect(costs({ ...pack, overageRate: null }, [0, 1, 100, 101, 250])).toEqual(["0", "8", "8", "16", "24"]);
  expect(costs({ ...pack, overageRate: decimal("0.1") }, [0, 1, 100, 101, 250])).toEqual(["0", "0.1", "8", "8.1", "21"]);
});

test("a graduated total never falls as the quantity rises", () => {
  assert(
    property(integer({ min: 0, max: 200_000 }), integer({ min: 0, max: 5000 }), (quantity, more) => {
      const [low, high] = [charge(graduated, decimal(String(quantity))), charge(graduated, decimal(String(quantity + more)))];
      expect(compare(low, high)).toBeLessThanOrEqual(0);
    }),
  );
});
