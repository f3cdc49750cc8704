/** The reading thread: bodies of up to megabytes are parsed and tokenised here, away from the event loop. */
import { readFile } from "node:fs/promises";
import { ok, type Result } from "../../contracts/result.ts";
import { attempt, serveThread } from "../threads/thread-work.ts";
import type { Reading, ReaderSettings, Readings, ReadRequest, ReadRequests } from "./reader.ts";
import { CharacterTokenizer } from "./character-tokenizer.ts";
import { SentenceTokenizer } from "./sentence-tokenizer.ts";
import { parseTextRequest } from "./text-requests.ts";
import { modelOf, readTexts, type ReadableModel, type TextTokenizer } from "./text-reading.ts";

await serveThread<ReaderSettings, Readings, ReadRequests>(async ({ models }) => {
  const tokenizers = new Map<string, TextTokenizer>();
  const tokenizerOf = async ({ name, tokenizerPath, maxTokens }: ReadableModel) => {
    const known = tokenizers.get(name);
    if (known) return known;
    const opened =
      tokenizerPath === undefined
        ? new CharacterTokenizer(maxTokens)
        : new SentenceTokenizer(await readFile(tokenizerPath, "utf8"), maxTokens);
    tokenizers.set(name, opened);
    return opened;
  };
  // The first model's is opened at once: a thread that cannot read files says so before anybody waits.
  for (const model of models.slice(0, 1)) await tokenizerOf(model);
  const read = async ({ route, body }: Reading): Promise<Result<ReadRequest>> => {
    const started = performance.now();
    const request = parseTextRequest(route, body);
    if (!request.ok) return request;
    const model = modelOf(request.value, models);
    if (!model.ok) return model;
    const texts = readTexts(request.value, model.value, await tokenizerOf(model.value));
    return texts.ok ? ok({ ...texts.value, milliseconds: performance.now() - started }) : texts;
  };
  return {
    async answer(readings) {
      const requests: Result<ReadRequest>[] = [];
      for (const reading of readings) {
        // One that throws fails alone.
        const given = await attempt(() => read(reading));
        requests.push(given.ok ? given.value : given);
      }
      return ok(requests);
    },
    transfers: (requests) => requests.flatMap((one) => (one.ok ? [one.value.ids.buffer, one.value.lengths.buffer] : [])),
    close: () => Promise.resolve(),
  };
});
