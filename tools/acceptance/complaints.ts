/** Complaints: what the largest themes of a product's reviews are about, and how well sentences are ranked. */
import type { Figure } from "../../bench/figures.ts";
import { analyseNiche } from "../../workers/niche-analysis/domain/analysis.ts";
import { sentenceComplaint } from "../../workers/niche-analysis/domain/complaint/score.ts";
import { unknownMarket } from "../../contracts/services/niche-opportunity.ts";
import { inMemory } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { evidenceOf } from "./evidence.ts";
import type { Trial } from "./niche.ts";

/** What people complain about most often in these reviews (Hu & Liu 2004, counted from their annotations). */
const expected = [
  ["customer service", /customer|service|support/],
  ["discs that cannot be read", /\bread|no disc|\bdiscs?\b/],
  ["remote", /remote/],
  ["picture", /picture|image|screen/],
] as const;
const largest = 8;

/** The themes with the most complaints name each of the four great complaints in their label or terms. */
export async function* complaintThemes({ embedder, seed, say }: Trial, sentences: readonly string[]): AsyncGenerator<Figure> {
  const evidence = evidenceOf(sentences);
  const vectors = inMemory(await embedder.embed(evidence.map(({ text }) => text)), embedder.dimensions);
  const { themes } = await analyseNiche({ name: "DVD players", market: unknownMarket, evidence, vectors, seed });
  const top = themes.toSorted((a, b) => b.complaint.count - a.complaint.count).slice(0, largest);
  for (const { label, complaint, terms } of top) say(`Apex: ${complaint.count} of ${complaint.n} complain: ${label} (${terms.join(", ")})`);
  for (const [name, words] of expected) {
    const place = top.findIndex(({ label, terms }) => [label, ...terms].some((term) => words.test(term.toLowerCase())));
    yield {
      name: `Apex reviews: ${name} among the ${largest} largest complaint themes, its place`,
      unit: "",
      value: place + 1,
      bar: { atLeast: 1 },
    };
  }
}

/** Chance that a sentence which people rated as a complaint ranks above one that they rated as praise; clear opinions only. */
export function complaintRanking(rated: readonly { text: string; rating: number }[]): Figure {
  const clear = rated.filter(({ rating }) => Math.abs(rating) >= 0.5);
  const scored = clear.map(({ text, rating }) => ({ score: sentenceComplaint(text), complains: rating < 0 }));
  return {
    name: `Amazon sentences: area under the curve of complaints (n ${scored.length})`,
    unit: "",
    value: areaUnderCurve(scored),
    bar: { atLeast: 0.88 },
  };
}

/** Ties count half (Mann & Whitney 1947). */
export function areaUnderCurve(scored: readonly { score: number; complains: boolean }[]): number {
  const groups = [...Map.groupBy(scored, ({ score }) => score)].toSorted(([a], [b]) => a - b);
  let [wins, below] = [0, 0];
  for (const [, tied] of groups) {
    const complaints = tied.filter(({ complains }) => complains).length;
    wins += complaints * (below + (tied.length - complaints) / 2);
    below += tied.length - complaints;
  }
  return wins / (below * (scored.length - below));
}
