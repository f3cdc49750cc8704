import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../system/user-error.ts";
import { acceptanceOptions } from "./options.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-acceptance-"));
  for (const name of ["banking77_train.csv", "mine.csv"]) writeFileSync(join(folder, name), "text,label\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const of = (...args: string[]) => acceptanceOptions(["niche", ...args]);
const choice = (...args: string[]) => {
  const { tried, demanded } = of(...args);
  return { tried: [...tried], demanded: [...demanded] };
};

describe("what acceptance tries", () => {
  it("is everything in a folder, and the known corpora must be there", () =>
    expect(choice("--data", folder)).toEqual({
      tried: ["banking77", "apex", "amazon", "foods", "labelled"],
      demanded: ["banking77", "apex", "amazon", "foods"],
    }));

  it("is what is named, all of which must be there", () =>
    expect(choice("--data", folder, "--only", "amazon, labelled")).toEqual({
      tried: ["amazon", "labelled"],
      demanded: ["amazon", "labelled"],
    }));

  it("is the one file that is given, by its name or as one of labels", () => {
    expect(choice("--data", join(folder, "banking77_train.csv")).demanded).toEqual(["banking77"]);
    expect(choice("--data", join(folder, "mine.csv"))).toEqual({ tried: ["labelled"], demanded: ["labelled"] });
  });
});

describe("a command line that cannot be followed", () => {
  it.each([
    [["--data", "/nowhere"], "There is no /nowhere."],
    [[], "Say where the corpora are"],
    [["--data", ".", "--only", "apex,pear"], "--only pear: give some of banking77, apex, amazon, foods, labelled"],
    [["--data", ".", "--only", ""], "--only "],
    [["--data", ".", "--seed", "1.5"], "give a whole number from 0"],
    [["--data", ".", "--fast"], "--fast"],
  ])("%j is refused with a line that says why", (args, line) => {
    expect(() => of(...args)).toThrow(UserError);
    expect(() => of(...args)).toThrow(line);
  });
});
