import { expect, test } from "vitest";
import { inferenceOptions } from "./options.ts";

test("two minutes of soak, or two seconds in the short form", () => {
  expect(inferenceOptions([])).toEqual({ short: false, json: false, soakSeconds: 120 });
  expect(inferenceOptions(["--short", "--json"])).toEqual({ short: true, json: true, soakSeconds: 2 });
  expect(inferenceOptions(["--short", "--soak", "10"]).soakSeconds).toBe(10);
});

test.each([["--soak", "0"], ["--soak", "1.5"], ["--soak", "long"], ["--soak="], ["--fast"], ["now"]])("refuses %s %s", (...args) => {
  expect(() => inferenceOptions(args)).toThrow(/--soak|--help/);
});
