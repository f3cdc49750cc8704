/** A lane thread that answers zeros, and dies on the token id 666: for tests of what a dying thread costs. */
import { ok } from "../../contracts/result.ts";
import type { LaneAnswer, LaneQuestion } from "../backends/lane-work.ts";
import { serveThread } from "../threads/thread-work.ts";

await serveThread<unknown, LaneQuestion, LaneAnswer>(() =>
  Promise.resolve({
    answer(question) {
      if (question.kind !== "run") return Promise.resolve(ok(undefined));
      const { ids, lengths } = question.batch;
      if (ids.includes(666)) process.exit(9);
      return Promise.resolve(ok({ vectors: new Float32Array(lengths.length), milliseconds: 1 }));
    },
    transfers: (answer) => (answer ? [answer.vectors.buffer] : []),
    close: () => Promise.resolve(),
  }),
);
