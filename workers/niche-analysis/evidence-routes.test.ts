import { expect, it } from "vitest";
import { dispositionName } from "./evidence-routes.ts";

it.each([
  ['attachment; filename="reviews 2026.csv"', "reviews 2026.csv"],
  ["attachment; filename=reviews.csv", "reviews.csv"],
  ["attachment; filename=\"plain.csv\"; filename*=UTF-8''%E2%82%AC%20rates.csv", "€ rates.csv"],
  ["attachment; filename=\"plain.csv\"; filename*=UTF-8''%E2%82", "plain.csv"],
  ["inline", undefined],
  [undefined, undefined],
])("reads the file name of %s", (header, name) => {
  expect(dispositionName(header)).toBe(name);
});
