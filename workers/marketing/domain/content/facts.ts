/** Everything that a text about a niche may state: numbers and words with the evidence they come from. */
import { formatMoney, toMajor } from "../../../../contracts/money.ts";
import type { ParsedPlanRequest, PlanTheme } from "../../../../contracts/services/marketing.ts";
import { wilsonInterval } from "../statistics/intervals.ts";
import { comparable, plainText } from "./plain-text.ts";
import { headlinesOf, type Quote } from "./sayings.ts";

export interface NumberFact {
  value: number;
  percent: boolean;
  /** A sentence may state the number when it names one of these. */
  refs: readonly string[];
}

export interface Facts {
  /** Comparable texts by evidence id. */
  sources: ReadonlyMap<string, readonly string[]>;
  numbers: readonly NumberFact[];
  /** What the niche and its themes are called: used as it is. */
  topics: readonly string[];
  /** The product's name when it is short: it may hold digits, but no boast. */
  product?: string;
}

export interface Share {
  count: number;
  of: number;
  low: number;
  high: number;
  unit: "authors" | "texts";
}

/** A theme ready to be written about. */
export interface Subject {
  id: string;
  label: string;
  /** The label as a sentence can hold it: "keurig, cups or weak". */
  phrase: string;
  /** False for a label that lists words ("keurig, cups, weak"): it says less than a quote does. */
  spoken: boolean;
  keyword: string;
  need: PlanTheme["need"];
  share?: Share;
  complaint?: { count: number; of: number };
  quotes: readonly Quote[];
  /** Sentences of the quotes that can stand as a headline, best first. */
  headlines: readonly Quote[];
  /** Evidence that stands behind statements about the theme as a whole. */
  refs: readonly string[];
}

export interface Price {
  id: string;
  /** "$19", "$9.50" */
  amount: string;
  /** "a month" */
  period: string;
  value: number;
}

/** So many ids under one statement say enough; the rest are in the niche. */
const refsPerTheme = 8;
const longestName = 4;
const longestSpoken = 6;
const separator = /\s*[,;·•|/+&:]\s*/;
const periods = { month: "a month", year: "a year", once: "once" } as const;

export function subjectOf(theme: PlanTheme): Subject {
  const quotes = theme.quotes.map(({ evidenceId, text }) => ({ evidenceId, text: plainText(text) })).filter(({ text }) => text !== "");
  const label = plainText(theme.label);
  const terms = [...theme.keywords, label].flatMap((words) => plainText(words).match(/[\p{L}\p{N}]{3,}/gu) ?? []);
  return {
    id: theme.id,
    label,
    phrase: phraseOf(inSentence(label, quotes)),
    spoken: !separator.test(label) && label.split(" ").length <= longestSpoken,
    keyword: plainText(theme.keywords[0] ?? label),
    headlines: headlinesOf(quotes, terms),
    need: theme.need,
    quotes,
    refs: [...new Set(quotes.map(({ evidenceId }) => evidenceId))].slice(0, refsPerTheme),
    ...(theme.share ? { share: shareOf(theme.share) } : {}),
    ...(theme.complaint ? { complaint: theme.complaint } : {}),
  };
}

export function priceOf(price: NonNullable<ParsedPlanRequest["price"]>): Price {
  return {
    id: price.id,
    amount: formatMoney(price.amount).replace(/\.00$/, ""),
    period: periods[price.period],
    value: toMajor(price.amount),
  };
}

/** Percent as the copy prints it: whole, the interval never narrower than it is. */
export function percentsOf({ low, high }: Share): { low: number; high: number } {
  return { low: Math.floor(100 * low), high: Math.ceil(100 * high) };
}

export function factsOf(subjects: readonly Subject[], names: { niche: string; product: string }, price?: Price): Facts {
  const sources = new Map<string, string[]>();
  for (const { evidenceId, text } of subjects.flatMap(({ quotes }) => quotes)) {
    sources.set(evidenceId, [...(sources.get(evidenceId) ?? []), comparable(text)]);
  }
  if (price) sources.set(price.id, []);
  return {
    sources,
    numbers: [...subjects.flatMap(numbersOf), ...(price ? [{ value: price.value, percent: false, refs: [price.id] }] : [])],
    topics: [...(isShort(names.niche) ? [names.niche] : []), ...subjects.flatMap(({ label, phrase }) => [label, phrase])].filter(
      (topic) => topic !== "",
    ),
    ...(isShort(names.product) ? { product: names.product } : {}),
  };
}

/** A label or a niche's name without the capital that it begins with, unless people write it inside a sentence too, as they do with names. */
export function inSentence(label: string, quotes: readonly Quote[]): string {
  const [word = ""] = label.split(/[\s,;]/);
  const onlyFirst = /^\p{Lu}[\p{Ll}'’-]+$/u.test(word) && !/\p{Lu}/u.test(label.slice(word.length));
  if (!onlyFirst) return label;
  const midSentence = new RegExp(String.raw`[\p{Ll},] ${word}(?![\p{L}\p{N}])`, "u");
  return quotes.some(({ text }) => midSentence.test(text)) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function phraseOf(label: string): string {
  const parts = label.split(separator).filter((part) => part !== "");
  return parts.length < 2 ? label : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}

function isShort(name: string): boolean {
  return name.split(" ").length <= longestName;
}

function numbersOf({ share, complaint, refs }: Subject): NumberFact[] {
  const counts = [share?.count, share?.of, complaint?.count, complaint?.of].filter((value) => value !== undefined);
  const percents = share ? Object.values(percentsOf(share)) : [];
  return [...counts.map((value) => ({ value, percent: false, refs })), ...percents.map((value) => ({ value, percent: true, refs }))];
}

function shareOf({ count, of, low, high, unit }: NonNullable<PlanTheme["share"]>): Share {
  const wilson = wilsonInterval({ count, of });
  return { count, of, low: low ?? wilson.low, high: high ?? wilson.high, unit };
}
