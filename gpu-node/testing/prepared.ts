/** What tests of the node share: one prepared model for all of them, and real sentences to embed. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { Result } from "../../contracts/result.ts";
import { servedForm, type ModelForm } from "../models/model-form.ts";
import { minilmRecipe, sentimentRecipe } from "../models/minilm-recipe.ts";
import { prepare, type PreparedModel } from "../models/model-store.ts";

/** Kept between runs: preparation checks its digests every time. */
export const testModelFolder = join(tmpdir(), "paissive-test-models-3");

export async function preparedForTests(form: ModelForm = servedForm): Promise<PreparedModel> {
  return value(await prepare(testModelFolder, minilmRecipe({ form })));
}

/** The sentiment classifier. */
export async function sentimentForTests(form: ModelForm = servedForm): Promise<PreparedModel> {
  return value(await prepare(testModelFolder, sentimentRecipe({ form })));
}

/** The value of a result that must not be a fault here. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

/** Real sentences of customers (Kotzias et al. 2015: Amazon, IMDb, Yelp), every n-th of about 3,000 so that `count` come from all three. */
export function reviews(count: number): string[] {
  const fixtures = join(dirname(createRequire(import.meta.url).resolve("sentiment/package.json")), "test", "fixtures");
  const texts = ["amazon", "imdb", "yelp"]
    .flatMap((name) => z.array(z.object({ text: z.string() })).parse(JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8"))))
    .map(({ text }) => text)
    .filter((text) => text.trim() !== "");
  const step = Math.floor(texts.length / count);
  return texts.filter((_, i) => i % step === 0).slice(0, count);
}

/** Cosine of two vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}
