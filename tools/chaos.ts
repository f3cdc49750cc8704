/** `npm run chaos`: kills processes at random moments of real work and compares the end with an undisturbed run. Options: `-- --help`. */
import { compare, verdict } from "./chaos/comparison.ts";
import { killsOf } from "./chaos/kills.ts";
import { chaosOptions } from "./chaos/options.ts";
import { trial } from "./chaos/trial.ts";
import { planWork } from "./chaos/workload.ts";
import { UserError } from "./system/user-error.ts";

/** Returns the exit code: 0 when nothing was lost, done twice, mixed up or left unfinished. */
async function main(): Promise<number> {
  const options = chaosOptions(process.argv.slice(2));
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interruption.abort());
  const { signal } = interruption;
  const begun = performance.now();
  const say = (message: string) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
  const plan = planWork(options);
  say("undisturbed: starting");
  const undisturbed = await trial({ plan, kills: [], say, signal });
  if (undisturbed.unfinished.length > 0) throw new Error(`The undisturbed run did not finish: ${undisturbed.unfinished.join("; ")}`);
  say(`disturbed: starting; ${undisturbed.events.length} events are to be expected`);
  const disturbed = await trial({ plan, kills: killsOf(options.kills, options.seed), say, signal });
  const differences = compare(undisturbed, disturbed);
  if (options.json) console.log(JSON.stringify({ ...options, events: disturbed.events.length, differences }));
  else for (const { kind, where } of differences.slice(0, 20)) console.log(`${kind}: ${where}`);
  console.log(verdict(options.kills, differences));
  return differences.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (cause) {
  console.error(cause instanceof UserError ? cause.message : cause);
  process.exitCode = 1;
}
process.exit();
