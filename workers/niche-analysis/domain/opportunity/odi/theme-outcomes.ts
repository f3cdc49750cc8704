/** The opportunity of each theme, guessed from its texts. */
import { comparedOutcomes, type TextOutcome } from "../../../../../contracts/services/niche-text-outcome.ts";
import { rankProbabilities } from "../ranking/ranks.ts";
import { textProxySamples, textProxyScores } from "./text-proxy.ts";

interface Written {
  /** Complaint score of every row. */
  scores: ArrayLike<number>;
  /** Of every row, 1 where it praises. */
  praises: ArrayLike<number>;
  /** Everybody who wrote a row. */
  writersOf: (row: number) => Iterable<string | undefined>;
  /** Rows that are drawn together, a row once for everybody who wrote it there, in words `over`. Of several who wrote a row in different units, which is whose is not told. */
  units: readonly (readonly number[])[];
  over: string;
  seed: number;
}

/** `themes[t]` are the rows of theme t; `names[t]` orders equal themes. One outcome for each theme. */
export function themeOutcomes(
  themes: readonly (readonly number[])[],
  names: readonly string[],
  { scores, praises, writersOf, units, over, seed }: Written,
): (TextOutcome | undefined)[] {
  const unitsOfRow = new Map<number, number[]>();
  for (const [unit, rows] of units.entries()) {
    for (const row of rows) {
      const known = unitsOfRow.get(row);
      if (known) known.push(unit);
      else unitsOfRow.set(row, [unit]);
    }
  }
  const mentions = themes.flatMap((rows, theme) =>
    rows.flatMap((row) =>
      Array.from(writersOf(row), (author, i) => ({
        outcome: names[theme] ?? "",
        complaint: scores[row] ?? 0,
        praises: praises[row] === 1,
        ...(author !== undefined && { author }),
        ...inUnit(unitsOfRow.get(row)?.[i]),
      })),
    ),
  );
  const { outcomes, draws, method } = textProxyScores(mentions, seed, over);
  const { ranks, above } = rankProbabilities(draws);
  const byName = new Map(
    outcomes.map(({ outcome, ...figures }, i): [string, TextOutcome] => [
      outcome,
      {
        grade: "text-proxy",
        ...figures,
        first: Math.min(1, ranks[i]?.[0] ?? 0),
        above: outcomes
          .flatMap(({ outcome: themeId }, j) => (i === j ? [] : [{ themeId, probability: Math.min(1, above[i]?.[j] ?? 0.5) }]))
          .slice(0, comparedOutcomes),
        samples: textProxySamples,
        method,
        assumptions: [...outcomeAssumptions],
      },
    ]),
  );
  return names.map((name) => byName.get(name));
}

export const outcomeAssumptions = [
  "what is written of often and angrily matters",
  "who praises is satisfied; a text that neither praises nor complains speaks of no satisfaction",
  "texts that praise are told by a lexicon of English (VADER, mean compound of the sentences from 0.05) and by not complaining",
  "comparable within this niche only",
];

function inUnit(unit: number | undefined): { unit?: number } {
  return unit === undefined ? {} : { unit };
}
