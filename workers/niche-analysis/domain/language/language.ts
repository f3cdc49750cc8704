/** Which texts are surely not English: complaint words, needs and labels are read in English, so others are kept apart. */
import lande from "lande";

/** Words that hardly any other language writes: two of them make a text English, and most texts have them. */
const english = new Set(
  "the and this that these those with have has had you your they their were was would could should which from what when where there been because about after into than then them very just don't doesn't didn't can't isn't wasn't it's i'm i've cannot make makes made get got work works worked never always really only much too out nothing".split(
    " ",
  ),
);
/** Letters that are read: more of them settle nothing that these do not. */
const mostCharacters = 400;
/** Fewer say nothing of their language, unless English has no such letters. */
const fewestLetters = { latin: 30, other: 6 };
/** The network leaves less than this for English, … */
const leastEnglish = 0.02;
/** … and this much for the language that it takes it for; with less the language has no name. */
const leastSure = 0.5;

/** Not English, and nobody knows which (ISO 639-2, "undetermined"). */
export const undetermined = "und";

/**
 * The language of a text that is surely not English, as ISO 639-3 (`deu`) or `und`; undefined for English, and where a text is too short or too mixed to tell,
 * since it is better read than lost. By `lande`, a small neural network over letters, where English words do not settle it.
 */
export function foreignLanguage(text: string): string | undefined {
  const read = text.slice(0, mostCharacters);
  const letters = read.match(/\p{L}/gu)?.length ?? 0;
  const latin = read.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters < (latin > letters / 2 ? fewestLetters.latin : fewestLetters.other)) return undefined;
  const words =
    read
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}']+/gu) ?? [];
  if (new Set(words.filter((word) => english.has(word))).size >= 2) return undefined;
  const found = lande(read);
  if ((found.find(([language]) => language === "eng")?.[1] ?? 0) > leastEnglish) return undefined;
  const [language, share] = found[0] ?? [undetermined, 0];
  return share >= leastSure ? language : undetermined;
}
