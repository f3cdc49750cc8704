import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, it } from "vitest";
import { TimedEngine, type BatchTimes } from "../testing/timed-engine.ts";
import { Scheduler } from "./scheduler.ts";

/** Lengths as reviews have them: log-normal, half below 27 tokens, a tenth above 81. */
function lengthsOf(count: number): number[] {
  const random = xoroshiro128plus(27);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
    return Math.min(256, Math.max(3, Math.round(27 * Math.exp((Math.log(3) / 1.2816) * normal))));
  });
}

/** Clients that each send one text, and the next when the answer is there. */
async function served(clients: number, times: BatchTimes) {
  const engine = new TimedEngine(2, times);
  const limits = { paddedTokens: 1_024, fill: 0.85 };
  const scheduler = new Scheduler({ engine, queueTokens: 100_000, limits, tuned: true, now: () => 1_000_000 + engine.now });
  const texts = lengthsOf(900).values();
  const client = async () => {
    for (const length of texts) {
      const request = { ids: new Int32Array(length), lengths: Int32Array.of(length), isolated: false, deadline: undefined };
      await scheduler.submit({ ...request, signal: new AbortController().signal });
    }
  };
  await engine.until(Promise.all(Array.from({ length: clients }, client)));
  const { real, padded, milliseconds } = engine.computed;
  /** Of the tokens that would be computed in that time without padding and without a fixed time. */
  return { padding: 1 - real / padded, share: (real * times.perToken) / milliseconds };
}

it.each([
  ["a processor with fast 8-bit kernels", { fixed: 0.5, perToken: 0.12 }],
  ["a slow processor", { fixed: 6, perToken: 0.6 }],
])("wastes little on padding and on small batches, on %s", async (_, times) => {
  const few = await served(32, times);
  expect(few.padding).toBeLessThan(0.05);
  expect(few.share).toBeGreaterThan(0.88);
  const many = await served(256, times);
  expect(many.padding).toBeLessThan(0.03);
  expect(many.share).toBeGreaterThan(0.93);
});
