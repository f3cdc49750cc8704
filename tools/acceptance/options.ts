/** What acceptance is asked for on the command line. */
import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { UserError } from "../system/user-error.ts";

export interface AcceptanceOptions {
  /** Folder with the corpora, or one CSV file. */
  data: string;
  /** Of every random choice. */
  seed: number;
  /** Columns of a labelled CSV file; what is not named is detected. */
  text?: string | undefined;
  label?: string | undefined;
  json: boolean;
}

export const usage = `npm run acceptance -- niche --data DIR [options]
  --data DIR      folder with the corpora, or one CSV file that has labels
  --text COLUMN   of a CSV file with labels: the texts (detected by name)
  --label COLUMN  of a CSV file with labels: the labels (detected by name)
  --seed S        of every random choice (default 1)
  --json          print the figures as one JSON array`;

/** Throws a UserError with one line that says what to do. */
export function acceptanceOptions(args: string[]): AcceptanceOptions {
  const { values, positionals } = read(args);
  if (values.help) throw new UserError(usage);
  if (positionals.join() !== "niche") throw new UserError(`Say what is to be tried: niche. Try npm run acceptance -- --help.`);
  const { data, seed = "1", text, label, json = false } = values;
  if (data === undefined) throw new UserError("Say where the corpora are: --data DIR.");
  if (!statSync(data, { throwIfNoEntry: false })) throw new UserError(`There is no ${data}.`);
  const number = Number(seed);
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** 31) throw new UserError(`--seed ${seed}: give a whole number from 0.`);
  return { data, seed: number, text, label, json };
}

function read(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const options = { data: text, seed: text, text, label: text, json: flag, help: flag };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run acceptance -- --help.`);
  }
}
