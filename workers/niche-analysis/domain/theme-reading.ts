/** Reads the texts of one theme, the most typical first: what they complain of, what they ask for, what is worth quoting. */
import { scoreText } from "./complaint/score.ts";
import { NeedCount, type FoundNeed } from "./needs/needs.ts";
import type { QuotableText } from "./quotes/quotes.ts";
import { blocksOf, type TextFacts, type TextSource } from "./texts.ts";

export interface ThemeReading {
  /** Texts that may be quoted: the most typical ones, each with its scored sentences. */
  quotable: QuotableText[];
  needs: FoundNeed[];
  /** Rows that praise, copies included. */
  praising: ReadonlySet<number>;
}

/** Texts of a theme that are considered for its quotes; the others are far from its centre. */
const mostQuotable = 2_000;

/**
 * `fits[i]` is how close `rows[i]` is to the theme's centre. Writes the complaint score of every row into `scores`. Copies are scored but
 * neither quoted nor counted among the needs. Independent of the order of the rows.
 */
export async function readTheme(
  { rows, fits }: { rows: readonly number[]; fits: readonly number[] },
  {
    facts,
    texts,
    peopleIn,
    copied,
    scores,
    pause,
  }: {
    facts: readonly TextFacts[];
    texts: TextSource;
    /** How many different people wrote some rows. */
    peopleIn: (rows: readonly number[]) => number;
    copied: ReadonlySet<number>;
    scores: Float64Array;
    pause: () => Promise<void>;
  },
): Promise<ThemeReading> {
  const quotable: QuotableText[] = [];
  const needs = new NeedCount();
  const praising = new Set<number>();
  const inOrder = rows
    .map((row, i) => ({ row, fit: fits[i] ?? 0 }))
    .toSorted((a, b) => b.fit - a.fit || compare(facts[a.row]?.id ?? "", facts[b.row]?.id ?? ""));
  for (const block of blocksOf(inOrder)) {
    for (const [i, text] of texts.read(block.map(({ row }) => row)).entries()) {
      const { row = 0, fit = 0 } = block[i] ?? {};
      const scored = scoreText(text);
      scores[row] = scored.score;
      if (scored.praises) praising.add(row);
      if (copied.has(row)) continue;
      const { id: evidenceId = "", author } = facts[row] ?? {};
      needs.add({ row, evidenceId, sentences: scored.sentences });
      if (quotable.length < mostQuotable) quotable.push({ evidenceId, author, fit, scored });
    }
    await pause();
  }
  return { quotable, needs: needs.result(peopleIn), praising };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
