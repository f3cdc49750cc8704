import { describe, expect, test } from "vitest";
import { shells } from "./scripts.ts";
import { isHere, tabbed } from "./terminal.ts";

const file = "reviews of straps.csv";

describe.each(shells)("in %s, Tab", (shell) => {
  const missing = [shell, "script"].find((program) => !isHere(program));

  test.for([
    {
      what: "commands, what is below them, options and their values, wherever they stand",
      typed: ["--js", "ke", "cr", "program --sc", "niches:r", "niches:", "--se"],
      called: ["--json", "keys", "create", "program", "--scope", "niches:read", "niches:write", "--service"],
    },
    { what: "a value behind an equals sign", typed: ["login --scope=niches:w"], called: ["login", "--scope=niches:write"] },
    { what: "values of arguments", typed: ["compl", "fi"], called: ["completion", "fish"] },
    { what: "files where one is wanted", typed: ["imp", "nch_1 revi"], called: ["import", "nch_1", file] },
    // Ctrl-U takes the line away before it is called.
    { what: "without carrying out what stands there", typed: ["niches create $(touch evil) ", "\u0015paissive who"], called: ["whoami"] },
  ])("completes $what", async ({ typed, called }, { skip }) => {
    skip(missing !== undefined, `${missing} is not installed here`);
    expect(await tabbed(shell, typed, file)).toEqual({ called, files: [file] });
  });
});
