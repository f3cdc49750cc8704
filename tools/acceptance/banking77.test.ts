import { expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../../workers/niche-analysis/domain/testing/reference.ts";
import { byWords } from "./banking77.ts";

const floor = z.object({
  n: z.int(),
  kmeans_ARI_mean: z.number(),
  kmeans_NMI_mean: z.number(),
  nostop_ARI: z.number(),
  nostop_NMI: z.number(),
  labels: z.array(z.string()),
});

it.skipIf(referenceAbsent)("what ten labels are held against is the better of the published clusterings by words", () => {
  const { subset10: published } = z.object({ subset10: floor }).parse(JSON.parse(referenceText("text/banking77_floor.json")));
  expect(byWords.labels).toEqual(published.labels);
  expect(byWords.labels.length * byWords.each).toBe(published.n);
  expect(byWords.ari).toBeCloseTo(Math.max(published.kmeans_ARI_mean, published.nostop_ARI), 4);
  expect(byWords.nmi).toBeCloseTo(Math.max(published.kmeans_NMI_mean, published.nostop_NMI), 4);
});
