/** A shell at a terminal, as a person has it, for tests: what is typed is completed by its own Tab. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { scriptFor, type Shell } from "./scripts.ts";

const main = join(import.meta.dirname, "..", "main.ts");
const patienceMs = 20_000;
const prompt = "ready>";

/** How each is begun without anybody's settings; `rc` is the file with ours. */
const begin: Record<Shell, { rc: string; settings: string; command: (rc: string) => string }> = {
  bash: { rc: "bashrc", settings: `PS1='${prompt} '; unset HISTFILE`, command: (rc) => `bash --noprofile --rcfile ${rc} -i` },
  // A Tab that comes while keys wait would be put in as it is.
  zsh: {
    rc: ".zshrc",
    settings: `PS1='${prompt} '; unsetopt zle_bracketed_paste prompt_sp; autoload -Uz compinit && compinit -u -D; zstyle ':completion:*' insert-tab false`,
    command: () => "zsh -d -i",
  },
  fish: {
    rc: "config.fish",
    settings: `function fish_prompt; echo -n '${prompt} '; end; function fish_greeting; end; set -g fish_autosuggestion_enabled 0`,
    command: (rc) => `fish --no-config --private -i -C 'source ${rc}'`,
  },
};

export function isHere(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What came of it: the arguments with which `paissive` was called, and what is in the working folder then. */
export interface Tabbed {
  called: string[];
  files: string[];
}

/**
 * Types `paissive` and the `pieces` in a fresh shell whose working folder has `file`, presses Tab behind each of them, and Return at the end. Throws when a Tab
 * asks nobody.
 */
export async function tabbed(shell: Shell, pieces: readonly string[], file: string): Promise<Tabbed> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-completion-"));
  const [asked, called] = [join(folder, "asked"), join(folder, "called")];
  const { rc, settings, command } = begin[shell];
  const [bin, work] = [join(folder, "bin"), join(folder, "work")];
  for (const one of [bin, work]) mkdirSync(one);
  // The program itself for what the script asks; any other call is written down.
  writeFileSync(
    join(bin, "paissive"),
    `#!/bin/sh
if [ "$1" = complete ]; then
  "${process.execPath}" --disable-warning=ExperimentalWarning "${main}" "$@"
  echo >> "${asked}"
else
  printf '%s\\n' "$@" > "${called}.new" && mv "${called}.new" "${called}"
fi
`,
  );
  chmodSync(join(bin, "paissive"), 0o755);
  writeFileSync(join(folder, rc), `${settings}\n${scriptFor(shell)}\n`);
  writeFileSync(join(work, file), "");
  const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: folder, ZDOTDIR: folder, TERM: "xterm", LC_ALL: "C.UTF-8" };
  // A pseudo-terminal, which Node has none of.
  const terminal = spawn("script", ["-qfec", command(join(folder, rc)), "/dev/null"], { cwd: work, env });
  const closed = once(terminal, "close");
  let screen = "";
  for (const stream of [terminal.stdout, terminal.stderr]) stream.on("data", (bytes: Buffer) => (screen += bytes.toString()));
  const until = async (what: string, isSo: () => boolean) => {
    for (const end = Date.now() + patienceMs; !isSo(); await sleep(20))
      if (Date.now() > end) throw new Error(`${shell}: ${what} within ${patienceMs} ms; on the screen: ${JSON.stringify(screen)}`);
  };
  const timesAsked = () => (existsSync(asked) ? readFileSync(asked, "utf8").length : 0);
  try {
    await until("no prompt", () => screen.includes(prompt));
    terminal.stdin.write("paissive ");
    for (const piece of pieces) {
      const before = timesAsked();
      terminal.stdin.write(`${piece}\t`);
      await until(`nobody was asked for ${piece}`, () => timesAsked() > before);
    }
    terminal.stdin.write("\r");
    await until("paissive was not called", () => existsSync(called));
    return { called: readFileSync(called, "utf8").trimEnd().split("\n"), files: readdirSync(work) };
  } finally {
    // Its shell ends with the terminal.
    terminal.kill("SIGKILL");
    await closed;
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
