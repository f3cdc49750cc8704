/** What people praise and complain about, of each competitor and of the niche as a whole: its frequent aspects with signed opinions (Hu & Liu 2004). */
import type { Aspect, AspectGroup, AspectSide } from "../../../../../contracts/services/niche-market-figures.ts";
import type { CompetitorRow } from "../../../../../contracts/services/niche-market-tables.ts";
import type { Voices } from "../../counting/voices.ts";
import { wilson } from "../../intervals/wilson.ts";
import type { TextFacts, TextSource } from "../../texts.ts";
import { CompetitorNames } from "../mentions.ts";
import { attributed, type AttributedClause } from "./attribution.ts";
import { frequentAspects, type FrequencyRules, type Statement } from "./frequent.ts";
import { nounRuns, usualNouns } from "./noun-runs.ts";
import { opinionOf, type Opinion } from "./opinion.ts";
import { loadTagger, type Tagger, type Word } from "./words.ts";

/** Sentences that are read at most: of the niche, of one competitor, and of all of these. All together take about six seconds of one core. */
const sentencesOfNiche = 5_000;
const sentencesOfCompetitor = 2_000;
const sentencesOfCompetitors = 15_000;
const aspectsPerGroup = 12;
const idsPerSide = 10;
const quotesPerSide = 3;
/** Longer sentences are texts without full stops; they count, and are not quoted. */
const longestQuote = 600;
/** Texts read at a time, some tens of milliseconds. */
const blockTexts = 10;
/** A hundredth of the sentences, as published, and no fewer than three sentences and people. */
export const aspectRules: Omit<FrequencyRules, "peopleOf"> = { support: 0.01, fewest: 3 };

export const aspectMethod =
  "aspects: nouns and compounds of up to three nouns that 1 % of the sentences name, at least three, by three people or more, those pruned that hardly stand outside of a longer one (Hu & Liu 2004); of those who name one, who complains or praises in a clause that does, by the complaint score and the valence; people, or texts without an author; Wilson 95 %";

export const aspectAssumptions: string[] = [
  "in a text that names one competitor every sentence is about it; in others a sentence that names none is about who was named last, and one that names several about nobody",
  "who judges in a clause judges what it names",
  `at most ${whole(sentencesOfNiche)} sentences of the niche are read, ${whole(sentencesOfCompetitor)} about a competitor and ${whole(sentencesOfCompetitors)} about all of them, the texts in the order of their ids, which is an even sample`,
];

function whole(count: number): string {
  return count.toLocaleString("en-US");
}

export interface AspectSource {
  facts: readonly TextFacts[];
  texts: TextSource;
  voices: Pick<Voices, "authorsOf">;
  pause: () => Promise<void>;
}

export interface AspectQuestion {
  /** Absent: everybody. */
  competitor?: string;
  /** Of the texts that name it. */
  ids: readonly string[];
}

/** One group for each question. `pause` is awaited every few texts. Independent of the order of the texts. */
export async function readAspects(
  { competitors, questions }: { competitors: readonly CompetitorRow[]; questions: readonly AspectQuestion[] },
  source: AspectSource,
): Promise<AspectGroup[]> {
  const reader = { names: new CompetitorNames(competitors), tag: await loadTagger() };
  const placeOf = new Map(source.facts.map(({ id }, place) => [id, place]));
  const groups: AspectGroup[] = [];
  const ofOne = Math.min(sentencesOfCompetitor, Math.floor(sentencesOfCompetitors / Math.max(1, questions.length)));
  for (const { competitor, ids } of questions) {
    const order = ids.toSorted().flatMap((id) => placeOf.get(id) ?? []);
    groups.push(await readGroup(reader, { competitor, order, most: competitor === undefined ? sentencesOfNiche : ofOne }, source));
  }
  return groups;
}

/** `order`: places of the texts in the facts, by their ids; `most`: sentences. */
async function readGroup(
  reader: SentenceReader,
  { competitor, order, most }: { competitor: string | undefined; order: readonly number[]; most: number },
  { facts, texts, voices, pause }: AspectSource,
): Promise<AspectGroup> {
  const idOf = (row: number) => facts[row]?.id ?? "";
  const peopleOf = (rows: readonly number[]) => voices.authorsOf(rows);
  const sentences: ReadSentence[] = [];
  let read = 0;
  for (let from = 0; from < order.length && sentences.length < most; from += blockTexts) {
    const block = order.slice(from, from + blockTexts);
    for (const [i, text] of texts.read(block).entries()) sentences.push(...sentencesAbout(reader, text, block[i] ?? 0, competitor));
    read += block.length;
    await pause();
  }
  const statements = statementsOf(sentences);
  const named = frequentAspects(statements, { ...aspectRules, peopleOf })
    .map(({ form, statements: places }) => {
      const rows = [...new Set(places.flatMap((place) => statements[place]?.row ?? []))];
      return { form, places, texts: rows.length, n: peopleOf(rows) };
    })
    .toSorted((a, b) => b.n - a.n || (a.form < b.form ? -1 : 1));
  const aspects: Aspect[] = [];
  for (const { form, places, texts: own, n } of named.slice(0, aspectsPerGroup)) {
    const here = places.flatMap((place) => judged(statements[place]));
    const side = (sign: Opinion["sign"]) => sideOf(here, sign, { n, idOf, peopleOf });
    aspects.push({ aspect: form, texts: own, complaint: side("negative"), praise: side("positive") });
    await pause();
  }
  return { ...(competitor !== undefined && { competitor }), texts: read, aspects };
}

export interface SentenceReader {
  names: CompetitorNames;
  tag: Tagger;
}

export interface ReadSentence {
  row: number;
  sentence: AttributedClause["sentence"];
  words: readonly Word[];
  /** Names of competitors, places into the sentence. */
  blocked: readonly { start: number; end: number }[];
  /** Those that count. */
  clauses: readonly AttributedClause[];
}

/** The sentences of a text with clauses about the competitor, or all of them. */
export function sentencesAbout({ names, tag }: SentenceReader, text: string, row: number, competitor?: string): ReadSentence[] {
  const bySentence = Map.groupBy(attributed(text, names), ({ sentence }) => sentence);
  return [...bySentence].flatMap(([sentence, all]) => {
    const own = all.filter(({ about }) => competitor === undefined || about === competitor);
    if (own.length === 0) return [];
    const blocked = all.flatMap((clause) =>
      clause.names.map(({ start, end }) => ({ start: start - sentence.start, end: end - sentence.start })),
    );
    return [{ row, sentence, words: tag(sentence.text), blocked, clauses: own }];
  });
}

export interface ClauseStatement extends Statement {
  clause: string;
  quoted: AttributedClause["sentence"];
}

/** What each clause names. */
export function statementsOf(sentences: readonly ReadSentence[]): ClauseStatement[] {
  const usual = usualNouns(sentences.map(({ words }) => words));
  return sentences.flatMap(({ row, sentence, words, blocked, clauses }, number) => {
    const runs = nounRuns(words, usual, blocked);
    return clauses.map(({ text, start, end }) => {
      const inside = runs.filter((run) => run.start + sentence.start >= start && run.start + sentence.start < end);
      return { row, sentence: number, runs: inside, clause: text, quoted: sentence };
    });
  });
}

interface Judged extends Opinion {
  row: number;
  quoted: AttributedClause["sentence"];
}

/** Only of what names an aspect, since judging takes longer than reading. */
function judged(statement: ClauseStatement | undefined): Judged[] {
  return statement ? [{ row: statement.row, quoted: statement.quoted, ...opinionOf(statement.clause) }] : [];
}

interface Counting {
  /** People who name the aspect. */
  n: number;
  idOf: (row: number) => string;
  peopleOf: (rows: readonly number[]) => number;
}

function sideOf(statements: readonly Judged[], sign: Opinion["sign"], { n, idOf, peopleOf }: Counting): AspectSide {
  const strongest = statements
    .filter((one) => one.sign === sign)
    .toSorted((a, b) => b.strength - a.strength || (idOf(a.row) < idOf(b.row) ? -1 : 1) || a.quoted.start - b.quoted.start);
  // Of each text the clause that judges most.
  const own = [...Map.groupBy(strongest, ({ row }) => row).values()].flatMap(([first]) => first ?? []);
  const quotes = own.flatMap(({ row, quoted: { text, start, end } }) =>
    text.length <= longestQuote ? [{ evidenceId: idOf(row), text, start, end }] : [],
  );
  return {
    share: wilson(peopleOf(own.map(({ row }) => row)), n),
    texts: own.length,
    evidenceIds: own.slice(0, idsPerSide).map(({ row }) => idOf(row)),
    quotes: quotes.slice(0, quotesPerSide),
  };
}
