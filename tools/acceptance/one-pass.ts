/** A file of reviews to themes and a score in one pass; twice the same; and what more texts change. */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { rangeOf, type Figure } from "../../bench/figures.ts";
import { unknownMarket } from "../../contracts/services/niche-opportunity.ts";
import type { Theme } from "../../contracts/services/niche-themes.ts";
import { analyseNiche, type Analysis } from "../../workers/niche-analysis/domain/analysis.ts";
import { sha256 } from "../../workers/niche-analysis/domain/import/sha256.ts";
import { textsOf } from "../../workers/niche-analysis/domain/texts.ts";
import { inMemory, selectRows } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { importedEvidence, keptVectors, movedShare } from "./evidence.ts";
import type { Trial } from "./niche.ts";

/** Which of every twenty texts come later, a sample each. */
const lateSamples = [7, 2, 11, 16];
/** How far vectors are off that another processor computed, each number by so much of itself, generously. */
const noise = 1e-6;

export async function* onePass({ embedder, seed, say }: Trial, path: string): AsyncGenerator<Figure> {
  const evidence = await importedEvidence(createReadStream(path), basename(path));
  const all = [...evidence.keys()];
  const contents = evidence.map(({ text }) => text);
  const table = await keptVectors(embedder, contents);
  const analyse = (rows: readonly number[], earlier: readonly Theme[] = [], from = table): Promise<Analysis> => {
    const chosen = rows.flatMap((row) => evidence[row] ?? []);
    return analyseNiche({
      name: "Foods",
      market: unknownMarket,
      evidence: chosen,
      texts: textsOf(chosen),
      vectors: inMemory(selectRows(from, rows).values, table.dimensions),
      seed,
      earlier,
    });
  };

  say(`food reviews: analysing ${evidence.length} texts`);
  const begun = performance.now();
  const first = await analyse(all);
  const seconds = (performance.now() - begun) / 1_000;
  for (const { label, size, complaint } of first.themes.slice(0, 12))
    say(`foods: ${label}: ${size} texts, ${Math.round(complaint.value * 100)} % complain`);
  yield { name: "food reviews: themes", unit: "", value: first.themes.length, bar: { atLeast: 5 } };
  yield* scoreFigures(first);
  yield { name: "food reviews: time for themes, complaints, quotes and score", unit: "s", value: seconds };

  const again = await analyse(all.toReversed());
  yield {
    name: "food reviews: bytes that differ in a second run, rows in another order",
    unit: "",
    value: differing(first, again),
    bar: { atMost: 0 },
  };

  const elsewhere = await analyse(all, [], await keptVectors(embedder, contents, { off: noise }));
  yield {
    name: `food reviews: share of texts whose theme holds other texts when vectors are off by ${noise}`,
    unit: "",
    value: movedShare(first.themes, elsewhere.themes),
  };

  const kept: number[] = [];
  for (const late of lateSamples) {
    // Ids are digests, so every twentieth row is an even sample.
    const before = await analyse(all.filter((row) => row % 20 !== late));
    const after = await analyse(all, before.themes);
    kept.push(before.themes.filter(({ id }) => after.themes.some((theme) => theme.id === id)).length / before.themes.length);
    say(
      `foods: of ${before.themes.length} themes ${Math.round((kept.at(-1) ?? 0) * before.themes.length)} keep their ids among ${after.themes.length}`,
    );
  }
  yield {
    name: `food reviews: theme ids kept when 5 % more texts come, the least of ${kept.length} samples`,
    unit: "",
    value: Math.min(...kept),
    range: rangeOf(kept),
    bar: { atLeast: 0.9 },
  };
}

/** That the score adds up, and that what it says of the problem is sure and leads to texts. */
function* scoreFigures({ opportunity: { score, low, high, factors }, finding }: Analysis): Generator<Figure> {
  const name = (what: string) => `food reviews: ${what}`;
  yield { name: name("opportunity score"), unit: "of 1", value: score };
  const sum = factors.reduce((total, factor) => total + factor.weight * factor.score, 0);
  const off = Math.max(Math.abs(score - sum), low - score, score - high);
  yield {
    name: name("distance of the score from the sum of its factors, or outside its interval"),
    unit: "",
    value: off,
    bar: { atMost: 1e-9 },
  };
  const severity = factors.find((factor) => factor.name === "problem_severity");
  const width = severity?.basis === "evidence" ? severity.high - severity.low : 1;
  yield { name: name("width of the severity's interval"), unit: "", value: width, bar: { atMost: 0.2 } };
  yield {
    name: name("texts named behind the severity"),
    unit: "",
    value: severity?.evidence?.evidenceIds.length ?? 0,
    bar: { atLeast: 20 },
  };
  // 35 of a hundred of these reviews have fewer than five stars.
  yield { name: name("share that complains, off 0.35"), unit: "", value: Math.abs(finding.complaint.value - 0.35), bar: { atMost: 0.1 } };
}

/** 0 when both are the same JSON, byte for byte. */
function differing(a: Analysis, b: Analysis): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  if (sha256(one) === sha256(other)) return 0;
  return Math.max(1, [...one].filter((character, i) => character !== other[i]).length);
}
