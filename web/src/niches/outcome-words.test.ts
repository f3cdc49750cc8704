import { describe, expect, it, test } from "vitest";
import type { TextOutcome, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { higherInWords, nearInWords, outcomeInWords, shrunkInWords, trustInWords } from "./outcome-words.ts";

const outcome: TextOutcome = {
  grade: "text-proxy",
  importance: 8.25,
  satisfaction: 3,
  score: 13.5,
  low: 11,
  high: 14,
  band: "high",
  possibleBands: ["high", "underserved"],
  first: 0.6,
  n: 41,
  samples: 400,
  method: "proxy",
};

describe("an opportunity from texts in words", () => {
  it("never says the score without its interval, its people and what else it could be", () => {
    expect(
      outcomeInWords({ ...outcome, importanceInterval: { low: 7.5, high: 9 }, satisfactionInterval: { low: 2.1, high: 4 } }, "authors"),
    ).toBe(
      "Opportunity 13.5 of 20 (95 % interval 11.0 to 14.0; 41 people): high, could also be underserved. Importance 8.3 (7.5 to 9.0), satisfaction 3.0 (2.1 to 4.0) of 10; the first of all themes in 60 % of the resamples.",
    );
    expect(outcomeInWords(outcome, "texts")).toContain(
      "41 texts): high, could also be underserved. Importance 8.3, satisfaction 3.0 of 10;",
    );
  });

  it("names the themes that it came out above, and none that is not there any more", () => {
    const above = [
      { themeId: "a", probability: 0.81 },
      { themeId: "gone", probability: 0.5 },
      { themeId: "b", probability: 0.4 },
      { themeId: "c", probability: 0.1 },
    ];
    const themes = ["a", "b", "c"].map((id) => ({ id, label: id.toUpperCase() }));
    expect(higherInWords({ ...outcome, above }, themes)).toBe("More to win than in A in 81 %, B in 40 % of the resamples.");
    expect(higherInWords(outcome, themes)).toBeUndefined();
  });
});

test("how far a theme and its terms can be trusted is said with intervals, as far as it was computed", () => {
  const theme = { stability: 0.91, stabilityInterval: { low: 0.8, high: 0.97, n: 50 } } as ThemeSummary;
  const coherence = { value: 0.31, low: 0.25, high: 0.4, n: 900, pairs: 28, method: "m" };
  expect(trustInWords({ ...theme, coherence }, 50)).toEqual([
    "stability under resampling 0.91 (mean Jaccard similarity, 95 % of 50 resamples 0.80 to 0.97; Hennig 2007)",
    "coherence of its terms 0.31 (95 % interval 0.25 to 0.40; 28 pairs in 900 texts; mean NPMI, −1 never together, 0 as chance has it, 1 always)",
  ]);
  const { stabilityInterval: _, ...before } = theme;
  expect(trustInWords(before, 20)).toEqual(["stability under resampling 0.91 (mean Jaccard similarity, 20 resamples; Hennig 2007)"]);
});

describe("a severity near a cut-off", () => {
  const sureness = { intensity: { low: 0.6, high: 0.8, n: 20 }, severities: { high: 0.7, medium: 0.3 }, samples: 400, method: "m" };
  it("says what it is near to, and how often that came out", () => {
    expect(nearInWords({ ...sureness, near: "medium" })).toBe("near medium, which came out in 30 % of 400 resamples");
    expect(nearInWords(sureness)).toBeUndefined();
  });
});

test("a share that was drawn towards others says so, with both", () => {
  const shrunk = { value: 0.31, low: 0.18, high: 0.46, n: 4, prior: { mean: 0.3, strength: 24.4, groups: 12 }, method: "m" };
  expect(shrunkInWords(shrunk, "authors")).toBe(
    "31 % complain (18 % to 46 %) when drawn towards the 30 % of all 12 themes, which weigh like 24 people",
  );
  expect(shrunkInWords(shrunk, "texts")).toMatch(/24 texts$/);
});
