/** A lane thread that answers zeros, and dies on the token id 666: for tests of what a dying thread costs. */
import { ok } from "../../contracts/result.ts";
import type { BatchVectors, TokenBatch } from "../backends/engine.ts";
import { serveThread } from "../threads/thread-work.ts";

await serveThread<unknown, TokenBatch, BatchVectors>(() =>
  Promise.resolve({
    answer({ ids, lengths }) {
      if (ids.includes(666)) process.exit(9);
      return Promise.resolve(ok({ vectors: new Float32Array(lengths.length), milliseconds: 1 }));
    },
    transfers: ({ vectors }) => [vectors.buffer],
    close: () => Promise.resolve(),
  }),
);
