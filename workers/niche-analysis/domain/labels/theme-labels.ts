/** Names for groups of texts: the terms that tell each from the others, and a label of the first ones. */
import { functionWords, labelStopWords } from "../words/stop-words.ts";
import { termsOf } from "../words/terms.ts";
import { ctfidf } from "./ctfidf.ts";
import { mostRelevant } from "./mmr.ts";

export interface ThemeLabel {
  label: string;
  /** Most telling first, at most `maxTerms`. */
  terms: string[];
  /** What each of them is counted by. */
  keys: string[];
}

const maxTerms = 8;
const labelTerms = 2;
/** A term must occur in this share of the group's texts … */
const leastShare = 0.04;
/** … and a pair of words in this part of that, since pairs are rarer. */
const rarerPairs = 0.7;
/** A pair says more than its words: its weight counts this much more. */
const pairWorth = 1.6;
/** A word stands for a pair when this share of its texts has the pair: then the pair is what they mean ("sauce" → "hot sauce"). */
const pairShare = 0.3;
/** A second term stands in the label when it is at least this telling, relative to the first. */
const secondTerm = 0.4;

/**
 * One label a group, in order. A text counts once for each of its terms, so one long text cannot name a group. Where no subject recurs, words
 * of opinion may name the group after all; where nothing recurs, its place does ("Theme 3"). Labels are distinct: where two would be equal,
 * the later one gets a further term.
 */
export function labelGroups(groups: readonly (readonly string[])[]): ThemeLabel[] {
  const subjects = spelledTerms(groups, labelStopWords);
  const anything = subjects.every((terms) => terms.length > 0) ? subjects : spelledTerms(groups, functionWords);
  const taken = new Set<string>();
  return groups.map((_, g) => {
    const terms = subjects[g]?.length ? subjects[g] : (anything[g] ?? []);
    const label = distinctLabel(terms, taken, g + 1);
    taken.add(label);
    return { label, terms: terms.map(({ text }) => text), keys: terms.map(({ key }) => key) };
  });
}

/** Texts that the labels of all groups together are made from: the words of more fill the memory and name nothing else. */
const mostRead = 10_000;

/** The rows of each group whose texts are to be read for its label: all, or of many the first of each, in proportion but not below a hundred. */
export function rowsForLabels(groups: readonly (readonly number[])[]): number[][] {
  const all = groups.reduce((sum, rows) => sum + rows.length, 0);
  return groups.map((rows) => rows.slice(0, all <= mostRead ? rows.length : Math.max(100, Math.floor((rows.length * mostRead) / all))));
}

interface SpelledTerm {
  key: string;
  text: string;
  worth: number;
}

function spelledTerms(groups: readonly (readonly string[])[], stopWords: ReadonlySet<string>): SpelledTerm[][] {
  const forms = new Map<string, Map<string, number>>();
  const counts = groups.map((texts) => {
    const inTexts = new Map<string, number>();
    for (const text of texts) {
      for (const { key, form } of termsOf(text, stopWords).values()) {
        inTexts.set(key, (inTexts.get(key) ?? 0) + 1);
        const spellings = forms.get(key) ?? new Map<string, number>();
        forms.set(key, spellings.set(form, (spellings.get(form) ?? 0) + 1));
      }
    }
    return inTexts;
  });
  const weights = ctfidf(counts);
  return groups.map((texts, g) => {
    const inTexts = counts[g] ?? new Map<string, number>();
    const terms = inPairs(tellingTerms(texts.length, inTexts, weights[g] ?? new Map()), inTexts);
    return terms.map(({ key, worth }) => ({ key, text: commonest(forms.get(key), key), worth }));
  });
}

function tellingTerms(
  texts: number,
  counts: ReadonlyMap<string, number>,
  weights: ReadonlyMap<string, number>,
): { key: string; worth: number }[] {
  const candidates = [...weights]
    .filter(([key]) => (counts.get(key) ?? 0) >= Math.max(2, texts * leastShare * (isPair(key) ? rarerPairs : 1)))
    .map(([key, weight]) => ({ key, worth: weight * (isPair(key) ? pairWorth : 1) }))
    .toSorted((a, b) => b.worth - a.worth || (a.key < b.key ? -1 : 1))
    .slice(0, 40);
  const most = candidates[0]?.worth ?? 1;
  return mostRelevant(
    candidates,
    ({ worth }) => worth / most,
    (a, b) => sharedWords(a.key, b.key),
    { count: maxTerms },
  );
}

function isPair(key: string): boolean {
  return key.includes(" ");
}

/** Each single word that mostly occurs within one pair is replaced by the pair; what then says nothing new goes. */
function inPairs(terms: readonly { key: string; worth: number }[], counts: ReadonlyMap<string, number>): { key: string; worth: number }[] {
  const pairs = [...counts].filter(([key]) => isPair(key)).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const replaced = terms.map(({ key, worth }) => {
    const pair = isPair(key) ? undefined : pairs.find(([other]) => other.split(" ").includes(key));
    return { key: pair && pair[1] >= 2 && pair[1] >= (counts.get(key) ?? 0) * pairShare ? pair[0] : key, worth };
  });
  return replaced.filter(({ key }, i) => !replaced.slice(0, i).some((earlier) => sharedWords(earlier.key, key) === 1));
}

/** Share of the words of the shorter term that the longer one has; words with the same first five letters are taken for the same. */
function sharedWords(a: string, b: string): number {
  const [short, long] = [a.split(" "), b.split(" ")].toSorted((x, y) => x.length - y.length) as [string[], string[]];
  return short.filter((word) => long.some((other) => other.slice(0, 5) === word.slice(0, 5))).length / short.length;
}

function distinctLabel(terms: readonly SpelledTerm[], taken: ReadonlySet<string>, place: number): string {
  const first = terms[0];
  if (!first) return `Theme ${place}`;
  const strong = terms.slice(1).filter(({ worth, text }) => worth >= first.worth * secondTerm && sharedWords(text, first.text) === 0);
  for (let used = labelTerms - 1; used <= terms.length; used++) {
    const label = capitalised([first, ...strong.slice(0, used)].map(({ text }) => text).join(", "));
    if (!taken.has(label)) return label;
  }
  return capitalised(`${first.text} (${place})`);
}

function commonest(spellings: ReadonlyMap<string, number> | undefined, key: string): string {
  return [...(spellings ?? [])].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? key;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
