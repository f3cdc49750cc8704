/** The thread that tells languages: a text takes it about a millisecond, which is too long for the event loop. */
import lande from "lande";
import { ok } from "../../contracts/result.ts";
import { serveThread } from "../threads/thread-work.ts";
import type { BatchVectors, TokenBatch } from "./engine.ts";
import { textsOf } from "./texts-of.ts";

/** Without a letter there is nothing to tell a language by; the network would name one with certainty. */
const letter = /\p{L}/u;

await serveThread<{ languages: readonly string[] }, TokenBatch, BatchVectors>(({ languages }) => {
  const size = languages.length;
  const place = new Map(languages.map((language, index) => [language, index]));
  return Promise.resolve({
    answer(batch) {
      const started = performance.now();
      const texts = textsOf(batch);
      const vectors = new Float32Array(texts.length * size);
      for (const [row, text] of texts.entries()) {
        const numbers = vectors.subarray(row * size, (row + 1) * size);
        if (!letter.test(text)) numbers.fill(1 / size);
        else for (const [language, probability] of lande(text)) numbers[place.get(language) ?? size] = probability;
      }
      return Promise.resolve(ok({ vectors, milliseconds: performance.now() - started }));
    },
    transfers: ({ vectors }) => [vectors.buffer],
    close: () => Promise.resolve(),
  });
});
