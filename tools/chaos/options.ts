/** What chaos is asked for on the command line. */
import { parseArgs } from "node:util";
import { UserError } from "../system/user-error.ts";

export interface ChaosOptions {
  kills: number;
  /** Of the evidence, the targets and the moments. */
  seed: number;
  niches: number;
  runs: number;
  /** Print every difference as one JSON object before the last line. */
  json: boolean;
}

export const usage = `npm run chaos -- [options]
  --kills N     processes to kill (default 10)
  --seed S      of the evidence, the targets and the moments (default 1)
  --niches N    niches to analyse (default 20)
  --runs N      team runs, at most one a niche (default 10, or as many as there are niches)
  --json        print all differences as one JSON object before the last line
npm run chaos -- inference --help: faults of nodes, models and requests`;

/** Throws a UserError with one line that says what to do. */
export function chaosOptions(args: string[]): ChaosOptions {
  const { values } = read(args);
  if (values.help) throw new UserError(usage);
  const niches = whole("--niches", values.niches ?? "20", 1, 50);
  return {
    kills: whole("--kills", values.kills ?? "10", 0, 1_000),
    seed: whole("--seed", values.seed ?? "1", 0, 2 ** 31 - 1),
    niches,
    runs: whole("--runs", values.runs ?? String(Math.min(10, niches)), 0, niches),
    json: values.json ?? false,
  };
}

function read(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({ args, options: { kills: text, seed: text, niches: text, runs: text, json: flag, help: flag } });
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run chaos -- --help.`);
  }
}

function whole(flag: string, given: string, low: number, high: number): number {
  const value = Number(given);
  if (given === "" || !Number.isInteger(value) || value < low || value > high)
    throw new UserError(`${flag} ${given}: give a whole number from ${low} to ${high}.`);
  return value;
}
