/** What can stand next on a command line: commands, options, and values where they are known. */
import type { Argument, Command, Option } from "commander";

export interface Candidate {
  /** The whole word, as it would stand there. */
  value: string;
  about: string;
}

/** `files`: any file of this machine, which the shell knows best. */
export type Candidates = readonly Candidate[] | "files";

/**
 * Candidates for the last of `words`, which are what stands behind the program's own name; the last one is what was typed of it so far, perhaps nothing.
 *
 * @example candidatesFor(program, ["niches", "cr"]) // [{ value: "create", about: "" }]
 */
export function candidatesFor(program: Command, words: readonly string[]): Candidates {
  const current = words.at(-1) ?? "";
  const all = allAt(placeBehind(program, words.slice(0, -1)), current);
  return all === "files" ? all : all.filter(({ value }) => value.startsWith(current));
}

/** Where the next word stands. */
interface Place {
  command: Command;
  /** Operands that the command has already. */
  operands: number;
  /** The option whose value comes next, or, when it has one and takes several, may come. */
  option?: Option | undefined;
  hasValue: boolean;
  /** After `--`. */
  operandsOnly: boolean;
  /** After `help`. */
  isHelp: boolean;
  /** Options, and values of them, that stand already. */
  seen: Set<string>;
}

function placeBehind(program: Command, words: readonly string[]): Place {
  const place: Place = { command: program, operands: 0, hasValue: false, operandsOnly: false, isHelp: false, seen: new Set() };
  for (const word of words) pass(place, word);
  return place;
}

/** Reads a word as commander does. */
function pass(place: Place, word: string): void {
  const { option, command } = place;
  if (option && (!place.hasValue || !isOption(word))) {
    place.seen.add(word);
    if (option.variadic) place.hasValue = true;
    else place.option = undefined;
    return;
  }
  place.option = undefined;
  if (place.operandsOnly || !isOption(word)) {
    const below = place.operands === 0 ? command.commands.find((one) => one.name() === word) : undefined;
    if (below) place.command = below;
    else if (place.operands === 0 && word === "help") place.isHelp = true;
    else place.operands += 1;
  } else if (word === "--") place.operandsOnly = true;
  else {
    const [name = ""] = word.split("=");
    place.seen.add(name);
    const known = optionsOf(command).find(({ long, short }) => name === long || name === short);
    if (!known || !(known.required || known.optional) || word.includes("=")) return;
    place.option = known;
    place.hasValue = false;
  }
}

/** Everything that can stand there, whatever was typed of it. */
function allAt({ command, operands, option, hasValue, operandsOnly, isHelp, seen }: Place, current: string): Candidates {
  if (option && (!hasValue || !isOption(current))) return choicesOf(option).filter(({ value }) => !seen.has(value));
  if (!operandsOnly && isOption(current)) {
    const options = optionsOf(command);
    if (!current.includes("=")) return options.filter(({ long, variadic }) => variadic || !seen.has(long ?? "")).flatMap(shown);
    const [name = ""] = current.split("=");
    return options.filter(({ long }) => long === name).flatMap((one) => choicesOf(one).map((choice) => withName(name, choice)));
  }
  if (isHelp || (operands === 0 && command.commands.length > 0)) return commandsOf(command, isHelp);
  const { registeredArguments: known } = command;
  const argument = known[operands] ?? known.findLast(({ variadic }) => variadic);
  if (argument === undefined) return [];
  return argument.name() === "file" ? "files" : choicesOf(argument);
}

function isOption(word: string): boolean {
  return word.startsWith("-") && word.length > 1;
}

/** Of the command and of those above it, which take effect wherever they stand. */
function optionsOf(command: Command): Option[] {
  const own = [...command.createHelp().visibleOptions(command)];
  const above = command.parent ? optionsOf(command.parent) : [];
  return [...own, ...above.filter(({ long }) => !own.some((one) => one.long === long))];
}

function commandsOf(command: Command, isHelp: boolean): Candidate[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((one) => ({ value: one.name(), about: one.description() })).filter(({ value }) => !isHelp || value !== "help");
}

function choicesOf({ argChoices = [] }: Option | Argument): Candidate[] {
  return argChoices.map((value) => ({ value, about: "" }));
}

function shown({ long, description }: Option): Candidate[] {
  return long === undefined ? [] : [{ value: long, about: description }];
}

function withName(name: string, { value, about }: Candidate): Candidate {
  return { value: `${name}=${value}`, about };
}
