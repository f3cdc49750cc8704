import { describe, expect, it } from "vitest";
import { continuedThemes } from "./identity.ts";

const earlier = [
  { id: "thm_a", evidenceIds: ["1", "2", "3", "4"] },
  { id: "thm_b", evidenceIds: ["5", "6", "7"] },
];

describe("a theme of a later analysis", () => {
  it("continues the one that it shares most with, whatever came to it since", () => {
    const grown = [
      ["5", "6", "new1", "new2", "new3", "new4", "new5"],
      ["1", "2", "3", "7"],
    ];
    expect(continuedThemes(grown, earlier)).toEqual(["thm_b", "thm_a"]);
    expect(continuedThemes(grown, earlier.toReversed())).toEqual(["thm_b", "thm_a"]);
  });

  it("is new where it shares too little, or nothing", () =>
    expect(continuedThemes([["1", "5", "6", "7"], ["2"], ["9"], ["3", "4"]], earlier)).toEqual(["thm_b", undefined, undefined, "thm_a"]));

  it("that split in two goes on in the larger part only", () =>
    expect(continuedThemes([["1"], ["2", "3", "4"]], earlier)).toEqual([undefined, "thm_a"]));

  it("counts texts that are gone for nothing", () => expect(continuedThemes([["1"]], earlier)).toEqual(["thm_a"]));

  it("of a first analysis is new", () => expect(continuedThemes([["1"]], [])).toEqual([undefined]));
});
