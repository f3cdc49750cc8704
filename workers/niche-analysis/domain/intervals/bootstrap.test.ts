import { expect, test } from "vitest";
import { bootstrapInterval, quantile, unitsOf } from "./bootstrap.ts";

const values = Array.from({ length: 200 }, (_, i) => (i * 37) % 100);
const mean = (drawn: Uint32Array) =>
  values.reduce((sum, value, i) => sum + value * (drawn[i] ?? 0), 0) / drawn.reduce((sum, n) => sum + n, 0);

test("the interval of a mean is as wide as theory says", () => {
  const units = values.map((_, i) => [i]);
  const { low, high } = bootstrapInterval(units, values.length, mean, { seed: 7, samples: 2000 });
  const centre = 49.5;
  const standardError = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length / values.length);
  expect((low + high) / 2).toBeCloseTo(centre, 0);
  expect((high - low) / (2 * 1.96 * standardError)).toBeCloseTo(1, 1);
});

test("texts of one author are drawn together, so ten authors say less than 200 texts", () => {
  const alone = bootstrapInterval(
    values.map((_, i) => [i]),
    200,
    mean,
    { seed: 7 },
  );
  const clustered = Array.from({ length: 10 }, (_, author) =>
    values
      .map((value, i) => ({ value, i }))
      .toSorted((a, b) => a.value - b.value)
      .slice(author * 20, author * 20 + 20)
      .map(({ i }) => i),
  );
  const together = bootstrapInterval(clustered, 200, mean, { seed: 7 });
  expect(together.high - together.low).toBeGreaterThan(2 * (alone.high - alone.low));
});

test("the same seed gives the same interval, another a slightly different one", () => {
  const units = values.map((_, i) => [i]);
  const draw = (seed: number) => bootstrapInterval(units, 200, mean, { seed });
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("draws as many resamples as asked, 400 unless stated, each of as many units as there are", () => {
  const sizes: number[] = [];
  const count = (drawn: Uint32Array) => sizes.push(drawn.reduce((sum, n) => sum + n, 0));
  bootstrapInterval([[0], [1], [2]], 3, count, { seed: 1 });
  expect([sizes.length, ...new Set(sizes)]).toEqual([400, 3]);
  bootstrapInterval([[0], [1], [2]], 3, count, { seed: 1, samples: 7 });
  expect(sizes.length).toBe(407);
  // Nobody can be drawn where there is nobody.
  expect(bootstrapInterval([], 0, () => 1, { seed: 1 })).toMatchObject({ low: Number.NaN, high: Number.NaN });
});

test("unknown authors are each their own unit", () => {
  expect(unitsOf(["a", undefined, "b", "a", undefined])).toEqual([[0, 3], [1], [2], [4]]);
});

test("quantiles interpolate as R's type 7", () => expect([0, 0.25, 0.5, 1].map((p) => quantile([1, 2, 4, 8], p))).toEqual([1, 1.75, 3, 8]));
