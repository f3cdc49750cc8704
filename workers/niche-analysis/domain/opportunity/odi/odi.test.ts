import { describe, expect, it } from "vitest";
import { rankProbabilities } from "../ranking/ranks.ts";
import { opportunityOf, outcomeBandOf } from "./odi.ts";
import { surveyScores, type Answers } from "./survey.ts";
import { textProxyScores, type OutcomeMention } from "./text-proxy.ts";

describe("the opportunity of an outcome", () => {
  // Ulwick 2002 and the closed-form cases beside it.
  it.each([
    [9.5, 3.2, 15.8],
    [9, 4, 14],
    [8, 4, 12],
    [8, 8, 8],
    [6, 9, 6],
    [10, 0, 20],
    [5, 5, 5],
    [3, 9, 3],
  ])("with importance %d and satisfaction %d is %d", (importance, satisfaction, score) => {
    expect(opportunityOf(importance, satisfaction)).toBeCloseTo(score, 12);
  });

  it("has bands above 15, 12 and 10", () => {
    expect([15.8, 15, 14, 12, 10.1, 10].map(outcomeBandOf)).toEqual(["extreme", "high", "high", "underserved", "underserved", "served"]);
  });
});

describe("a survey", () => {
  const people = (n: number): Answers[] =>
    Array.from({ length: n }, (_, i) => ({
      // 90 % find it important, 30 % are satisfied; of the other 50 % and 80 %.
      fast: { importance: i % 10 < 9 ? 5 : 2, satisfaction: i % 10 < 3 ? 4 : 3 },
      pretty: { importance: i % 2 === 0 ? 4 : 1, satisfaction: i % 5 < 4 ? 5 : 1 },
      ...(i < n / 2 && { rare: { importance: 3, satisfaction: 3 } }),
    }));

  it("scores ten times the share of fours and fives, of those who rated", () => {
    const { grade, outcomes } = surveyScores(people(200), 1);
    expect(grade).toBe("survey");
    expect(outcomes.map(({ outcome, importance, satisfaction, score, n }) => [outcome, importance, satisfaction, score, n])).toEqual([
      ["fast", 9, 3, 15, 200],
      ["pretty", 5, 8, 5, 200],
      ["rare", 0, 0, 0, 100],
    ]);
    expect(outcomes[0]).toMatchObject({ band: "high", possibleBands: ["extreme", "high"] });
  });

  it("has intervals of importance and satisfaction too, as wide as a share of so many", () => {
    const [fast] = surveyScores(people(200), 1).outcomes;
    // Ten times 0.9 ± 1.96 √(0.9 · 0.1 / 200), and 0.3 likewise.
    expect(fast?.importanceInterval.low).toBeCloseTo(9 - 0.42, 0);
    expect(fast?.importanceInterval.high).toBeCloseTo(9 + 0.42, 0);
    expect((fast?.satisfactionInterval.high ?? 0) - (fast?.satisfactionInterval.low ?? 0)).toBeCloseTo(2 * 0.64, 0);
  });

  it("has intervals that more respondents narrow", () => {
    const width = (n: number) => {
      const [first] = surveyScores(people(n), 1).outcomes;
      return (first?.high ?? 0) - (first?.low ?? 0);
    };
    expect(width(20) / width(500)).toBeGreaterThan(3);
  });

  it("says how likely each outcome is the first", () => {
    const { draws } = surveyScores(people(100), 1);
    expect(rankProbabilities(draws).ranks[0]?.[0]).toBe(1);
    expect(surveyScores(people(100), 1).draws).toEqual(draws);
  });
});

describe("scores guessed from texts", () => {
  const said = (outcome: string, texts: number, complaints: number, author?: string): OutcomeMention[] =>
    Array.from({ length: texts }, (_, i) => ({
      outcome,
      complaint: i < complaints ? 0.8 : 0.1,
      praises: i >= complaints,
      ...(author !== undefined && { author }),
    }));

  it("are marked as a proxy and order outcomes by prevalence and complaints", () => {
    const { grade, method, outcomes } = textProxyScores([...said("battery", 60, 45), ...said("colour", 20, 1), ...said("sound", 40, 8)], 1);
    expect(grade).toBe("text-proxy");
    expect(method).toMatch(/proxy.*not a survey/);
    // battery: rank 3 of 3 and intensity .8 give 9, satisfied 2.5; sound: 2/3 and .8 give 7.33, satisfied 8; colour 1/3 and .8, 9.5.
    expect(outcomes.map(({ outcome, score, n }) => [outcome, score, n])).toEqual([
      ["battery", expect.closeTo(9 + 6.5, 9), 60],
      ["sound", expect.closeTo(5 * (2 / 3 + 0.8), 9), 40],
      ["colour", expect.closeTo(5 * (1 / 3 + 0.8), 9), 20],
    ]);
  });

  it("take praise for satisfaction, and not the absence of complaints", () => {
    const neutral = said("sound", 40, 8).map((mention, i) => ({ ...mention, praises: i >= 30 }));
    const [only] = textProxyScores(neutral, 1).outcomes;
    // Ten of forty praise, twenty-two say neither.
    expect(only).toMatchObject({ satisfaction: 2.5, score: expect.closeTo(9 + (9 - 2.5), 9) });
  });

  it("count people, and are less sure of one loud person than of many", () => {
    const loud = textProxyScores([...said("battery", 60, 45, "a"), ...said("sound", 40, 8)], 1).outcomes;
    expect(loud.find(({ outcome }) => outcome === "battery")).toMatchObject({ n: 1, importance: expect.closeTo(5 * (0.5 + 0.8), 9) });
  });

  it("are less sure where a conversation is drawn whole, and count who wrote in two of them once", () => {
    const threads = [...said("battery", 40, 20), ...said("sound", 40, 10)];
    // Four conversations about each, two of them angry.
    const together = threads.map((mention, i) => ({ ...mention, author: `a${i}`, unit: Math.floor(i / 10) }));
    const alone = together.map(({ unit: _, ...mention }) => mention);
    const width = (mentions: OutcomeMention[]) => {
      const { low = 0, high = 0 } = textProxyScores(mentions, 1).outcomes.find(({ outcome }) => outcome === "battery") ?? {};
      return high - low;
    };
    expect(width(together)).toBeGreaterThan(1.5 * width(alone));
    const busy = together.map((mention) => ({ ...mention, author: "everywhere" }));
    const { method, outcomes } = textProxyScores(busy, 1, "conversations");
    expect(method).toContain("bootstrap over conversations");
    expect(outcomes.map(({ n }) => n)).toEqual([1, 1]);
  });

  it("nobody complaining means no intensity, and no interval below what is known", () => {
    const [only] = textProxyScores(said("sound", 30, 0), 1).outcomes;
    expect(only).toMatchObject({ importance: 5, satisfaction: 10, score: 5, low: 5, high: 5 });
  });
});
