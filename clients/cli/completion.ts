/** Scripts by which shells complete the commands. */
import type { Command } from "commander";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** The script for a shell, made of the commands that `program` has. */
export function completionFor(shell: Shell, program: Command): string {
  const top = program.commands.map((command) => command.name());
  const below = program.commands.filter((command) => command.commands.length > 0);
  const words = (command: Command) => command.commands.map((one) => one.name()).join(" ");
  if (shell === "fish") {
    const first = `complete -c paissive -f -n __fish_use_subcommand -a "${top.join(" ")}"`;
    const rest = below.map(
      (command) => `complete -c paissive -f -n "__fish_seen_subcommand_from ${command.name()}" -a "${words(command)}"`,
    );
    return [first, ...rest].join("\n");
  }
  const cases = below.map((command) => `    ${command.name()}) words="${words(command)}" ;;`).join("\n");
  const script = `_paissive() {
  local words="${top.join(" ")}"
  if [ "$COMP_CWORD" -gt 1 ]; then case "\${COMP_WORDS[1]}" in
${cases}
    *) words="" ;;
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _paissive paissive`;
  return shell === "bash" ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`;
}
