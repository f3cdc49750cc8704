import { expect, it } from "vitest";
import { material, texts } from "../testing/topics.ts";
import { cosineSilhouetteWidths } from "./cosine-silhouette.ts";
import { silhouetteWidths } from "./silhouette.ts";
import { centred, cosineDistances, vectorTable } from "./vectors.ts";

it("is what all pairs of distances give", () => {
  const { vectors, dimensions, truth } = material(
    Array.from({ length: 4 }, (_, topic) => ({ texts: texts(12, `# of ${topic}`) })),
    { noise: 2 },
  );
  const table = centred(vectorTable(vectors, dimensions));
  const labels = Int32Array.from(truth, (label, i) => (i % 11 === 0 ? -1 : label));
  const pairwise = silhouetteWidths(cosineDistances(table), labels);
  cosineSilhouetteWidths(table, labels).forEach((width, i) => expect(width).toBeCloseTo(pairwise[i] ?? NaN, 5));
});
