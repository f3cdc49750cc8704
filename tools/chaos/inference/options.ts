/** What `npm run chaos -- inference` is asked for. */
import { parseArgs } from "node:util";
import { UserError } from "../../system/user-error.ts";

export interface InferenceOptions {
  /** Each fault once, seconds of soak: what `npm test` runs. */
  short: boolean;
  json: boolean;
  soakSeconds: number;
}

export const inferenceUsage = `npm run chaos -- inference [options]
  --short       each fault at one node only, two seconds of soak
  --soak S      seconds of soak (default 120)
  --json        print all figures as one JSON object before the last line`;

const longestSoak = 86_400;

/** Throws a UserError with one line that says what to do. */
export function inferenceOptions(args: string[]): InferenceOptions {
  const { values } = read(args);
  if (values.help) throw new UserError(inferenceUsage);
  const short = values.short ?? false;
  const soakSeconds = Number(values.soak ?? (short ? 2 : 120));
  if (!Number.isInteger(soakSeconds) || soakSeconds < 1 || soakSeconds > longestSoak)
    throw new UserError(`--soak ${values.soak}: give whole seconds from 1 to ${longestSoak}.`);
  return { short, json: values.json ?? false, soakSeconds };
}

function read(args: string[]) {
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({ args, options: { short: flag, json: flag, help: flag, soak: { type: "string" } } });
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run chaos -- inference --help.`);
  }
}
