/** What acceptance is asked for on the command line. */
import { statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../system/user-error.ts";

/** What is tried, by the names that --only takes, and the file of each. */
export const corpora = {
  banking77: "banking77_train.csv",
  apex: "Apex_AD2600_DVD_player.txt",
  amazon: "amazonReviewSnippets_GroundTruth.txt",
  foods: "fine_foods_reviews_5000.csv",
  labelled: "another CSV file with labels",
} as const;
export type CorpusName = keyof typeof corpora;

export interface AcceptanceOptions {
  /** Folder with the corpora, or one CSV file. */
  data: string;
  /** Corpora to try. */
  tried: ReadonlySet<CorpusName>;
  /** Those that must be there. */
  demanded: ReadonlySet<CorpusName>;
  /** Of every random choice. */
  seed: number;
  /** Columns of a labelled CSV file; what is not named is detected. */
  text?: string | undefined;
  label?: string | undefined;
  json: boolean;
}

const names = Object.keys(corpora).filter((name) => isCorpus(name));

export const usage = `npm run acceptance -- processors [--json]
  the same vectors on this processor, by WebAssembly, and on emulated ones where qemu-x86_64 is installed

npm run acceptance -- niche --data DIR [options]
  --data DIR      folder with the corpora, or one CSV file that has labels
  --only NAMES    of ${names.join(", ")}, with commas between; by default all are tried, and all but the last must be in DIR
  --text COLUMN   of a CSV file with labels: the texts (detected by name)
  --label COLUMN  of a CSV file with labels: the labels (detected by name)
  --seed S        of every random choice (default 1)
  --json          print the figures as one JSON array`;

/** What the same vectors on several processors are asked for; undefined where something else is asked for. */
export function processorsOptions(args: string[]): { json: boolean } | undefined {
  const { values, positionals } = read(args);
  return positionals.join() === "processors" && !values.help ? { json: values.json ?? false } : undefined;
}

/** Throws a UserError with one line that says what to do. */
export function acceptanceOptions(args: string[]): AcceptanceOptions {
  const { values, positionals } = read(args);
  if (values.help) throw new UserError(usage);
  const { data, seed = "1", text, label, only, json = false } = values;
  if (positionals.join() !== "niche")
    throw new UserError("Say what is to be tried: niche or processors. Try npm run acceptance -- --help.");
  if (data === undefined) throw new UserError("Say where the corpora are: --data DIR.");
  const found = statSync(data, { throwIfNoEntry: false });
  if (!found) throw new UserError(`There is no ${data}.`);
  const number = Number(seed);
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** 31) throw new UserError(`--seed ${seed}: give a whole number from 0.`);
  return { data, ...choiceOf(only, found.isDirectory() ? undefined : basename(data)), seed: number, text, label, json };
}

/** `file`: the name of the only file there is. */
function choiceOf(only: string | undefined, file: string | undefined): Pick<AcceptanceOptions, "tried" | "demanded"> {
  if (only !== undefined) {
    const asked = only.split(",").map((name) => name.trim());
    const unknown = asked.find((name) => !isCorpus(name));
    if (unknown !== undefined) throw new UserError(`--only ${unknown}: give some of ${names.join(", ")}, with commas between.`);
    const chosen = new Set(asked.filter((name) => isCorpus(name)));
    return { tried: chosen, demanded: chosen };
  }
  if (file !== undefined) {
    const own = new Set([names.find((name) => corpora[name] === file) ?? "labelled"]);
    return { tried: own, demanded: own };
  }
  return { tried: new Set(names), demanded: new Set(names.filter((name) => name !== "labelled")) };
}

function isCorpus(name: string): name is CorpusName {
  return Object.hasOwn(corpora, name);
}

function read(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const options = { data: text, only: text, seed: text, text, label: text, json: flag, help: flag };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run acceptance -- --help.`);
  }
}
