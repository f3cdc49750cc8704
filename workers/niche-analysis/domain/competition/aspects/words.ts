/** The words of a sentence with what they are in it, as the tagger of `compromise` sees it. English. */
import { functionWords, labelStopWords } from "../../words/stop-words.ts";
import { singular } from "../../words/terms.ts";

export interface Word {
  /** The same for a word and its plural. */
  key: string;
  /** As written, lower case, without a genitive's ending. */
  form: string;
  /** `link`: "of". `modifier`: what may stand between that and its noun. */
  kind: "noun" | "link" | "modifier" | "other";
  /** Whether it may be part of what names something, were it a noun, and whether it may be all of it: "customer service", and no "customer". */
  names: boolean;
  alone: boolean;
  /** True: punctuation stands before it. */
  apart: boolean;
  /** UTF-16 offsets into the sentence. */
  start: number;
  end: number;
}

/** Nouns that frame what is said, and by themselves are nothing that a product has. */
const frames = new Set(
  "ability amount brand buck buy case choice complaint couple customer deal difference dollar end experience fact flaw gift hour idea issue kind lot minute model money morning night number opinion people place point problem purchase question reason research rest result review reviewer second sort thing trouble way".split(
    " ",
  ),
);
/** Light verbs are in the stop words of labels; as nouns they name something: "the look", "ease of use". */
const alsoNouns = new Set(["feel", "look", "use"]);
const unnamed = [
  "Pronoun",
  "Date",
  "Duration",
  "Time",
  "Holiday",
  "Value",
  "Money",
  "Person",
  "Organization",
  "Url",
  "Email",
  "Emoji",
  "Emoticon",
];

/** The words of a sentence. */
export type Tagger = (sentence: string) => Word[];

/**
 * Loaded when it is first asked for: its lists of words take a quarter of a second, which the start of a Worker would have to wait for. Of its
 * passes the last one, three quarters of its time, is left out: it found no aspect more on the published reviews.
 */
export async function loadTagger(): Promise<Tagger> {
  const { default: nlp } = await import("compromise/two");
  return (sentence) => wordsIn(nlp.tokenize(sentence).compute(["lexicon", "preTagger"]).docs.flat());
}

interface Term {
  text: string;
  pre: string;
  post: string;
  tags?: ReadonlySet<string>;
}

function wordsIn(terms: readonly Term[]): Word[] {
  const words: Word[] = [];
  let [at, apart] = [0, false];
  /** True while an article or possessive waits for its noun. */
  let waiting = false;
  for (const { text, pre, post, tags = new Set<string>() } of terms) {
    const start = at + pre.length;
    const end = start + text.length;
    at = end + post.length;
    const form = text.toLowerCase().replaceAll("’", "'").replace(/'s?$/, "");
    const key = keyOf(form, tags);
    const before = words.at(-1);
    const names = mayName(form, tags);
    const alone = names && ![form, key].some((one) => frames.has(one) || (labelStopWords.has(one) && !alsoNouns.has(one)));
    const kind = tags.has("Verb") && isJudgedDoing(words) ? "noun" : kindOf(form, tags);
    const word: Word = { key, form, kind, names, alone, apart: apart || separates(pre), start, end };
    // "The remote, …": an article has a noun, so the last word that could be one is it.
    if (waiting && before?.kind === "modifier" && before.names && word.kind !== "modifier" && (word.apart || word.kind === "other"))
      before.kind = "noun";
    waiting = isArticle(tags) || (waiting && word.kind === "modifier");
    words.push(word);
    apart = separates(post);
  }
  const last = words.at(-1);
  if (waiting && last?.kind === "modifier" && last.names) last.kind = "noun";
  return words;
}

function separates(between: string): boolean {
  return /[^\s"']|\s-/.test(between);
}

function isArticle(tags: ReadonlySet<string>): boolean {
  return tags.has("Determiner") || (tags.has("Possessive") && tags.has("Pronoun"));
}

/** "Easy to use": the use is what is judged. */
function isJudgedDoing(before: readonly Word[]): boolean {
  return (
    before.at(-1)?.form === "to" && /^(?:easy|easier|hard|harder|difficult|simple|tough|quick|painful)$/.test(before.at(-2)?.form ?? "")
  );
}

/** The tagger knows plurals that spelling alone does not tell: "cameras". */
function keyOf(form: string, tags: ReadonlySet<string>): string {
  const key = singular(form);
  return key === form && tags.has("Plural") && /[^s]s$/.test(form) ? form.slice(0, -1) : key;
}

function kindOf(form: string, tags: ReadonlySet<string>): Word["kind"] {
  if (form === "of") return "link";
  if (tags.has("Noun") && !tags.has("Pronoun")) return "noun";
  return isArticle(tags) || tags.has("Adjective") || tags.has("Possessive") ? "modifier" : "other";
}

function mayName(form: string, tags: ReadonlySet<string>): boolean {
  return (
    /^[\p{L}\p{N}][\p{L}\p{N}'-]+$/u.test(form) && /\p{L}/u.test(form) && !unnamed.some((tag) => tags.has(tag)) && !functionWords.has(form)
  );
}
