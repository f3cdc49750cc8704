/** A linear model over the features of complaints, and how it is fitted. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { complaintFeatures } from "../../workers/niche-analysis/domain/complaint/features.ts";
import type { Example } from "./corpora.ts";

export interface LinearModel {
  intercept: number;
  weights: ReadonlyMap<string, number>;
}

export interface FitSettings {
  epochs: number;
  l2: number;
  rate: number;
  /** A feature that fewer texts have gets no weight. */
  minTexts: number;
  seed: number;
}

/** Logistic regression by AdaGrad (Duchi et al. 2011) over binary features, divided by the root of their number. */
export function fit(examples: readonly Example[], { epochs, l2, rate, minTexts, seed }: FitSettings): LinearModel {
  const all = examples.map(({ text, complaint }) => ({ features: complaintFeatures(text), complaint }));
  const counts = new Map<string, number>();
  for (const { features } of all) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const weights = new Map([...counts].filter(([, count]) => count >= minTexts).map(([feature]) => [feature, 0]));
  const squares = new Map<string, number>();
  let [intercept, interceptSquares] = [0, 1e-8];
  const random = xoroshiro128plus(seed);
  const order = all.map((_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = uniformInt(random, 0, i);
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (const index of order) {
      const example = all[index];
      if (!example) continue;
      const error = sigmoid(oddsOf({ intercept, weights }, example.features)) - example.complaint;
      const size = Math.sqrt(example.features.length || 1);
      for (const feature of example.features) {
        const weight = weights.get(feature);
        if (weight === undefined) continue;
        const gradient = error / size + l2 * weight;
        const square = (squares.get(feature) ?? 1e-8) + gradient ** 2;
        squares.set(feature, square);
        weights.set(feature, weight - (rate * gradient) / Math.sqrt(square));
      }
      interceptSquares += error ** 2;
      intercept -= (0.1 * error) / Math.sqrt(interceptSquares);
    }
  }
  return { intercept, weights };
}

/** Log-odds that a text complains. */
export function wordOddsOf(model: LinearModel, text: string): number {
  return oddsOf(model, complaintFeatures(text));
}

function oddsOf({ intercept, weights }: LinearModel, features: readonly string[]): number {
  const sum = features.reduce((total, feature) => total + (weights.get(feature) ?? 0), 0);
  return intercept + sum / Math.sqrt(features.length || 1);
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
