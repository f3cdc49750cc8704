/**
 * The files of the sample workspace: the bundled sentences with invented writers and dates, invented posts and invented tables. Seeded: the same bytes
 * each time. `contracts/sample/workspace.ts` says which niche holds which of them.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chances } from "../../workers/kit/statistics/chance.ts";
import { bundledSentences } from "../demo/bundled-evidence.ts";
import { written, type Crowd } from "./people.ts";
import { phoneCompetitors, phoneCrowd, phoneKeywords, phoneOutcomes, phoneSegments } from "./phone.ts";
import { inventedPosts } from "./posts.ts";
import { restaurantCompetitors, restaurantCrowd, restaurantKeywords, restaurantTexts } from "./restaurant.ts";
import { searches, survey } from "./tables.ts";

const seed = 2015;
const surveyed = 20;

/** Name → content. */
export function sampleFiles(): ReadonlyMap<string, string> {
  const chance = chances(seed).parameters;
  const lines = (texts: readonly string[], crowd: Crowd) =>
    `${written(texts, crowd, chance)
      .map((row) => JSON.stringify(row))
      .join("\n")}\n`;
  return new Map([
    ["sample-phone-sentences.jsonl", lines(bundledSentences("amazon"), phoneCrowd)],
    ["sample-phone-invented-posts.jsonl", lines(inventedPosts(), phoneCrowd)],
    ["sample-phone-invented-competitors.csv", phoneCompetitors],
    ["sample-phone-invented-searches.csv", searches(phoneKeywords, phoneCrowd.season, chance)],
    ["sample-phone-invented-survey.csv", survey(phoneOutcomes, phoneSegments, surveyed, chance)],
    ["sample-restaurant-sentences.jsonl", lines(bundledSentences("yelp").slice(0, restaurantTexts), restaurantCrowd)],
    ["sample-restaurant-invented-competitors.csv", restaurantCompetitors],
    ["sample-restaurant-invented-searches.csv", searches(restaurantKeywords, restaurantCrowd.season, chance)],
  ]);
}

export function writeSampleFiles(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of sampleFiles()) writeFileSync(join(folder, name), content);
}
