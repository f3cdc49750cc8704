import { expect, it } from "vitest";
import { openRunner } from "../testing/embedder.ts";
import { preparedForTests, reviews, sentimentForTests } from "../testing/prepared.ts";
import { modelForms } from "./model-form.ts";
import { neighbourTolerance } from "./neighbour-check.ts";

const shipped = modelForms.flatMap((form) => [
  { name: `all-minilm-l6-v2 in ${form}`, prepared: () => preparedForTests(form) },
  { name: `sentiment-minilm in ${form}`, prepared: () => sentimentForTests(form) },
]);

/** From one token to sixty, so that the short ones are mostly padding beside the long ones. */
const texts = ["x", ...reviews(7), "It broke after a day, and nobody answers. ".repeat(6), "🎧 ¡muy bueno! 很好"];

it.each(shipped)("$name gives a text the same numbers alone and beside others", { timeout: 120_000 }, async ({ prepared }) => {
  const runner = await openRunner(await prepared());
  const together = await runner.batch(texts);
  let worst = 0;
  for (const [index, text] of texts.entries()) {
    const [alone] = await runner.batch([text]);
    alone?.forEach((number, i) => (worst = Math.max(worst, Math.abs(number - (together[index]?.[i] ?? NaN)))));
  }
  await runner.close();
  expect(worst).toBeLessThanOrEqual(neighbourTolerance);
  expect(worst).toBeGreaterThanOrEqual(0);
});
