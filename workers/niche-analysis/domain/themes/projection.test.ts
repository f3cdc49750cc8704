import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { onPlane } from "./projection.ts";
import { vectorTable } from "./vectors.ts";

const expectedSchema = z.object({
  iris: z.object({ X: z.array(z.array(z.number())) }),
  pca: z.object({ explained_variance: z.array(z.number()), components_abs: z.array(z.array(z.number())) }),
});

describe.skipIf(referenceAbsent)("the plane in which rows differ most, like the principal components of scikit-learn 1.2.1 on iris", () => {
  it("has the two directions and the ratio of their variances", () => {
    const { iris, pca } = expectedSchema.parse(JSON.parse(referenceText("clustering/sklearn_expected.json")));
    const points = onPlane(vectorTable(Float32Array.from(iris.X.flat()), 4));
    const [x, y] = [points.map((point) => point.x), points.map((point) => point.y)];
    const variance = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
    const [first = 0, second = 0] = pca.explained_variance;
    expect(variance(y) / variance(x)).toBeCloseTo(second / first, 4);
    // Each original number goes along with an axis as its component has it: covariance with x over the variance of x.
    const scale = Math.sqrt(first / (variance(x) / (points.length - 1)));
    const means = [0, 1, 2, 3].map((d) => iris.X.reduce((sum, row) => sum + (row[d] ?? 0), 0) / iris.X.length);
    [x, y].forEach((axis, k) =>
      means.forEach((mean, d) => {
        const shared = iris.X.reduce((sum, row, i) => sum + ((row[d] ?? 0) - mean) * (axis[i] ?? 0), 0);
        expect(Math.abs(shared / variance(axis) / scale)).toBeCloseTo(pca.components_abs[k]?.[d] ?? Number.NaN, 3);
      }),
    );
  });
});
