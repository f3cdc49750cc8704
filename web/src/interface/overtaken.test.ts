import { expect, test } from "vitest";
import { differences } from "./overtaken.ts";

test("tells what is said in other words, and what came or went", () => {
  expect(differences({ Name: "Looms", Demand: "none" }, { Name: "Power looms", Demand: "none" })).toEqual([
    { what: "Name", before: "Looms", now: "Power looms" },
  ]);
  expect(differences({ Canary: "minilm 2" }, {})).toEqual([{ what: "Canary", before: "minilm 2", now: "not there" }]);
  expect(differences({}, { Canary: "minilm 2" })).toEqual([{ what: "Canary", before: "not there", now: "minilm 2" }]);
  expect(differences({ Name: "Looms" }, { Name: "Looms" })).toEqual([]);
});
