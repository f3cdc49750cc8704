import { expect, test } from "vitest";
import type { ThemeFinding } from "../../../contracts/services/niche-analysis.ts";
import { outlierWords, readOutlierShare, shownOutlierShare } from "./outlier-share.ts";

const complaint = { value: 0, low: 0, high: 0, count: 0, n: 0, method: "wilson-95" as const };
const finding: ThemeFinding = {
  method: "m",
  seed: 1,
  texts: 200,
  distinctAuthors: 9,
  unit: "texts",
  silhouette: 0,
  outliers: 4,
  complaint,
};

test("per cent are read as people write them, and nothing outside 0 to 100", () => {
  expect(["5", " 2,5 ", "0", "100"].map(readOutlierShare)).toEqual([0.05, 0.025, 0, 1].map((value) => ({ ok: true, value })));
  for (const wrong of ["", "x", "-1", "101"])
    expect(readOutlierShare(wrong)).toEqual({ ok: false, error: "Write a number from 0 to 100." });
});

test("the field begins with what was asked before, or with 5", () => {
  expect(shownOutlierShare(undefined)).toBe("5");
  expect(shownOutlierShare({ ...finding, outlierShare: { asked: 0.07, found: 0.02 } })).toBe("7");
});

test("the finding says which share was asked and which came out; one of before says the number only", () => {
  expect(outlierWords({ ...finding, outlierShare: { asked: 0.05, found: 0.02 } }, "4")).toBe(
    "4 (2 %) fit no theme; at most 5 % may stay outside. ",
  );
  expect(outlierWords({ ...finding, outliers: 0, outlierShare: { asked: 0, found: 0 } }, "0")).toBe(
    "0 fit no theme; at most 0 % may stay outside. ",
  );
  expect(outlierWords(finding, "4")).toBe("4 fit no theme. ");
});
