/**
 * `npm run chaos`: kills processes at random moments of real work and compares the end with an undisturbed run. Options: `-- --help`.
 * `npm run chaos -- inference`: faults of nodes, models and requests. Options: `-- inference --help`.
 */
import { runCommand } from "./system/command.ts";
import { compare } from "./chaos/comparison.ts";
import { verdict } from "./chaos/difference.ts";
import { inferenceChaos } from "./chaos/inference/inference.ts";
import { inferenceOptions } from "./chaos/inference/options.ts";
import { killsOf } from "./chaos/kills.ts";
import { chaosOptions, type ChaosOptions } from "./chaos/options.ts";
import type { Outcome } from "./chaos/outcome.ts";
import { trial } from "./chaos/trial.ts";
import { summaryOf } from "./chaos/webhooks/deliveries.ts";
import { planWork } from "./chaos/workload.ts";

/** Returns the exit code: 0 when nothing was lost, done twice, mixed up or left unfinished. */
async function main(): Promise<number> {
  const [first, ...rest] = process.argv.slice(2);
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interruption.abort());
  const begun = performance.now();
  const say = (message: string) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
  if (first === "inference") return inferenceChaos(inferenceOptions(rest), say, interruption.signal);
  const options = chaosOptions(process.argv.slice(2));
  const [undisturbed, disturbed] = await bothTrials(options, say, interruption.signal);
  const webhooks = summaryOf(disturbed.delivered, disturbed.events);
  say(
    `webhooks: ${Object.entries(webhooks)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}`,
  );
  const differences = compare(undisturbed, disturbed);
  if (options.json) console.log(JSON.stringify({ ...options, events: disturbed.events.length, webhooks, differences }));
  else for (const { kind, where } of differences.slice(0, 20)) console.log(`${kind}: ${where}`);
  console.log(verdict(options.kills, differences));
  return differences.length === 0 ? 0 : 1;
}

/** The undisturbed and the disturbed trial, side by side. When one of them fails, the other is stopped. */
async function bothTrials(
  { kills, seed, ...work }: ChaosOptions,
  say: (message: string) => void,
  interrupted: AbortSignal,
): Promise<[Outcome, Outcome]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([interrupted, failure.signal]);
  const plan = planWork({ seed, ...work });
  say("starting two systems");
  const trials = [
    trial({ plan, seed, kills: [], say: (message) => say(`undisturbed: ${message}`), signal }),
    trial({ plan, seed, kills: killsOf(kills, seed), say, signal }),
  ] as const;
  try {
    return await Promise.all(trials);
  } catch (cause) {
    failure.abort();
    await Promise.allSettled(trials);
    throw cause;
  }
}

await runCommand(main);
process.exit();
