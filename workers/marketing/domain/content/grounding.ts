/**
 * Evidence or silence: every number, quotation and boast of a sentence must be a fact that the sentence's own evidence holds.
 * What is not is taken out, replaced by `[needs proof]` and listed.
 */
import { needsProof, type Sentence, type Unproven } from "../../../../contracts/services/marketing-content.ts";
import type { Facts } from "./facts.ts";
import { comparable } from "./plain-text.ts";

export interface Grounded {
  sentence: Sentence;
  unproven: Unproven[];
}

const quotation = /“[^“”]*”|"[^"]*"|«[^«»]*»|„[^„“”]*[“”]/gu;
const small = "one|two|three|four|five|six|seven|eight|nine|ten";
/** Words that always say how many; small ones do so only as a ratio or a multiple ("for two" names a household). */
const numberWords = `eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|doubled?|tripled?|percent|(?:${small})[ -](?:times|fold|hundred|thousand|million|percent)|(?:${small}) (?:out of|in|of) (?:${small}|every)`;
/** Digits that are not part of a word like "Web3", with what makes them a share or a multiple; and numbers in words. */
const number = new RegExp(
  String.raw`(?<![\p{L}\d])\d+(?:[.,]\d+)*(?:\s?%|\s?percent\b|[x×km](?!\p{L}))?(?![\p{L}\d])|\b(?:${numberWords})\b`,
  "giu",
);
const boast =
  /\b(?:guarante\w*|proven|best|fastest|cheapest|easiest|leading|award[- ]winning|world[- ]class|revolutionary|number one|risk[- ]free|most popular|trusted by|loved by|thousands of)\b|#\s?1\b/giu;

/** Checks one sentence. A claim without known evidence is taken out whole. */
export function ground(sentence: Sentence, facts: Facts): Grounded {
  const known = sentence.evidenceIds.filter((id) => facts.sources.has(id));
  if (sentence.claim && known.length === 0) {
    return {
      sentence: { text: needsProof, claim: false, evidenceIds: [] },
      unproven: [{ removed: sentence.text, sentence: sentence.text, reason: "claim-without-evidence" }],
    };
  }
  const unproven: Unproven[] = [];
  const remove = (removed: string, reason: Unproven["reason"]) => {
    unproven.push({ removed, sentence: sentence.text, reason });
    return needsProof;
  };
  const checkBoasts = (part: string) => part.replace(boast, (found) => remove(found, "boast"));
  const checkNumbers = (part: string) => part.replace(number, (found) => (isStated(found, known, facts) ? found : remove(found, "number")));
  const checkWords = (part: string) => outside(checkBoasts(part), facts.product ? [facts.product] : [], checkNumbers);
  const text = betweenQuotations(
    sentence.text,
    (span) => (isQuoted(span, known, facts) ? span : remove(span, "quotation")),
    (rest) => outside(rest, facts.topics, checkWords),
  );
  return { sentence: { ...sentence, text }, unproven };
}

function betweenQuotations(text: string, judge: (span: string) => string, check: (rest: string) => string): string {
  let [result, position] = ["", 0];
  for (const { 0: span, index } of text.matchAll(quotation)) {
    result += check(text.slice(position, index)) + judge(span);
    position = index + span.length;
  }
  return result + check(text.slice(position));
}

/** Runs `check` on everything but the names in `text`, in whatever case they stand there; longer names first. */
function outside(text: string, names: readonly string[], check: (part: string) => string): string {
  const [name, ...shorter] = names.filter((one) => positionOf(one, text) >= 0).toSorted((a, b) => b.length - a.length);
  if (name === undefined) return check(text);
  const start = positionOf(name, text);
  const end = start + name.length;
  return outside(text.slice(0, start), shorter, check) + text.slice(start, end) + outside(text.slice(end), [name, ...shorter], check);
}

function positionOf(name: string, text: string): number {
  const lower = text.toLowerCase();
  // A text that changes its length in lower case ("İ") is compared as it is.
  return lower.length === text.length ? lower.indexOf(name.toLowerCase()) : text.indexOf(name);
}

function isQuoted(span: string, ids: readonly string[], { sources }: Facts): boolean {
  const words = comparable(span.slice(1, -1)).replace(/…$/, "").trim();
  return words !== "" && ids.some((id) => sources.get(id)?.some((source) => source.includes(words)));
}

function isStated(found: string, ids: readonly string[], { numbers }: Facts): boolean {
  const percent = /%|percent/i.test(found);
  const value = valueOf(found.replace(/\s?(?:%|percent)$/i, ""));
  return numbers.some((fact) => fact.value === value && fact.percent === percent && fact.refs.some((ref) => ids.includes(ref)));
}

/** "1,900.00" is 1900; a multiple, a word or anything else unclear is no number that a fact can match. */
function valueOf(digits: string): number {
  return Number(digits.replace(/[.,]$/, "").replace(/,(?=\d{3}(?:\D|$))/g, ""));
}
