import { expect, it } from "vitest";
import { material, texts } from "../../workers/niche-analysis/domain/testing/topics.ts";
import { vectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import { againstLabels, drawsAgainstLabels } from "./labelled.ts";

const made = material(
  ["battery", "refund", "hinge", "screen"].map((topic) => ({ texts: texts(40, `remark # on the ${topic}, number # of all`) })),
  { noise: 0.6 },
);
const rows = made.evidence.map(({ text }, i) => ({ text, label: `topic ${made.truth[i]}` }));
const vectors = vectorTable(made.vectors, made.dimensions);
const trial = { seed: 1, say: () => {} };

it("themes of texts that lie apart agree with their labels, and stand beside k-means that is told the number", async () => {
  const { found, told, figures } = await againstLabels(trial, "made", rows, vectors);
  const whole = { ari: expect.closeTo(1, 6), nmi: expect.closeTo(1, 6) };
  expect([found, told]).toEqual([whole, whole]);
  expect(figures.map(({ name }) => name)).toEqual(expect.arrayContaining(["made: adjusted Rand index", "made: themes"]));
  expect(figures[0]).toMatchObject({
    baseline: { name: "k-means told 4", value: expect.closeTo(1, 6) },
    bar: { atLeast: expect.closeTo(1, 6) },
  });
});

it("labels that have nothing to do with the texts agree with nothing", async () => {
  const shuffled = rows.map(({ text }, i) => ({ text, label: String((i * 7) % 4) }));
  expect((await againstLabels(trial, "made", shuffled, vectors)).found.ari).toBeLessThan(0.1);
});

it("draws are of as many labels and texts as asked for, and of none where there are too few", async () => {
  const draws = await drawsAgainstLabels(trial, "made", rows, vectors, { labels: 2, each: 30, draws: 2 });
  expect(draws.map(({ figures }) => figures[0]?.name)).toEqual([
    "made, 2 × 30, draw 1: adjusted Rand index",
    "made, 2 × 30, draw 2: adjusted Rand index",
  ]);
  expect(await drawsAgainstLabels(trial, "made", rows, vectors, { labels: 5, each: 30, draws: 2 })).toEqual([]);
});
