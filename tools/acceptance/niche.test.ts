import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Figure } from "../../bench/figures.ts";
import { nicheAcceptance } from "./niche.ts";
import { acceptanceOptions } from "./options.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-acceptance-"));
  writeFileSync(join(folder, "amazonReviewSnippets_GroundTruth.txt"), "1\t-2\tIt broke and is terrible.\n2\t2\tI love it.\n");
  writeFileSync(join(folder, "unlabelled.csv"), "text,date\nHello,2026\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The figures, and what was missing. Nothing here needs a vector. */
async function tried(...args: string[]): Promise<{ figures: Figure[]; missing: string[]; said: string[] }> {
  const said: string[] = [];
  const embedder = { dimensions: 2, embed: () => Promise.reject(new Error("no text is to be embedded")) };
  const trial = nicheAcceptance({ ...acceptanceOptions(["niche", ...args]), embedder, say: (message) => said.push(message) });
  const figures: Figure[] = [];
  for (;;) {
    const step = await trial.next();
    if (step.done) return { figures, missing: step.value, said };
    figures.push(step.value);
  }
}

it("corpora that are not there are told, and what is there is tried", async () => {
  const { figures, missing, said } = await tried("--data", folder);
  expect(figures).toMatchObject([{ value: 1, bar: { atLeast: 0.88 } }]);
  expect(missing).toEqual(["banking77_train.csv", "Apex_AD2600_DVD_player.txt", "fine_foods_reviews_5000.csv"]);
  expect(said).toEqual(["unlabelled.csv has no column of texts and one of two labels or more: left out"]);
});

it("only what was asked for is missed", async () => {
  expect((await tried("--data", folder, "--only", "amazon")).missing).toEqual([]);
  expect((await tried("--data", folder, "--only", "apex")).missing).toEqual(["Apex_AD2600_DVD_player.txt"]);
  expect((await tried("--data", folder, "--only", "labelled")).missing).toEqual(["another CSV file with labels"]);
});
