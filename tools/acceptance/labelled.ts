/** Themes that are found without being told their number, against the labels that people gave. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Figure } from "../../bench/figures.ts";
import { evidenceId } from "../../workers/niche-analysis/domain/import/evidence-reader.ts";
import { adjustedRand, normalisedMutualInformation } from "../../workers/niche-analysis/domain/themes/agreement.ts";
import { findThemes } from "../../workers/niche-analysis/domain/themes/find-themes.ts";
import { inMemory, selectRows, vectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import type { Labelled } from "./corpora.ts";
import { kMeans } from "./k-means.ts";
import type { Trial } from "./niche.ts";

/** Rows that k-means starts from more than a few times: beyond, each start takes minutes. */
const manyStarts = 2_000;

/** All rows of a corpus, with their vectors. */
export async function* againstLabels(
  { embedder, seed, say }: Trial,
  name: string,
  rows: readonly Labelled[],
  vectors: Float32Array,
): AsyncGenerator<Figure> {
  const numbers = [...new Set(rows.map(({ label }) => label))];
  const truth = rows.map(({ label }) => numbers.indexOf(label));

  say(`${name}: finding themes among ${rows.length} texts of ${numbers.length} labels`);
  const begun = performance.now();
  const ids = rows.map(({ text }) => evidenceId(text));
  const { groups, outliers } = await findThemes(ids, inMemory(vectors, embedder.dimensions), { seed });
  const seconds = (performance.now() - begun) / 1_000;
  const found = new Int32Array(rows.length).fill(-1);
  groups.forEach(({ rows: members }, group) => members.forEach((row) => (found[row] = group)));

  say(`${name}: k-means, told that there are ${numbers.length}`);
  const starts = rows.length <= manyStarts ? 10 : 3;
  const told = kMeans(vectorTable(vectors, embedder.dimensions), numbers.length, { seed, starts });
  const baseline = `k-means told ${numbers.length}`;
  const [ari, nmi] = [adjustedRand(told, truth), normalisedMutualInformation(told, truth)];
  yield {
    name: `${name}: adjusted Rand index`,
    unit: "",
    value: adjustedRand(found, truth),
    baseline: { name: baseline, value: ari },
    bar: { atLeast: ari },
  };
  yield {
    name: `${name}: normalised mutual information`,
    unit: "",
    value: normalisedMutualInformation(found, truth),
    baseline: { name: baseline, value: nmi },
    bar: { atLeast: nmi },
  };
  yield { name: `${name}: texts in no theme`, unit: "", value: outliers.length / rows.length, bar: { atMost: 0.1 } };
  yield { name: `${name}: themes`, unit: "", value: groups.length, baseline: { name: "labels", value: numbers.length } };
  yield { name: `${name}: time for themes`, unit: "s", value: seconds };
}

/** Seeded draws of some labels with equally many texts each; the figures are of every draw. */
export async function* drawsAgainstLabels(
  trial: Trial,
  name: string,
  rows: readonly Labelled[],
  vectors: Float32Array,
  { labels, each, draws }: { labels: number; each: number; draws: number },
): AsyncGenerator<Figure> {
  const table = vectorTable(vectors, trial.embedder.dimensions);
  const byLabel = [...Map.groupBy(rows.keys(), (row) => rows[row]?.label).values()].filter((members) => members.length >= each);
  if (byLabel.length < labels) return;
  for (let draw = 1; draw <= draws; draw++) {
    const random = xoroshiro128plus(trial.seed * 1_000 + draw);
    const chosen = drawn(byLabel, labels, random).flatMap((members) => drawn(members, each, random));
    const texts = chosen.flatMap((row) => rows[row] ?? []);
    yield* againstLabels(trial, `${name}, ${labels} × ${each}, draw ${draw}`, texts, selectRows(table, chosen).values);
  }
}

/** `count` of the items, without replacement. */
function drawn<T>(items: readonly T[], count: number, random: ReturnType<typeof xoroshiro128plus>): T[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(uniformInt(random, 0, left.length - 1), 1)).flat();
}
