import { expect, test } from "vitest";
import { scopes } from "../../../contracts/principal.ts";
import { programOf } from "../program.ts";
import { candidatesFor } from "./candidates.ts";
import { linesOf } from "./scripts.ts";

const program = programOf({ env: {}, print: () => undefined, complain: () => undefined, input: async () => "" });

/** What is offered for the last of the words, without what it is about. */
function offered(...words: string[]): string {
  const candidates = candidatesFor(program, words);
  return candidates === "files" ? candidates : candidates.map(({ value }) => value).join(" ");
}

test.each([
  ["commands", ["n"], "niches"],
  ["no command that is for scripts", ["comp"], "completion"],
  ["what is below a command", ["niches", ""], "list get create analyse help"],
  ["the same behind an option, and behind one with a value", ["--json", "--url", "https://paissive.example", "runs", "c"], "cancel"],
  ["options of a command, and those of all", ["runs", "start", "--"], "--team --niche --help --json --url"],
  ["no option twice", ["--json", "runs", "start", "--team", "tea_1", "--"], "--niche --help --url"],
  ["nothing where a value stands that nobody knows", ["runs", "start", "--team", ""], ""],
  ["values of an option", ["keys", "create", "--scope", "ni"], "niches:read niches:write"],
  ["values once more where an option takes several", ["keys", "create", "--scope", "niches:read", "niches:"], "niches:write"],
  ["an option after them", ["keys", "create", "--scope", "niches:read", "--se"], "--service"],
  ["a value behind an equals sign", ["login", "--scope=niches:"], "--scope=niches:read --scope=niches:write"],
  ["values of an argument", ["completion", ""], "bash zsh fish"],
  ["files where one is wanted", ["import", "nch_1", ""], "files"],
  ["nothing of a niche that nobody can list here", ["import", ""], ""],
  ["operands behind two dashes", ["completion", "--", "z"], "zsh"],
  ["commands to be helped with", ["help", "n"], "niches"],
  ["nothing behind all arguments", ["completion", "bash", ""], ""],
])("offers %s", (_, words, expected) => {
  expect(offered(...words)).toBe(expected);
});

test("all permissions can be asked for", () => {
  expect(offered("login", "--scope", "").split(" ")).toEqual([...scopes]);
});

test("a line for each, with what it is about", () => {
  expect(linesOf(candidatesFor(program, ["who"]))).toBe("whoami\twho the key acts as");
  expect(linesOf("files")).toBe(":files");
});
