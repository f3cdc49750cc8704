/** `npm run chaos -- inference`: real processes, real faults; each figure beside its bar. */
import { met, type Figure } from "../../../bench/figures.ts";
import { UserError } from "../../system/user-error.ts";
import { broken } from "./cases/broken-downloads.ts";
import type { Parts } from "./cases/case.ts";
import { corrupted } from "./cases/corrupted.ts";
import { drained } from "./cases/drained.ts";
import { inputs } from "./cases/inputs.ts";
import { killed } from "./cases/killed.ts";
import { paused } from "./cases/paused.ts";
import { soak } from "./cases/soak.ts";
import { Load } from "./load.ts";
import type { InferenceOptions } from "./options.ts";
import { lineOf, summaryOf } from "./report.ts";
import { nodeNames, Stage, type NodeName } from "./stage.ts";

/** How often the wrong inputs are sent. */
const rounds = { short: 6, long: 30 } as const;

/** Returns the exit code: 0 when every bar was held. Whatever was started is stopped and removed. */
export async function inferenceChaos(options: InferenceOptions, say: (message: string) => void, interrupted: AbortSignal): Promise<number> {
  say("starting an edge and two nodes");
  const stage = await Stage.start();
  const interruption = new Promise<never>((_, reject) => {
    const stop = () => reject(new UserError("Interrupted: everything was stopped and removed."));
    interrupted.addEventListener("abort", stop, { once: true });
    if (interrupted.aborted) stop();
  });
  try {
    const figures = await Promise.race([faults(stage, options, say), interruption]);
    if (options.json) console.log(JSON.stringify({ ...options, figures }));
    console.log(summaryOf(figures));
    return figures.every(met) ? 0 : 1;
  } finally {
    await stage.stop();
  }
}

async function faults(stage: Stage, { short, json, soakSeconds }: InferenceOptions, say: (message: string) => void): Promise<Figure[]> {
  const parts: Parts = { stage, say, load: await Load.prepare(stage) };
  const at = (chosen: NodeName) => (short ? [chosen] : nodeNames);
  const cases: (() => Promise<Figure[]>)[] = [
    ...at("local").map((name) => () => killed(parts, name)),
    ...at("behind-nat").map((name) => () => paused(parts, name)),
    ...at("behind-nat").map((name) => () => drained(parts, name)),
    // Neither disturbs the other, nor the node that comes up again meanwhile.
    async () => (await Promise.all([corrupted(parts), broken(parts), inputs(parts, short ? rounds.short : rounds.long)])).flat(),
    () => soak(parts, soakSeconds),
  ];
  const figures: Figure[] = [];
  for (const run of cases) {
    const found = await run();
    say(`${found.filter(met).length} of ${found.length} bars held`);
    if (!json) for (const figure of found) console.log(lineOf(figure));
    figures.push(...found);
  }
  return figures;
}
