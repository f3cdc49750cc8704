/** Nouns in the runs in which they stand: "battery life", "remote". */
import type { Word } from "./words.ts";

export interface NounRun {
  words: Word[];
  /** UTF-16 offset into the sentence. */
  start: number;
}

interface Place {
  start: number;
  end: number;
}

/** Share of its places at which a word has to be a noun in order to count as one everywhere: a tagger errs on "battery and screen", not each time. */
const mostly = 0.5;

/** Keys of words that are nouns as a rule. */
export function usualNouns(sentences: Iterable<readonly Word[]>): Set<string> {
  const counts = new Map<string, { nouns: number; all: number }>();
  for (const words of sentences)
    for (const { key, kind, names } of words) {
      if (!names) continue;
      const { nouns, all } = counts.get(key) ?? { nouns: 0, all: 0 };
      counts.set(key, { nouns: nouns + Number(kind === "noun"), all: all + 1 });
    }
  return new Set([...counts].flatMap(([key, { nouns, all }]) => (nouns >= mostly * all ? [key] : [])));
}

/**
 * Runs of nouns without anything between them, none that overlaps `blocked`. "Quality of the pictures" is read as "pictures quality", so that it
 * counts with "picture quality".
 */
export function nounRuns(words: readonly Word[], usual: ReadonlySet<string>, blocked: readonly Place[] = []): NounRun[] {
  const runs: NounRun[] = [];
  /** The run that may go on, and the one that an "of" follows. */
  let [open, head]: (NounRun | undefined)[] = [];
  for (const word of words) {
    if (word.apart) [open, head] = [undefined, undefined];
    const barred = blocked.some(({ start, end }) => word.start < end && word.end > start);
    if (!barred && word.names && (word.kind === "noun" || usual.has(word.key))) {
      if (!open) runs.push((open = { words: [], start: word.start }));
      open.words.push(word);
      continue;
    }
    if (open && head) joined(runs, head, open);
    head = word.kind === "link" ? open : word.kind === "modifier" && !open && !barred ? head : undefined;
    open = undefined;
  }
  if (open && head) joined(runs, head, open);
  return runs;
}

/** Puts the nouns after an "of" before those that stand before it. */
function joined(runs: NounRun[], head: NounRun, tail: NounRun): void {
  head.words.unshift(...tail.words);
  runs.splice(runs.indexOf(tail), 1);
}
