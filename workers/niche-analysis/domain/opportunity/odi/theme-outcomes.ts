/** The opportunity of each theme, guessed from its texts. */
import type { TextOutcome } from "../../../../../contracts/services/niche-text-outcome.ts";
import { textProxySamples, textProxyScores } from "./text-proxy.ts";

interface Written {
  /** Complaint score of every row. */
  scores: ArrayLike<number>;
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
  { scores, writersOf, units, over, seed }: Written,
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
        ...(author !== undefined && { author }),
        ...inUnit(unitsOfRow.get(row)?.[i]),
      })),
    ),
  );
  const { outcomes, draws, method } = textProxyScores(mentions, seed, over);
  const firsts = outcomes.map(() => 0);
  for (const draw of draws) {
    const best = Math.max(...draw.filter((value) => !Number.isNaN(value)));
    const winners = draw.flatMap((value, i) => (value === best ? [i] : []));
    for (const i of winners) firsts[i] = (firsts[i] ?? 0) + 1 / winners.length;
  }
  const byName = new Map(
    outcomes.map(({ outcome, ...figures }, i): [string, TextOutcome] => [
      outcome,
      { grade: "text-proxy", ...figures, first: Math.min(1, (firsts[i] ?? 0) / draws.length), samples: textProxySamples, method },
    ]),
  );
  return names.map((name) => byName.get(name));
}

function inUnit(unit: number | undefined): { unit?: number } {
  return unit === undefined ? {} : { unit };
}
