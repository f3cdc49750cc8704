import { execFileSync } from "node:child_process";
import { Command } from "commander";
import { expect, test } from "vitest";
import { completionFor } from "./completion.ts";

function example(): Command {
  const program = new Command("paissive").option("--json", "").option("--url <address>", "");
  const niches = program.command("niches");
  niches.command("create").option("--name <name>", "");
  niches.command("list").option("--all", "");
  program.command("upload").option("--niche <id>", "");
  return program;
}

/** What bash offers for the last of the words. */
function offered(...words: string[]): string {
  const script = `${completionFor("bash", example())}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _paissive; echo "\${COMPREPLY[*]}"`;
  return execFileSync("bash", ["-c", script, "bash", "paissive", ...words], { encoding: "utf8" }).trim();
}

test.each([
  ["a command", ["n"], "niches"],
  ["what is below a command", ["niches", ""], "create list"],
  ["options of what is below", ["niches", "create", "--"], "--json --url --name"],
  ["options of a command", ["upload", "--n"], "--niche"],
  ["options of all", ["--j"], "--json"],
  ["nothing where a value stands", ["upload", "x", "n"], ""],
])("bash completes %s", (_, words, expected) => {
  expect(offered(...words)).toBe(expected);
});

test("fish knows which command an option belongs to", () => {
  const script = completionFor("fish", example());
  expect(script).toContain('complete -c paissive -n "__fish_seen_subcommand_from niches; and __fish_seen_subcommand_from create" -l name');
  expect(script).toContain("complete -c paissive -l json");
});
