/** Turns of an actor against a bare Durable Object that writes the same rows, and what a long log costs. */
import * as z from "zod";
import type { TestHarness } from "wrangler";
import { compared, growthExponent, median, rangeOf, type Bench, type Figure } from "./figures.ts";
import { ask, places, timed, withWorker, type Place } from "./places.ts";

const config = "durable-objects/kernel/testing/bench.wrangler.toml";
const warmUp = 2;
const rounds = 11;
const turnsARound = 500;
const turnBars = { memory: 0.75, disk: 0.9 };
const sizes = [1_000, 10_000, 100_000] as const;
const [smallest, , largest] = sizes;

export const kernelBench: Bench = {
  name: "kernel",
  about: "turns per second against a bare Durable Object with the same rows; replay and turns of actors with up to 100,000 events",
  async run() {
    const figures: Figure[] = [];
    const everywhere = places();
    for (const place of everywhere) figures.push(await withWorker(place, config, (harness) => turns(harness, place)));
    const [anywhere] = everywhere;
    if (anywhere) figures.push(...(await withWorker(anywhere, config, (harness) => longLogs(harness, anywhere))));
    return figures;
  },
};

async function turns(harness: TestHarness, { kind }: Place): Promise<Figure> {
  const rate = async (side: string, round: number) =>
    turnsARound / (await timed(harness, `/turns/${side}?name=turns&from=${round * turnsARound}&count=${turnsARound}`));
  const [own, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUp + rounds; round++) {
    const pair: Record<string, number> = {};
    for (const side of round % 2 === 0 ? ["bare", "kernel"] : ["kernel", "bare"]) pair[side] = await rate(side, round);
    if (round < warmUp) continue;
    own.push(pair["kernel"] ?? NaN);
    bare.push(pair["bare"] ?? NaN);
  }
  return compared(
    `turns, 32 calls in flight, state ${where(kind)}`,
    "turns/s",
    own,
    { name: "bare Durable Object, same rows in one transaction", samples: bare },
    { atLeast: turnBars[kind] },
  );
}

async function longLogs(harness: TestHarness, { kind }: Place): Promise<Figure[]> {
  for (const size of sizes) await ask(harness, `/fill?name=log-${size}&count=${size}`);
  // Turns write snapshots, so they are taken of others.
  for (const size of [smallest, largest]) await ask(harness, `/fill?name=turns-${size}&count=${size}`);
  await ask(harness, `/fill?name=snapshot&count=${largest}&snapshot=yes`);
  const replays: Record<string, number[]> = {};
  const turnTimes: Record<number, number[]> = {};
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const name of [...sizes.map((size) => `log-${size}`), "snapshot"]) {
      const milliseconds = z.number().parse(await ask(harness, `/replay?name=${name}`));
      if (round >= warmUp) (replays[name] ??= []).push(milliseconds);
    }
    for (const size of [smallest, largest]) {
      const seconds = await timed(harness, `/turns/kernel?name=turns-${size}&from=${round * turnsARound}&count=${turnsARound}`);
      if (round >= warmUp) (turnTimes[size] ??= []).push((seconds / turnsARound) * 1_000);
    }
  }
  const replayOf = (size: number) => replays[`log-${size}`] ?? [];
  const whole = replayOf(largest);
  return [
    {
      name: `replay of 100,000 events, state ${where(kind)}`,
      unit: "ms",
      value: median(whole),
      range: rangeOf(whole),
      samples: { own: whole },
    },
    compared(
      "replay of 100,000 events with a snapshot 100 before the end",
      "ms",
      replays["snapshot"] ?? [],
      { name: "the same without snapshot", samples: whole },
      { atMost: 1 / 50 },
    ),
    growth("growth exponent of replay, 1,000 to 100,000 events", 1.1, sizes, replayOf),
    growth("growth exponent of a turn, 1,000 to 100,000 events in the log", 0.1, [smallest, largest], (size) => turnTimes[size] ?? []),
  ];
}

/** One exponent a round, so that it has a range; the median counts. */
function growth(name: string, atMost: number, over: readonly number[], timesOf: (size: number) => readonly number[]): Figure {
  const exponents = Array.from({ length: rounds }, (_, round) =>
    growthExponent(over.map((size) => ({ size, time: timesOf(size)[round] ?? NaN }))),
  );
  const samples = Object.fromEntries(over.map((size) => [`${size} events, ms`, [...timesOf(size)]]));
  return { name, unit: "", value: median(exponents), range: rangeOf(exponents), bar: { atMost }, samples };
}

function where(kind: Place["kind"]): string {
  return kind === "memory" ? "in memory" : "on disk";
}
