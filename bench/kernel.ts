/** Turns of an actor against a bare Durable Object that writes the same rows, and the replay of long logs. */
import { createTestHarness, type TestHarness } from "wrangler";
import { inRoot } from "../tools/system/paths.ts";
import { compared, growthExponent, median, type Bench, type Figure } from "./figures.ts";

const rounds = 7;
const turnsARound = 1_000;
const replaySizes = [25_000, 50_000, 100_000];

export const kernelBench: Bench = {
  name: "kernel",
  about: "turns per second against a bare Durable Object with the same rows; replay of 100,000 events with and without snapshot",
  async run() {
    process.env["X_LOCAL_OBSERVABILITY"] = "false";
    process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
    const harness = createTestHarness({ workers: [{ configPath: inRoot("durable-objects/kernel/testing/bench.wrangler.toml") }] });
    try {
      await harness.listen();
      return [await turns(harness), ...(await replays(harness))];
    } finally {
      await harness.close();
    }
  },
};

/** Both sides take turns round by round, so that what else the machine does strikes both. */
async function turns(harness: TestHarness): Promise<Figure> {
  const rates = { kernel: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    for (const side of ["bare", "kernel"] as const) {
      const query = new URLSearchParams({ name: "turns", from: String(round * turnsARound), count: String(turnsARound) });
      const seconds = await timed(harness, `/turns/${side}?${query}`);
      // The first round warms both up.
      if (round > 0) rates[side].push(turnsARound / seconds);
    }
  }
  const baseline = { name: "bare Durable Object, same rows in one transaction", value: median(rates.bare) };
  return compared("turns, 32 calls in flight", "turns/s", median(rates.kernel), baseline);
}

async function replays(harness: TestHarness): Promise<Figure[]> {
  const points: { size: number; time: number }[] = [];
  for (const size of replaySizes) {
    await timed(harness, `/fill?name=replay&count=${size}`);
    points.push({ size, time: await replayTime(harness) });
  }
  const whole = points.at(-1)?.time ?? NaN;
  await timed(harness, `/fill?name=replay&count=${replaySizes.at(-1)}&snapshot=yes`);
  const withSnapshot = await replayTime(harness);
  return [
    { name: "replay of 100,000 events", unit: "ms", value: whole * 1_000 },
    compared("replay of 100,000 events with a snapshot 100 before the end", "ms", withSnapshot * 1_000, {
      name: "the same without snapshot",
      value: whole * 1_000,
    }),
    { name: "growth exponent of replay, 25,000 to 100,000 events", unit: "", value: growthExponent(points) },
  ];
}

async function replayTime(harness: TestHarness): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(harness, "/replay?name=replay"));
  return median(times);
}

/** Seconds that a request takes. */
async function timed(harness: TestHarness, path: string): Promise<number> {
  const begun = performance.now();
  const response = await harness.fetch(path);
  await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (performance.now() - begun) / 1_000;
}
