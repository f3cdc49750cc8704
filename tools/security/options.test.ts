import { expect, test } from "vitest";
import { securityOptions } from "./options.ts";
import { parts } from "./run.ts";

test("without a word it proves everything, thoroughly, each part where it is best proved", () => {
  expect(securityOptions([])).toEqual({ parts, topology: undefined, thorough: true, json: false, keep: false });
});

test("parts run in their own order", () => {
  expect(securityOptions(["roles", "tenancy", "--topology", "apart", "--short"])).toMatchObject({
    parts: ["tenancy", "roles"],
    topology: "apart",
    thorough: false,
  });
});

test.each([[["everything"]], [["--topology", "sideways"]], [["--fast"]], [["--keep", "--short"]]])("%j is refused in one line", (args) => {
  expect(() => securityOptions(args)).toThrow(/^[^\n]+$/);
});
