/** Scripts by which shells complete the commands and their options. */
import type { Command } from "commander";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** The script for a shell, made of the commands that `program` has. */
export function completionFor(shell: Shell, program: Command): string {
  const top = namesOf(program);
  const below = program.commands.filter((command) => command.commands.length > 0);
  const taking = program.commands.flatMap((command) => [command, ...command.commands].map((one) => ({ one, path: pathOf(one, program) })));
  const shared = optionsOf(program);
  if (shell === "fish") return fish(top, below, taking, program);
  const commands = below.map((command) => `    ${command.name()}) words="${namesOf(command).join(" ")}" ;;`).join("\n");
  const options = taking
    .filter(({ one }) => one.options.length > 0)
    .map(({ one, path }) => `    "${path}") options="$options ${optionsOf(one).join(" ")}" ;;`)
    .join("\n");
  const script = `_paissive() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="${top.join(" ")}" options="${shared.join(" ")}"
  case "\${COMP_WORDS[1]}" in
    ${below.map((command) => command.name()).join("|") || "-"}) local path="\${COMP_WORDS[1]} \${COMP_WORDS[2]}" ;;
    *) local path="\${COMP_WORDS[1]}" ;;
  esac
  case "$path" in
${options}
  esac
  if [ "$COMP_CWORD" -eq 2 ]; then case "\${COMP_WORDS[1]}" in
${commands}
    *) words="" ;;
  esac; fi
  if [ "$COMP_CWORD" -gt 2 ]; then words=""; fi
  case "$current" in -*) words="$options" ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _paissive paissive`;
  return shell === "bash" ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`;
}

function fish(
  top: readonly string[],
  below: readonly Command[],
  taking: readonly { one: Command; path: string }[],
  program: Command,
): string {
  const first = `complete -c paissive -f -n __fish_use_subcommand -a "${top.join(" ")}"`;
  const rest = below.map(
    (command) => `complete -c paissive -f -n "__fish_seen_subcommand_from ${command.name()}" -a "${namesOf(command).join(" ")}"`,
  );
  const shared = longOf(program).map((name) => `complete -c paissive -l ${name}`);
  const own = taking.flatMap(({ one, path }) => {
    const seen = path.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`);
    return longOf(one).map((name) => `complete -c paissive -n "${seen.join("; and ")}" -l ${name}`);
  });
  return [first, ...rest, ...shared, ...own].join("\n");
}

function namesOf({ commands }: Command): string[] {
  return commands.map((command) => command.name());
}

/** `niches create`. */
function pathOf(command: Command, program: Command): string {
  const above = command.parent && command.parent !== program ? `${command.parent.name()} ` : "";
  return `${above}${command.name()}`;
}

/** Without their dashes. */
function longOf({ options }: Command): string[] {
  return options.flatMap(({ long }) => (long ? [long.replace(/^--/, "")] : []));
}

function optionsOf(command: Command): string[] {
  return longOf(command).map((name) => `--${name}`);
}
