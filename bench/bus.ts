/** Events per second from the queue to three projections, against bare databases that are given the same rows. */
import { readdirSync, readFileSync } from "node:fs";
import type { TestHarness } from "wrangler";
import { inRoot } from "../tools/system/paths.ts";
import { compared, type Bench, type Figure } from "./figures.ts";
import { places, timed, withWorker, type Place } from "./places.ts";

const config = "workers/event-bus/testing/bench/wrangler.toml";
const migrations = "workers/event-bus/migrations";
const warmUp = 1;
const rounds = 5;
const eventsARound = 2_000;

export const busBench: Bench = {
  name: "bus",
  about: "events per second: queue, store, three subscriptions, three projections with inboxes, against the same rows in bare D1 batches",
  async run() {
    const figures: Figure[] = [];
    for (const place of places()) figures.push(await withWorker(place, config, (harness) => through(harness, place)));
    return figures;
  },
};

async function through(harness: TestHarness, { kind }: Place): Promise<Figure> {
  await setUp(harness);
  const samples: Record<"bus" | "bare", number[]> = { bus: [], bare: [] };
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const side of round % 2 === 0 ? (["bare", "bus"] as const) : (["bus", "bare"] as const)) {
      const seconds = await timed(harness, `/${side}?round=r${round}&count=${eventsARound}`);
      if (round >= warmUp) samples[side].push(eventsARound / seconds);
    }
  }
  return compared(
    `events through the bus to three projections, state ${kind === "memory" ? "in memory" : "on disk"}`,
    "events/s",
    samples.bus,
    { name: "bare D1 batches of a hundred row inserts", samples: samples.bare },
    { atLeast: 0.4 },
  );
}

async function setUp(harness: TestHarness): Promise<void> {
  const files = readdirSync(inRoot(migrations)).filter((name) => name.endsWith(".sql"));
  const sql = files
    .toSorted()
    .map((name) => readFileSync(inRoot(`${migrations}/${name}`), "utf8"))
    .join("\n--> statement-breakpoint\n");
  const response = await harness.fetch("/setup", { method: "POST", body: sql });
  if (!response.ok) throw new Error(`the databases could not be made: ${await response.text()}`);
}
