import { expect, it } from "vitest";
import { jsonLists } from "./json-lists.ts";

it("makes one list of what fits and another of the rest, in order", () => {
  expect(jsonLists(["1", '"a"', "[2]"])).toEqual(['[1,"a",[2]]']);
  const large = JSON.stringify("x".repeat(300_000));
  expect(jsonLists(["1", large, large, "2"])).toEqual([`[1,${large}]`, `[${large},2]`]);
  expect(jsonLists([])).toEqual([]);
});

it("gives a value that is too large for any list one of its own", () => {
  const huge = JSON.stringify("x".repeat(600_000));
  expect(jsonLists(["1", huge, "2"])).toEqual(["[1]", `[${huge}]`, "[2]"]);
});
