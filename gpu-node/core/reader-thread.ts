/** The reading thread: bodies of up to megabytes are parsed and tokenised here, away from the event loop. */
import { readFile } from "node:fs/promises";
import { ok } from "../../contracts/result.ts";
import { serveThread } from "../threads/thread-work.ts";
import { parseEmbeddingsRequest, textsOf } from "./embeddings-request.ts";
import type { ReadRequest, ReaderSettings } from "./reader.ts";
import { SentenceTokenizer } from "./sentence-tokenizer.ts";

await serveThread<ReaderSettings, Uint8Array<ArrayBuffer>, ReadRequest>(async ({ tokenizerPath, maxTokens }) => {
  const tokenizer = new SentenceTokenizer(await readFile(tokenizerPath, "utf8"), maxTokens);
  return {
    async answer(body) {
      const started = performance.now();
      const request = parseEmbeddingsRequest(body);
      if (!request.ok) return request;
      const texts = textsOf(request.value).map((text) => tokenizer.encode(text));
      const { model, encoding_format: encoding, dimensions, isolated, deadline } = request.value;
      return ok({
        model,
        encoding,
        dimensions,
        isolated,
        deadline,
        ids: Int32Array.from(texts.flatMap(({ ids }) => ids)),
        lengths: Int32Array.from(texts, ({ ids }) => ids.length),
        truncated: texts.filter(({ truncated }) => truncated).length,
        milliseconds: performance.now() - started,
      });
    },
    transfers: ({ ids, lengths }) => [ids.buffer, lengths.buffer],
    close: () => Promise.resolve(),
  };
});
