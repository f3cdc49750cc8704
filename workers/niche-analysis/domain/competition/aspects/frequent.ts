/**
 * Which nouns and noun compounds are talked about: frequent itemsets of the nouns of sentences, pruned (Hu & Liu 2004). Compactness is strict: the
 * words of a compound stand beside each other or are joined by "of".
 */
import type { NounRun } from "./noun-runs.ts";
import type { Word } from "./words.ts";

export interface Statement {
  /** Of the text. */
  row: number;
  /** The number of its sentence, the same for its clauses. */
  sentence: number;
  runs: readonly NounRun[];
}

export interface FrequentAspect {
  key: string;
  /** As it is written most often. */
  form: string;
  /** Places of the statements that name it, each once. */
  statements: number[];
}

export interface FrequencyRules {
  /** Share of the sentences that have to name an aspect; the authors' 1 %. */
  support: number;
  /** Sentences that have to name it at least, and people. */
  fewest: number;
  /** How many people wrote these rows. */
  peopleOf: (rows: readonly number[]) => number;
}

/** Words of an aspect at most; sentences that have to name a shorter one outside of a longer one, its p-support (both as published). */
const [longest, pureSupport] = [3, 3];

/** Independent of the order of the statements but for their numbers; most statements first. Where a longer aspect stands, no shorter one is counted. */
export function frequentAspects(statements: readonly Statement[], { support, fewest, peopleOf }: FrequencyRules): FrequentAspect[] {
  const least = Math.max(fewest, Math.ceil(support * new Set(statements.map(({ sentence }) => sentence)).size));
  const enough = (some: Map<string, Naming>, sentences: number) =>
    [...some].filter(([, naming]) => naming.sentences >= sentences && peopleOf([...naming.rows]) >= fewest);
  const frequent = new Set(enough(named(statements, spansOf), least).map(([key]) => key));
  const told = named(statements, (words) => cover(words, frequent));
  return enough(told, pureSupport)
    .map(([key, { forms, places }]) => ({ key, form: commonest(forms), statements: places }))
    .toSorted((a, b) => b.statements.length - a.statements.length || (a.key < b.key ? -1 : 1));
}

interface Span {
  key: string;
  form: string;
  from: number;
  to: number;
}

function spanOf(words: readonly Word[], from: number, to: number): Span {
  const part = words.slice(from, to);
  return { key: part.map(({ key }) => key).join(" "), form: part.map(({ form }) => form).join(" "), from, to };
}

/** Every stretch of up to three nouns that may stand by itself. */
function spansOf(words: readonly Word[]): Span[] {
  return words
    .flatMap((_, from) =>
      Array.from({ length: Math.min(longest, words.length - from) }, (__, more) => spanOf(words, from, from + more + 1)),
    )
    .filter(({ from, to }) => to > from + 1 || words[from]?.alone === true);
}

/** From the left, each time the longest that is kept. */
function cover(words: readonly Word[], kept: ReadonlySet<string>): Span[] {
  const found: Span[] = [];
  for (let from = 0; from < words.length;) {
    const spans = Array.from({ length: Math.min(longest, words.length - from) }, (_, less) => less)
      .map((less) => spanOf(words, from, Math.min(words.length, from + longest) - less))
      .filter(({ key }) => kept.has(key));
    const [span] = spans;
    if (span) found.push(span);
    from = span?.to ?? from + 1;
  }
  return found;
}

interface Naming {
  sentences: number;
  lastSentence: number;
  rows: Set<number>;
  places: number[];
  forms: Map<string, number>;
}

/** By key, which statements name it; statements of one sentence follow each other. */
function named(statements: readonly Statement[], spans: (words: readonly Word[]) => readonly Span[]): Map<string, Naming> {
  const found = new Map<string, Naming>();
  for (const [place, { row, sentence, runs }] of statements.entries())
    for (const { words } of runs)
      for (const { key, form } of spans(words)) {
        const naming = found.get(key) ?? { sentences: 0, lastSentence: -1, rows: new Set(), places: [], forms: new Map<string, number>() };
        found.set(key, naming);
        if (naming.lastSentence !== sentence) naming.sentences += 1;
        naming.lastSentence = sentence;
        naming.rows.add(row);
        if (naming.places.at(-1) !== place) naming.places.push(place);
        naming.forms.set(form, (naming.forms.get(form) ?? 0) + 1);
      }
  return found;
}

function commonest(forms: ReadonlyMap<string, number>): string {
  return [...forms].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? "";
}
