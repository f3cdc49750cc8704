import { expect, test } from "vitest";
import { sampleSizeOfLift, sampleSizeOfMeans, sampleSizeOfProportions } from "./sample-size.ts";

test("S09: from 0.3 to 0.5 at alpha 0.01 and power 0.9", () => {
  expect(sampleSizeOfProportions(0.3, 0.5, { alpha: 0.01, power: 0.9 })).toBe(177);
});

test("S10: means half a standard deviation apart", () => {
  expect(sampleSizeOfMeans(0.5, { alpha: 0.05, power: 0.8 })).toBe(63);
});

// evanmiller.org/ab-testing/sample-size.html
test.each([
  [0.05, 0.8, 0.2, 0.05, 1030.2192831104596],
  [0.05, 0.8, 0.03, 0.003, 51486.45630804196],
  [0.05, 0.9, 0.1, 0.02, 4888.317790232913],
  [0.01, 0.8, 0.02, 0.005, 18850.080777287545],
  [0.05, 0.8, 0.2, -0.05, 973.4302300795738],
  [0.05, 0.8, 0.7, 0.05, 1334.9990735427787],
])("Evan Miller's size: alpha %d, power %d, baseline %d, effect %d", (alpha, power, baseline, effect, size) => {
  expect(sampleSizeOfLift(baseline, effect, { alpha, power }) / size).toBeCloseTo(1, 10);
});
