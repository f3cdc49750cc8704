/** Complaints: what the largest themes of a product's reviews are about, and how well sentences are ranked. */
import type { Figure } from "../../bench/figures.ts";
import { analyseNiche } from "../../workers/niche-analysis/domain/analysis.ts";
import { sentenceComplaint } from "../../workers/niche-analysis/domain/complaint/score.ts";
import { unknownMarket } from "../../contracts/services/niche-opportunity.ts";
import { textsOf } from "../../workers/niche-analysis/domain/texts.ts";
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
  const input = { name: "DVD players", market: unknownMarket, evidence, texts: textsOf(evidence), vectors, seed };
  const { themes, finding } = await analyseNiche(input);
  const top = themes.toSorted((a, b) => b.complaint.count - a.complaint.count).slice(0, largest);
  say(`Apex: ${themes.length} themes, silhouette ${finding.silhouette.toFixed(3)}, ${finding.outliers} of ${finding.texts} outside`);
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

/**
 * Chance that a sentence which people rated as a complaint ranks above one that they rated as praise; clear opinions only. Sentences of the
 * reviews that the complaint model was trained on are among them, so the figure without those, `trainedOn`, stands beside it.
 */
export function* complaintRanking(rated: readonly { text: string; rating: number }[], trainedOn: readonly string[]): Generator<Figure> {
  const seen = new Set(trainedOn.map(lettersOf));
  const clear = rated.filter(({ rating }) => Math.abs(rating) >= 0.5);
  const area = (rows: typeof clear) =>
    areaUnderCurve(rows.map(({ text, rating }) => ({ score: sentenceComplaint(text), complains: rating < 0 })));
  yield {
    name: `Amazon sentences (${clear.length}): area under the curve of complaints`,
    unit: "",
    value: area(clear),
    bar: { atLeast: 0.88 },
  };
  const unseen = clear.filter(({ text }) => !seen.has(lettersOf(text)));
  if (seen.size > 0) yield { name: `… of those that the model was not trained on (${unseen.length})`, unit: "", value: area(unseen) };
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, "");
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
