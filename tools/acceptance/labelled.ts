/** Themes that are found without being told their number, against the labels that people gave. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Figure } from "../../bench/figures.ts";
import { copiesAmong } from "../../workers/niche-analysis/domain/duplicates/near-duplicates.ts";
import { textsOf } from "../../workers/niche-analysis/domain/texts.ts";
import { adjustedRand, normalisedMutualInformation } from "../../workers/niche-analysis/domain/themes/agreement.ts";
import { findKnownThemes } from "../../workers/niche-analysis/domain/themes/found-groups.ts";
import { inMemory, selectRows, type VectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import type { Labelled } from "./corpora.ts";
import { evidenceOf } from "./evidence.ts";
import { kMeans } from "./k-means.ts";

export interface LabelledTrial {
  seed: number;
  say: (message: string) => void;
}

/** Adjusted Rand index and normalised mutual information with the labels. */
interface Indices {
  ari: number;
  nmi: number;
}

/** How far the themes agree with the labels, and how far k-means does that is told their number. */
export interface Agreement {
  found: Indices;
  told: Indices;
  figures: Figure[];
}

/** All rows of a corpus, with their vectors as a niche keeps them; no two texts are the same. */
export async function againstLabels(
  { seed, say }: LabelledTrial,
  name: string,
  rows: readonly Labelled[],
  vectors: VectorTable,
): Promise<Agreement> {
  const numbers = [...new Set(rows.map(({ label }) => label))];
  const truth = rows.map(({ label }) => numbers.indexOf(label));

  say(`${name}: finding themes among ${rows.length} texts of ${numbers.length} labels`);
  const begun = performance.now();
  const evidence = evidenceOf(rows.map(({ text }) => text));
  const copies = await copiesAmong(evidence, textsOf(evidence));
  const { groups } = await findKnownThemes(evidence, inMemory(vectors.values, vectors.dimensions), copies, { seed });
  const seconds = (performance.now() - begun) / 1_000;
  const themeOf = new Map(groups.flatMap(({ evidenceIds }, theme) => evidenceIds.map((id) => [id, theme] as const)));
  const themes = evidence.map(({ id }) => themeOf.get(id) ?? -1);
  const outside = themes.filter((theme) => theme === -1).length;

  say(`${name}: k-means, told that there are ${numbers.length}`);
  const [found, told] = [indices(themes, truth), indices(kMeans(vectors, numbers.length, { seed }).labels, truth)];
  const figure = (what: string, value: number, rest: Partial<Figure>): Figure => ({ name: `${name}: ${what}`, unit: "", value, ...rest });
  const beside = (value: number) => ({ baseline: { name: `k-means told ${numbers.length}`, value }, bar: { atLeast: value } });
  return {
    found,
    told,
    figures: [
      figure("adjusted Rand index", found.ari, beside(told.ari)),
      figure("normalised mutual information", found.nmi, beside(told.nmi)),
      figure("texts in no theme", outside / rows.length, { bar: { atMost: 0.1 } }),
      figure("texts that are copies of others", copies.length, {}),
      figure("themes", groups.length, { baseline: { name: "labels", value: numbers.length } }),
      figure("time for themes", seconds, { unit: "s" }),
    ],
  };
}

function indices(labels: ArrayLike<number>, truth: readonly number[]): Indices {
  return { ari: adjustedRand(labels, truth), nmi: normalisedMutualInformation(labels, truth) };
}

/** Seeded draws of some labels with equally many texts each; nothing where there are too few such labels. */
export async function drawsAgainstLabels(
  trial: LabelledTrial,
  name: string,
  rows: readonly Labelled[],
  vectors: VectorTable,
  { labels, each, draws }: { labels: number; each: number; draws: number },
): Promise<Agreement[]> {
  const byLabel = [...Map.groupBy(rows.keys(), (row) => rows[row]?.label).values()].filter((members) => members.length >= each);
  if (byLabel.length < labels) return [];
  const agreements: Agreement[] = [];
  for (let draw = 1; draw <= draws; draw++) {
    const random = xoroshiro128plus(trial.seed * 1_000 + draw);
    const chosen = drawn(byLabel, labels, random).flatMap((members) => drawn(members, each, random));
    const texts = chosen.flatMap((row) => rows[row] ?? []);
    agreements.push(await againstLabels(trial, `${name}, ${labels} × ${each}, draw ${draw}`, texts, selectRows(vectors, chosen)));
  }
  return agreements;
}

/** `count` of the items, without replacement. */
function drawn<T>(items: readonly T[], count: number, random: ReturnType<typeof xoroshiro128plus>): T[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(uniformInt(random, 0, left.length - 1), 1)).flat();
}
