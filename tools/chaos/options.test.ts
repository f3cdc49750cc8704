import { describe, expect, it } from "vitest";
import { UserError } from "../system/user-error.ts";
import { chaosOptions, usage } from "./options.ts";

describe("the options of chaos", () => {
  it("are ten kills on twenty niches and ten runs unless told otherwise", () => {
    expect(chaosOptions([])).toEqual({ kills: 10, seed: 1, niches: 20, runs: 10, json: false });
    expect(chaosOptions(["--niches", "2", "--json", "--seed=0", "--kills", "0"])).toEqual({
      kills: 0,
      seed: 0,
      niches: 2,
      runs: 2,
      json: true,
    });
  });

  it.each([
    ["--kills", "-1"],
    ["--kills", "1.5"],
    ["--seed", ""],
    ["--niches", "0"],
    ["--runs", "21"],
    ["--kills", "many"],
  ])("refuse %s %j", (flag, value) => {
    expect(() => chaosOptions([`${flag}=${value}`])).toThrow(UserError);
  });

  it("explain themselves when asked, and point there when misspelt", () => {
    expect(() => chaosOptions(["--help"])).toThrow(usage);
    expect(() => chaosOptions(["--kils", "3"])).toThrow("--help");
  });
});
