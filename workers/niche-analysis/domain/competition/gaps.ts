/** The matrix of themes and competitors, read off the texts of the themes: who is named, and whether the sentences that name them complain. */
import type { GapTheme } from "../../../../contracts/services/niche-market-figures.ts";
import type { CompetitorRow } from "../../../../contracts/services/niche-market-tables.ts";
import type { Quote } from "../../../../contracts/services/niche-figures.ts";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";
import { complaintThreshold, scoreText } from "../complaint/score.ts";
import { blocksOf, type TextFacts, type TextSource } from "../texts.ts";
import { CompetitorNames } from "./mentions.ts";
import { gapMatrix } from "./underserved.ts";

/** Competitors of the matrix at most, the most named. */
const mostCompetitors = 30;
const idsPerCell = 20;
const quotesPerCell = 3;
/** Longer sentences are texts without full stops; they count, and are not quoted. */
const longestQuote = 600;

export const gapMethod =
  "a competitor is named where its name or another of its names stands as whole words, in any case; who names it complains when the sentences of a text that name it do, by the complaint score; counted by author where the texts have authors, Wilson 95 %; underserved: with every one of the three most named competitors more than half complain, also at the lower limit";

export const gapAssumptions: string[] = [
  "a sentence that names a competitor and complains, complains of it",
  "a name that is an ordinary word counts wherever the word stands",
];

export interface GapReading {
  /** The competitors of the cells, those whom most people name first, and the first of them, who decide what is underserved. */
  competitors: string[];
  leaders: string[];
  /** Underserved first. */
  themes: GapTheme[];
  /** Texts that were read, and those that name a competitor. */
  texts: number;
  mentions: number;
  /** Of each of the competitors the ids of the texts that name it. */
  namedIn: Map<string, string[]>;
}

interface Naming {
  theme: string;
  competitor: string;
  evidenceId: string;
  unit: string;
  score: number;
  quote: Quote | undefined;
}

/**
 * `facts` are of the texts that themes have, `texts` gives them by their place in `facts`. Texts are read a few hundred at a time, and `pause`
 * is awaited in between. Independent of the order of the texts. A name that is a common word too is counted wherever the word stands.
 */
export async function readGaps(
  { themes, competitors }: { themes: readonly Pick<Theme, "id" | "label" | "evidenceIds">[]; competitors: readonly CompetitorRow[] },
  { facts, texts, pause }: { facts: readonly TextFacts[]; texts: TextSource; pause: () => Promise<void> },
): Promise<GapReading> {
  const names = new CompetitorNames(competitors);
  const placeOf = new Map(facts.map(({ id }, place) => [id, place]));
  const namings: Naming[] = [];
  const naming = new Set<string>();
  let read = 0;
  for (const { id: theme, evidenceIds } of themes) {
    const places = evidenceIds.toSorted().flatMap((id) => placeOf.get(id) ?? []);
    for (const block of blocksOf(places)) {
      for (const [i, text] of texts.read(block).entries()) {
        const { id: evidenceId = "", author } = facts[block[i] ?? -1] ?? {};
        read += 1;
        const found = namingsIn(text, names).map((one) => ({ theme, evidenceId, unit: author ?? evidenceId, ...quoted(one, evidenceId) }));
        if (found.length > 0) naming.add(evidenceId);
        namings.push(...found);
      }
      await pause();
    }
  }
  return { ...matrixOf(themes, namings), texts: read, mentions: naming.size };
}

interface NamedIn {
  competitor: string;
  /** How much the sentences that name it complain. */
  score: number;
  sentence: { text: string; start: number; end: number } | undefined;
}

/** Each competitor of a text once. */
function namingsIn(text: string, names: CompetitorNames): NamedIn[] {
  const places = names.placesIn(text);
  if (places.length === 0) return [];
  const { sentences } = scoreText(text);
  return [...new Set(places.map(({ competitor }) => competitor))].map((competitor) => {
    const own = places.filter((place) => place.competitor === competitor);
    const telling = sentences.filter(({ start, end }) => own.some((place) => place.start >= start && place.end <= end));
    const score = telling.length === 0 ? 0 : scoreText(telling.map((sentence) => sentence.text).join("\n")).score;
    return { competitor, score, sentence: telling.toSorted((a, b) => b.score - a.score || a.start - b.start)[0] };
  });
}

function quoted({ competitor, score, sentence }: NamedIn, evidenceId: string) {
  const short = sentence && sentence.text.length <= longestQuote ? sentence : undefined;
  return { competitor, score, quote: short && { evidenceId, text: short.text, start: short.start, end: short.end } };
}

function matrixOf(themes: readonly Pick<Theme, "id" | "label">[], namings: readonly Naming[]): Omit<GapReading, "texts" | "mentions"> {
  const people = new Map<string, Set<string>>();
  for (const { competitor, unit } of namings) people.set(competitor, (people.get(competitor) ?? new Set<string>()).add(unit));
  const kept = new Set(
    [...people]
      .toSorted((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
      .slice(0, mostCompetitors)
      .map(([competitor]) => competitor),
  );
  const counted = namings.filter(({ competitor }) => kept.has(competitor));
  const byCell = new Map<string, Naming[]>();
  for (const one of counted) {
    const key = cellKey(one.theme, one.competitor);
    const cell = byCell.get(key);
    if (cell) cell.push(one);
    else byCell.set(key, [one]);
  }
  const matrix = gapMatrix(
    counted.map(({ theme, competitor, unit, score }) => ({ theme, competitor, unit, complains: score >= complaintThreshold })),
  );
  const labelOf = new Map(themes.map(({ id, label }) => [id, label]));
  const rows = matrix.themes.map(({ theme, cells, underserved, unknown }) => ({
    themeId: theme,
    theme: labelOf.get(theme) ?? theme,
    underserved,
    unknown,
    texts: new Set(counted.flatMap((one) => (one.theme === theme ? [one.evidenceId] : []))).size,
    cells: cells
      .filter(({ complaint }) => complaint.n > 0)
      .map(({ competitor, complaint }) => {
        const here = (byCell.get(cellKey(theme, competitor)) ?? []).toSorted(
          (a, b) => b.score - a.score || (a.evidenceId < b.evidenceId ? -1 : 1),
        );
        return {
          competitor,
          complaint,
          evidenceIds: here.slice(0, idsPerCell).map(({ evidenceId }) => evidenceId),
          texts: here.length,
          quotes: here.flatMap(({ quote }) => quote ?? []).slice(0, quotesPerCell),
        };
      }),
  }));
  const namedIn = new Map(
    [...kept].map((one) => [
      one,
      [...new Set(counted.flatMap((naming) => (naming.competitor === one ? naming.evidenceId : [])))].toSorted(),
    ]),
  );
  return { competitors: [...kept], leaders: matrix.leaders, themes: rows, namedIn };
}

function cellKey(theme: string, competitor: string): string {
  return `${theme}\n${competitor}`;
}
