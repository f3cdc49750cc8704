/** How positive or negative a sentence is: VADER (Hutto & Gilbert 2014), a lexicon of valences and rules for what stands around a word. */
import emoji from "./emoji.json" with { type: "json" };
import lexicon from "./lexicon.json" with { type: "json" };
import { capitals, degrees, idioms, isNegation, negated } from "./words.ts";

const descriptions = new Map<string, string>(Object.entries(emoji.descriptions));
/** Asks for the coloured form of the sign before it. */
const coloured = "\u{fe0f}";
const valences = new Map<string, number>(Object.entries(lexicon.valences));

export interface Valence {
  /** From −1, most negative, to 1; rounded to four digits as published. */
  compound: number;
  /** Shares of the text that are positive, negative and neutral, three digits. */
  positive: number;
  negative: number;
  neutral: number;
}

/**
 * Scores as the published program gives them, its peculiarities included, but that the sign which asks for a coloured emoji is no part of a word.
 * English. An empty text is neutral in everything.
 */
export function valenceOf(given: string): Valence {
  const text = inWords(given);
  const words = wordsOf(text);
  const lower = words.map((word) => word.toLowerCase());
  const mixedCase = words.some(isCapitals) && !words.every(isCapitals);
  const sentence = { words, lower, mixedCase };
  const scores = afterBut(
    words.map((_, i) => wordValence(sentence, i)),
    lower,
  );
  return summary(scores, emphasisOf(text));
}

interface Sentence {
  words: readonly string[];
  lower: readonly string[];
  /** Some words are in capitals and some are not: then capitals mean something. */
  mixedCase: boolean;
}

/** Each emoji as what it shows, "beaming face with smiling eyes"; of those that are put together, the parts. */
function inWords(text: string): string {
  if (!/\p{Extended_Pictographic}/u.test(text)) return text;
  let [told, spaced] = ["", true];
  for (const character of text.replaceAll(coloured, "")) {
    const description = descriptions.get(character);
    told += description === undefined ? character : `${spaced ? "" : " "}${description}`;
    spaced = description === undefined && character === " ";
  }
  return told.trim();
}

/** Words without the punctuation around them; what is left of two characters or fewer may be an emoticon and keeps it. */
function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => {
      const bare = word.replaceAll(/^[!-/:-@[-`{-~]+|[!-/:-@[-`{-~]+$/g, "");
      return bare.length <= 2 ? word : bare;
    });
}

function isCapitals(word: string): boolean {
  return word !== word.toLowerCase() && word === word.toUpperCase();
}

function wordValence({ words, lower, mixedCase }: Sentence, i: number): number {
  const word = lower[i] ?? "";
  if (degrees.has(word) || (word === "kind" && lower[i + 1] === "of")) return 0;
  const own = valences.get(word);
  if (own === undefined) return 0;
  let valence = word === "no" && valences.has(lower[i + 1] ?? "") ? 0 : own;
  const refused = lower[i - 1] === "no" || lower[i - 2] === "no" || (lower[i - 3] === "no" && /^n?or$/.test(lower[i - 1] ?? ""));
  if (refused) valence = own * negated;
  if (mixedCase && isCapitals(words[i] ?? "")) valence += valence > 0 ? capitals : -capitals;
  for (let back = 1; back <= 3 && i >= back; back++) {
    const before = lower[i - back] ?? "";
    if (valences.has(before)) continue;
    valence += degreeOf(words[i - back] ?? "", valence, mixedCase) * (back === 1 ? 1 : back === 2 ? 0.95 : 0.9);
    valence = withNegation(valence, lower, i, back);
    if (back === 3) valence = withIdioms(valence, lower, i);
  }
  const least = lower[i - 1] === "least" && !valences.has("least");
  return least && lower[i - 2] !== "at" && lower[i - 2] !== "very" ? valence * negated : valence;
}

/** What a word of degree before a word of this valence adds. */
function degreeOf(word: string, valence: number, mixedCase: boolean): number {
  const degree = degrees.get(word.toLowerCase());
  if (degree === undefined) return 0;
  const signed = valence < 0 ? -degree : degree;
  if (!mixedCase || !isCapitals(word)) return signed;
  return signed + (valence > 0 ? capitals : -capitals);
}

/** "never so good" strengthens, "without doubt" changes nothing, any other negation turns. */
function withNegation(valence: number, lower: readonly string[], i: number, back: number): number {
  const [before, nearer, nearest] = [lower[i - back], lower[i - 2], lower[i - 1]];
  const strong = (word: string | undefined) => word === "so" || word === "this";
  if (back === 2) {
    if (before === "never" && strong(nearest)) return valence * 1.25;
    if (before === "without" && nearest === "doubt") return valence;
  }
  if (back === 3) {
    if ((before === "never" && strong(nearer)) || strong(nearest)) return valence * 1.25;
    if (before === "without" && (nearer === "doubt" || nearest === "doubt")) return valence;
  }
  return isNegation(before) ? valence * negated : valence;
}

function withIdioms(valence: number, lower: readonly string[], i: number): number {
  const phrase = (from: number, to: number) => lower.slice(i + from, i + to + 1).join(" ");
  const idiom = [phrase(-1, 0), phrase(-2, 0), phrase(-2, -1), phrase(-3, -1), phrase(-3, -2)].find((one) => idioms.has(one));
  let result = idiom === undefined ? valence : (idioms.get(idiom) ?? valence);
  if (i + 1 < lower.length) result = idioms.get(phrase(0, 1)) ?? result;
  if (i + 2 < lower.length) result = idioms.get(phrase(0, 2)) ?? result;
  for (const pair of [phrase(-3, -1), phrase(-3, -2), phrase(-2, -1)]) result += degrees.get(pair) ?? 0;
  return result;
}

/**
 * What stands before the first "but" counts half, what stands after it half as much again. The published program looks each score up by its
 * value, so that equal ones are weighted at the place of the first: kept, for its published scores depend on it.
 */
function afterBut(scores: readonly number[], lower: readonly string[]): number[] {
  const but = lower.indexOf("but");
  const weighted = [...scores];
  if (but === -1) return weighted;
  for (let i = 0; i < weighted.length; i++) {
    const score = weighted[i] ?? 0;
    const place = weighted.indexOf(score);
    if (place < but) weighted[place] = score * 0.5;
    else if (place > but) weighted[place] = score * 1.5;
  }
  return weighted;
}

/** Exclamation marks, up to four, and question marks from the second on. */
function emphasisOf(text: string): number {
  const exclamations = Math.min(4, text.split("!").length - 1);
  const questions = text.split("?").length - 1;
  return exclamations * 0.292 + (questions <= 1 ? 0 : questions <= 3 ? questions * 0.18 : 0.96);
}

function summary(scores: readonly number[], emphasis: number): Valence {
  if (scores.length === 0) return { compound: 0, positive: 0, negative: 0, neutral: 0 };
  const sum = scores.reduce((total, score) => total + score, 0);
  const stressed = sum + Math.sign(sum) * emphasis;
  const compound = Math.max(-1, Math.min(1, stressed / Math.sqrt(stressed ** 2 + 15)));
  // A word's weight is one more than its valence, since neutral words count one.
  let positive = scores.reduce((total, score) => total + (score > 0 ? score + 1 : 0), 0);
  let negative = scores.reduce((total, score) => total + (score < 0 ? score - 1 : 0), 0);
  const neutral = scores.filter((score) => score === 0).length;
  if (positive > Math.abs(negative)) positive += emphasis;
  else if (positive < Math.abs(negative)) negative -= emphasis;
  const whole = positive + Math.abs(negative) + neutral;
  const share = (value: number) => Number(Math.abs(value / whole).toFixed(3));
  return { compound: Number(compound.toFixed(4)), positive: share(positive), negative: share(negative), neutral: share(neutral) };
}
