/** The opportunity of each theme, guessed from its texts. */
import type { TextOutcome } from "../../../../../contracts/services/niche-text-outcome.ts";
import { textProxySamples, textProxyScores } from "./text-proxy.ts";

/**
 * `themes[t]` are the rows of theme t, `scores` the complaint score of every row, `writersOf` everybody who wrote it; `names[t]` orders equal themes. One
 * outcome for each theme.
 */
export function themeOutcomes(
  themes: readonly (readonly number[])[],
  names: readonly string[],
  { scores, writersOf, seed }: { scores: ArrayLike<number>; writersOf: (row: number) => Iterable<string | undefined>; seed: number },
): (TextOutcome | undefined)[] {
  const mentions = themes.flatMap((rows, theme) =>
    rows.flatMap((row) =>
      Array.from(writersOf(row), (author) => ({
        outcome: names[theme] ?? "",
        complaint: scores[row] ?? 0,
        ...(author !== undefined && { author }),
      })),
    ),
  );
  const { outcomes, draws, method } = textProxyScores(mentions, seed);
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
