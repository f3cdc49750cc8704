import { rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { env, pipeline } from "@huggingface/transformers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedder, openRunner, type Embedder } from "../testing/embedder.ts";
import { cosine, reviews, sentimentForTests } from "../testing/prepared.ts";
import { publishedModel } from "../testing/published.ts";

let folder: string;
beforeAll(async () => {
  folder = await publishedModel({ logits: true });
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Sentences as they are, and what tokenisers and padding stumble over. */
const texts = [
  ...reviews(44),
  "Ça coûte 3,50 € — déjà trop cher !",
  "ΑΣ ΟΔΥΣΣΕΥΣ 中文和English混在一起 👩‍👩‍👧‍👦",
  "e\u0301 \u200b\ufeff don't [SEP] ##ing",
  "x",
  "good ".repeat(60),
  "supercalifragilistic".repeat(6),
];

/** In batches of 10, as they come: neighbours of all lengths. */
async function rowsOf(runner: Embedder): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += 10) rows.push(...(await runner.batch(texts.slice(start, start + 10))));
  await runner.close();
  return rows;
}

describe("@huggingface/transformers with the same weights and tokenizer", () => {
  it("gives the same vectors of 50 texts: cosine at least 0.9999", async () => {
    const rows = await rowsOf(await openEmbedder("fp32"));
    const extract = await pipeline("feature-extraction", basename(folder), { dtype: "fp32", device: "cpu" });
    for (const [index, text] of texts.entries()) {
      const { data } = await extract(text, { pooling: "mean", normalize: true });
      expect(cosine(Float32Array.from(data), rows[index] ?? new Float32Array())).toBeGreaterThanOrEqual(0.9999);
    }
    await extract.dispose();
  }, 180_000);

  it("gives the same labels of 25 texts with the same probabilities", async () => {
    const rows = await rowsOf(await openRunner(await sentimentForTests("fp32")));
    const classify = await pipeline("text-classification", basename(folder), { dtype: "fp32", device: "cpu" });
    for (const [index, text] of [...texts.entries()].filter(([number]) => number % 2 === 0)) {
      const [best] = (await classify(text)).flat();
      const [negative = 0, positive = 0] = rows[index] ?? [];
      expect(best?.label).toBe(positive > negative ? "positive" : "negative");
      expect(best?.score).toBeCloseTo(Math.max(negative, positive), 5);
    }
    await classify.dispose();
  }, 180_000);
});
