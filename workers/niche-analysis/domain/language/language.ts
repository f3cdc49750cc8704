/** Which texts are surely not English: complaint words, needs and labels are read in English, so others are kept apart. */
import lande from "lande";
import { languageOfWords } from "./foreign-words.ts";
import { languageOfScript } from "./scripts.ts";
import { undetermined } from "./undetermined.ts";

/** Words that hardly any other language writes: two of them make a text English, and most texts have them. */
const english = new Set(
  "the and this that these those with have has had you your they their were was would could should which from what when where there been because about after into than then them very just don't doesn't didn't can't isn't wasn't it's i'm i've cannot make makes made get got work works worked never always really only much too out nothing".split(
    " ",
  ),
);
/** One of these is enough in a short text. */
const inShortOnes = new Set("it not my your are good bad great nice best love like broke broken does did says machine".split(" "));
/** Letters that are read: more of them settle nothing that these do not. */
const mostCharacters = 400;
/** Fewer say nothing of their language: of another script at all, of Latin letters to the network. */
const fewestLetters = { other: 2, network: 30 };
/** The network leaves less than this for English, … */
const leastEnglish = 0.02;
/** … and this much for the language that it takes it for; with less the language has no name. */
const leastSure = 0.5;

/**
 * The language of a text that is surely not English, as ISO 639-3 (`deu`) or `und`; undefined for English, and where a text is too short or too mixed to tell,
 * since it is better read than lost. Told by its script, then by words that English lacks, then by `lande`, a small neural network over letters.
 */
export function foreignLanguage(text: string): string | undefined {
  const read = text.slice(0, mostCharacters);
  const letters = read.match(/\p{L}/gu)?.length ?? 0;
  if (letters < fewestLetters.other) return undefined;
  const ofScript = languageOfScript(read);
  if (ofScript !== undefined) return ofScript === undetermined ? named(read) : ofScript;
  const words =
    read
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}']+/gu) ?? [];
  const ofEnglish = new Set(words.filter((word) => english.has(word))).size;
  if (ofEnglish >= 2) return undefined;
  if (letters < fewestLetters.network)
    return ofEnglish > 0 || words.some((word) => inShortOnes.has(word)) ? undefined : ofShort(read, words);
  const found = lande(read);
  if ((found.find(([language]) => language === "eng")?.[1] ?? 0) > leastEnglish) return undefined;
  return sure(found);
}

/** Of a text that is too short for the network alone: by its words, or by fewer of them where the network says the same. */
function ofShort(text: string, words: readonly string[]): string | undefined {
  const told = languageOfWords(words);
  if (!told || told.settled) return told?.language;
  return lande(text)[0]?.[0] === told.language ? told.language : undefined;
}

/** What the network takes a text for that is not English, if it is sure. */
function named(text: string): string {
  return sure(lande(text));
}

function sure(found: ReturnType<typeof lande>): string {
  const [language, share] = found[0] ?? [undetermined, 0];
  return share >= leastSure && language !== "eng" ? language : undetermined;
}
