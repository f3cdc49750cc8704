/** Which two headlines to try against each other, and how many visitors it takes before the answer means anything. */
import type { MarketingPlan, ParsedPlanRequest } from "../../../contracts/services/marketing.ts";
import type { Story } from "./content/story.ts";
import { comparable } from "./content/plain-text.ts";
import { quoted } from "./content/statements.ts";
import { sampleSizeOfLift } from "./statistics/sample-size.ts";

/** What is assumed of a page that nobody has visited: three in a hundred act, and a change by one point is worth knowing. */
export const defaultExperiment = { baseline: 0.03, minimumEffect: 0.01 };
const demands = { alpha: 0.05, power: 0.8 };

/** The two best headlines of the evidence; undefined when there are not two. */
export function headlineTest(
  { headlines }: Pick<Story, "headlines">,
  assumed: ParsedPlanRequest["experiment"],
): MarketingPlan["headlineTest"] {
  const [first] = headlines;
  const second = headlines.find(({ text }) => first && comparable(text) !== comparable(first.text));
  if (!first || !second) return undefined;
  const { baseline, minimumEffect } = assumed ?? defaultExperiment;
  return {
    variants: [quoted(first).text, quoted(second).text],
    baseline,
    minimumEffect,
    ...demands,
    perVariant: Math.ceil(sampleSizeOfLift(baseline, minimumEffect, demands)),
  };
}
