/** `npm run security`: attacks a fresh system through its door and counts what gets through. Options: `-- --help`. */
import { summary } from "./security/findings.ts";
import { keep } from "./security/kept.ts";
import { securityOptions } from "./security/options.ts";
import { parts, prove } from "./security/run.ts";
import { runCommand } from "./system/command.ts";

/** Returns the exit code: 0 when nothing was found. */
async function main(): Promise<number> {
  const { json, keep: isKept, ...options } = securityOptions(process.argv.slice(2));
  const begun = performance.now();
  const say = (message: string) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
  const outcomes = await prove({ ...options, say });
  if (isKept) keep(outcomes, parts, new Date());
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  if (json) console.log(JSON.stringify({ ...options, outcomes }));
  else for (const { where, what } of findings.slice(0, 50)) console.log(`${where}: ${what}`);
  console.log(outcomes.map(summary).join(", "));
  return findings.length === 0 ? 0 : 1;
}

await runCommand(main);
process.exit();
