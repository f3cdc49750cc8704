/**
 * Scripts by which shells complete the command line. They ask the program itself, so that all shells offer the same: `paissive complete -- WORD…` prints one
 * candidate a line, with a tab and what it is about, or `:files`. What is typed is handed over as it stands and never evaluated.
 */
import type { Candidates } from "./candidates.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const anyFile = ":files";

/** Candidates as the scripts read them. */
export function linesOf(candidates: Candidates): string {
  if (candidates === "files") return anyFile;
  return candidates.map(({ value, about }) => (about === "" ? value : `${value}\t${about}`)).join("\n");
}

/** Uses nothing that bash 3.2 (macOS) lacks but `compopt`, and nothing of the package bash-completion. */
const bash = `_paissive() {
  local rest=\${COMP_LINE#"\${COMP_WORDS[0]}"} words=() word gap i
  # What bash cut at a colon or an equals sign is one word for the program.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    gap=\${rest%%[![:space:]]*}
    rest=\${rest#"$gap"}
    rest=\${rest#"$word"}
    if [[ -z $gap && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
  done
  local current=\${words[\${#words[@]}-1]} cut="" kept="" line IFS=$'\\n'
  # It puts in what stands behind the last cut.
  [[ $COMP_WORDBREAKS == *:* ]] && cut+=:
  [[ $COMP_WORDBREAKS == *=* ]] && cut+==
  [[ -n $cut && $current == *[$cut]* ]] && kept=\${current%"\${current##*[$cut]}"}
  COMPREPLY=()
  while read -r line; do
    if [[ $line == ${anyFile} ]]; then
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "$current"))
    elif [[ -n $line ]]; then
      line=\${line%%$'\\t'*}
      COMPREPLY+=("\${line#"$kept"}")
    fi
  done < <(paissive complete -- "\${words[@]}" 2>/dev/null)
}
complete -F _paissive paissive`;

const zsh = `#compdef paissive
_paissive() {
  local -a lines described
  local line
  lines=("\${(@f)$(paissive complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $lines[1] == ${anyFile} ]]; then
    _files
    return
  fi
  for line in $lines; do
    if [[ $line == *$'\\t'* ]]; then
      described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    elif [[ -n $line ]]; then
      described+=("\${line//:/\\\\:}")
    fi
  done
  _describe paissive described
}
if [[ $funcstack[1] == _paissive ]]; then
  _paissive "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _paissive paissive
fi`;

const fish = `function __paissive_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (paissive complete -- $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = ${anyFile}
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c paissive -f -a '(__paissive_complete)'`;

const scripts: Record<Shell, string> = { bash, zsh, fish };

export function scriptFor(shell: Shell): string {
  return scripts[shell];
}
