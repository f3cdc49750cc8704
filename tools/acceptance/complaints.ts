/** Complaints: what the largest themes of a product's reviews are about, and how well sentences are ranked. */
import type { Figure } from "../../bench/figures.ts";
import { analyseNiche } from "../../workers/niche-analysis/domain/analysis.ts";
import { sentenceComplaint } from "../../workers/niche-analysis/domain/complaint/score.ts";
import { unknownMarket } from "../../contracts/services/niche-opportunity.ts";
import type { Theme } from "../../contracts/services/niche-themes.ts";
import { textsOf } from "../../workers/niche-analysis/domain/texts.ts";
import { inMemory } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { areaUnderCurve } from "../../workers/niche-analysis/domain/testing/area-under-curve.ts";
import { evidenceOf, keptVectors, movedShare } from "./evidence.ts";
import type { Trial } from "./niche.ts";

/**
 * What people complain about most often in these reviews (Hu & Liu 2004, counted from their annotations): the words of which a theme has one of each kind
 * in its label or terms, and the annotated aspects that belong there.
 */
const expected = [
  { name: "customer service", words: [/customer service|support/], aspect: /^(?:customer service|service|support)$/ },
  {
    name: "discs that cannot be read",
    words: [/\b(?:dis[ck]|dvd)s?\b/, /\bread|no disc|recogni[sz]e/],
    aspect: /^(?:no disc|read|disc|play)$/,
  },
  { name: "remote", words: [/remote/], aspect: /remote/ },
  { name: "picture", words: [/picture/], aspect: /picture|image|video/ },
] as const;
const largest = 8;
/** How far vectors may be off, each number by so much of itself, without a theme that changes. */
const noise = 1e-6;

/** A sentence that complains of something, as annotated. */
export interface AnnotatedComplaint {
  text: string;
  aspects: string[];
}

/**
 * The themes with the most complaints name each of the four great complaints in their label or terms; and of the sentences that are annotated as such a
 * complaint no other theme, large or small, holds as many.
 */
export async function* complaintThemes(
  { embedder, seed, say }: Trial,
  sentences: readonly string[],
  complaints: readonly AnnotatedComplaint[],
): AsyncGenerator<Figure> {
  const evidence = evidenceOf(sentences);
  const analyse = async (off = 0) => {
    const { values, dimensions } = await keptVectors(
      embedder,
      evidence.map(({ text }) => text),
      { off },
    );
    const vectors = inMemory(values, dimensions);
    return analyseNiche({ name: "DVD players", market: unknownMarket, evidence, texts: textsOf(evidence), vectors, seed });
  };
  const { themes, finding } = await analyse();
  const idOf = new Map(evidence.map(({ id, text }) => [text, id]));
  const top = themes.toSorted((a, b) => b.complaint.count - a.complaint.count).slice(0, largest);
  say(`Apex: ${themes.length} themes, silhouette ${finding.silhouette.toFixed(3)}, ${finding.outliers} of ${finding.texts} outside`);
  for (const { label, complaint, terms } of top) say(`Apex: ${complaint.count} of ${complaint.n} complain: ${label} (${terms.join(", ")})`);
  for (const { name, words, aspect } of expected) {
    const naming = ({ label, terms }: Theme) => words.every((word) => [label, ...terms].some((term) => word.test(term.toLowerCase())));
    const said = complaints.filter(({ aspects }) => aspects.some((one) => aspect.test(one)));
    const held = ({ evidenceIds }: Theme) => said.filter(({ text }) => evidenceIds.includes(idOf.get(text) ?? "")).length;
    const theme = top.filter(naming).toSorted((a, b) => held(b) - held(a))[0];
    yield {
      name: `Apex reviews: ${name} among the ${largest} largest complaint themes, its place`,
      unit: "",
      value: theme ? top.indexOf(theme) + 1 : 0,
      bar: { atLeast: 1 },
    };
    const another = Math.max(...themes.filter((one) => one !== theme).map(held));
    yield {
      name: `Apex reviews: of ${said.length} sentences annotated as complaints of it, in that theme`,
      unit: "",
      value: (theme ? held(theme) : 0) / said.length,
      bar: { atLeast: (another + 1) / said.length },
      baseline: { name: "most in another theme", value: another / said.length },
    };
  }
  yield {
    name: `Apex reviews: share of texts whose theme holds other texts when vectors are off by ${noise}`,
    unit: "",
    value: movedShare(themes, (await analyse(noise)).themes),
    bar: { atMost: 0 },
  };
}

/** Chance that a sentence which people rated as a complaint ranks above one that they rated as praise, of those more than half a point off neutral. */
export function* complaintRanking(rated: readonly { text: string; rating: number }[]): Generator<Figure> {
  const clear = rated.filter(({ rating }) => Math.abs(rating) > 0.5);
  yield {
    name: `Amazon sentences (${clear.length}, none seen in training): area under the curve of complaints`,
    unit: "",
    value: areaUnderCurve(clear.map(({ text, rating }) => ({ score: sentenceComplaint(text), complains: rating < 0 }))),
    bar: { atLeast: 0.88 },
  };
}
