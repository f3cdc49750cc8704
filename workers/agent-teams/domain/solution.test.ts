import { describe, expect, it } from "vitest";
import { byUrgency, outlineSolution } from "./solution.ts";
import { niche, proportion, theme } from "./testing/results.ts";

describe("the order of urgency", () => {
  it("goes by severity, then by how many complain, then by id, and leaves its input alone", () => {
    const low = theme(1, { severity: "low", complaint: proportion(40, 40) });
    const few = theme(2, { complaint: proportion(5, 40) });
    const many = theme(4, { complaint: proportion(30, 40) });
    const asMany = theme(3, { complaint: proportion(30, 40) });
    const high = theme(5, { severity: "high", complaint: proportion(1, 40) });
    const themes = [low, few, many, asMany, high];
    expect(byUrgency(themes)).toEqual([high, asMany, many, few, low]);
    expect(byUrgency(themes.toReversed())).toEqual(byUrgency(themes));
    expect(themes[0]).toBe(low);
  });
});

describe("a solution's outline", () => {
  it("has one feature for each theme that people complain about, with the figures and the evidence", () => {
    const outline = outlineSolution(
      niche({
        themes: [
          theme(1, { complaint: proportion(0, 40) }),
          theme(2, { severity: "low" }),
          theme(3, { severity: "high", label: "battery life", complaint: { ...proportion(10, 40), low: 0.142, high: 0.405 } }),
          theme(4, { severity: "medium" }),
        ],
      }),
    );
    expect(outline.features.map(({ themeId, priority }) => [themeId.at(-1), priority])).toEqual([
      ["3", "must"],
      ["4", "should"],
      ["2", "could"],
    ]);
    expect(outline.features[0]).toMatchObject({
      because: "10 of 40 texts on battery life complain (95 % interval 14 % to 41 %).",
      evidenceIds: [`evd_${"3".repeat(32)}`],
    });
  });

  it("stays a first product: at most six features, the most urgent ones", () => {
    const themes = Array.from({ length: 9 }, (_, index) => theme(index, { complaint: proportion(index + 1, 40) }));
    const { features } = outlineSolution(niche({ themes }));
    expect(features.map(({ themeId }) => themeId.at(-1))).toEqual(["8", "7", "6", "5", "4", "3"]);
  });

  it("is pitched with the two most urgent themes", () => {
    const themes = [theme(1, { label: "price" }), theme(2, { label: "fit", severity: "high" }), theme(3, { label: "case" })];
    expect(outlineSolution(niche({ themes })).pitch).toBe(
      "For people who deal with Earbuds: a tool that takes fit and price off their hands.",
    );
    expect(outlineSolution(niche({ themes: themes.slice(0, 1) })).pitch).toContain("a tool that takes price off their hands");
  });

  it("promises nothing where nobody complains", () => {
    const outline = outlineSolution(niche({ themes: [theme(1, { complaint: proportion(0, 40) })] }));
    expect(outline.features).toEqual([]);
    expect(outline.pitch).toContain("no problem to solve");
  });
});

describe("open questions", () => {
  const questions = (change: Parameters<typeof niche>[0]) => outlineSolution(niche(change)).openQuestions;
  const known = niche().market;

  it("are none when market and evidence leave nothing open", () => {
    expect(questions({})).toEqual([]);
    expect(questions({ finding: undefined })).toEqual([]);
  });

  it.each([
    ["how many people", { market: { ...known, marketSize: "unknown" as const } }],
    ["who serves them", { market: { ...known, competition: "unknown" as const } }],
    ["demand grow", { market: { ...known, growthRate: "unknown" as const } }],
    ["names no authors", { finding: { ...niche().finding, unit: "texts" } as ReturnType<typeof niche>["finding"] }],
  ])("ask about %s when that is not known", (topic, change) => {
    expect(questions(change)).toEqual([expect.stringMatching(new RegExp(topic, "i"))]);
  });

  it("doubt a theme of fewer than 15 texts", () => {
    expect(questions({ themes: [theme(1, { size: 15 })] })).toEqual([]);
    expect(questions({ themes: [theme(1, { size: 14 })] })).toEqual(['Is "theme 1" real? Only 14 texts speak of it.']);
  });
});
