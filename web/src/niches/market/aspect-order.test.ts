import { expect, test } from "vitest";
import type { Aspect } from "../../../../contracts/services/niche-analysis.ts";
import { inOrder, pressed } from "./aspect-order.ts";

const side = (low: number, n: number) => ({
  share: { value: low, low, high: 1, count: 0, n, method: "wilson-95" as const },
  texts: 0,
  evidenceIds: [],
  quotes: [],
});
const aspect = (name: string, n: number, complaint: number, praise: number): Aspect => ({
  aspect: name,
  texts: n,
  complaint: side(complaint, n),
  praise: side(praise, n),
});
const aspects = [aspect("remote", 40, 0.6, 0.1), aspect("battery", 12, 0.7, 0.05), aspect("price", 90, 0.1, 0.5)];

test("names stand from A on, figures from the largest on, shares by their lower limits", () => {
  const names = (by: Parameters<typeof pressed>[1]) =>
    inOrder(aspects, pressed({ by: by === "people" ? "praise" : "people", direction: "descending" }, by)).map((one) => one.aspect);
  expect(names("aspect")).toEqual(["battery", "price", "remote"]);
  expect(names("people")).toEqual(["price", "remote", "battery"]);
  expect(names("complaint")).toEqual(["battery", "remote", "price"]);
  expect(names("praise")).toEqual(["price", "remote", "battery"]);
});

test("a heading pressed twice turns the order round", () => {
  const once = pressed({ by: "people", direction: "descending" }, "complaint");
  expect(once).toEqual({ by: "complaint", direction: "descending" });
  expect(pressed(once, "complaint")).toEqual({ by: "complaint", direction: "ascending" });
  expect(inOrder(aspects, pressed(once, "complaint")).map((one) => one.aspect)).toEqual(["price", "remote", "battery"]);
});
