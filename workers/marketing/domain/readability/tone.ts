/** Tone as a vector of countable habits, not as a verdict: whom a text addresses, how sure, how loud and how pressing it is. */
import type { Tone } from "../../../../contracts/services/marketing-content.ts";
import { sentencesOf, wordsOf } from "./counts.ts";

const secondPerson = listOf("you your yours yourself you're you've you'll you'd");
const firstPerson = listOf("i me my mine we us our ours i'm i've i'll i'd we're we've we'll we'd");
const hedges = listOf(
  "maybe perhaps possibly probably might could may seems seem appears somewhat fairly rather roughly about usually often sometimes likely almost arguably",
);
const urgency = listOf("now today hurry instantly immediately asap limited ends expires deadline last urgent");

const irregularParticiples =
  "built|bought|brought|caught|chosen|cut|done|driven|found|given|gone|grown|held|hidden|kept|known|left|lost|made|paid|put|read|run|seen|sent|set|shown|sold|spent|stolen|taken|taught|thrown|told|understood|won|written";
/** A form of "to be", at most one adverb, a participle. Finds most passives and takes some adjectives for them ("is tired"). */
const passive = new RegExp(
  String.raw`\b(?:is|are|was|were|be|been|being|am)\s+(?:\w+ly\s+|not\s+)?(?:\w+ed|${irregularParticiples})\b`,
  "i",
);

/** Shares of sentences (0 to 1) and rates per 100 words; all 0 for an empty text. English only. */
export function toneOf(text: string): Tone {
  const sentences = sentencesOf(text);
  const words = wordsOf(text).map((word) => word.toLowerCase().replaceAll("’", "'"));
  const share = (matches: (sentence: string) => boolean) => sentences.filter(matches).length / Math.max(1, sentences.length);
  const rate = (list: ReadonlySet<string>) => (100 * words.filter((word) => list.has(word)).length) / Math.max(1, words.length);
  return {
    questionShare: share((sentence) => /\?["'”’)]*$/.test(sentence)),
    exclamationShare: share((sentence) => /![?!]*["'”’)]*$/.test(sentence)),
    passiveShare: share((sentence) => passive.test(sentence)),
    secondPersonRate: rate(secondPerson),
    firstPersonRate: rate(firstPerson),
    hedgeRate: rate(hedges),
    urgencyRate: rate(urgency),
  };
}

function listOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
