/** Weights as people set them: whole per cent that add up to 100, or answers to which of two factors matters more. */
import {
  factorNames,
  type FactorName,
  type FactorWeights,
  type Judgement,
  type WeightingUsed,
} from "../../../../contracts/services/niche-analysis.ts";

/** Per cent of each factor, adding up to 100. */
export type Percents = Readonly<Record<FactorName, number>>;

/** Whole per cent by the largest remainders, so that they add up to 100. */
export function percentsOf(weights: Readonly<Record<FactorName, number>>): Percents {
  const sum = factorNames.reduce((all, name) => all + weights[name], 0) || 1;
  const exact = factorNames.map((name) => ({ name, value: (100 * weights[name]) / sum }));
  const left = 100 - exact.reduce((all, { value }) => all + Math.floor(value + 1e-9), 0);
  const first = exact.toSorted((a, b) => (b.value % 1) - (a.value % 1)).slice(0, left);
  return record((name) => {
    const value = exact.find((one) => one.name === name)?.value ?? 0;
    return Math.floor(value + 1e-9) + (first.some((one) => one.name === name) ? 1 : 0);
  });
}

/**
 * One factor at `value` per cent. Those in `kept` stay as they are, so it can have no more than they leave; the others share the rest as they did
 * before, or evenly where they had nothing. Where all others are kept, all of them share it.
 */
export function rebalanced(percents: Percents, changed: FactorName, value: number, kept: ReadonlySet<FactorName> = new Set()): Percents {
  const others = factorNames.filter((name) => name !== changed);
  const free = others.some((name) => !kept.has(name)) ? others.filter((name) => !kept.has(name)) : others;
  const held = others.filter((name) => !free.includes(name)).reduce((sum, name) => sum + percents[name], 0);
  const wanted = Math.min(100 - held, Math.max(0, Math.round(value)));
  const before = free.reduce((sum, name) => sum + percents[name], 0);
  const rest = 100 - held - wanted;
  return percentsOf(
    record((name) => {
      if (name === changed) return wanted;
      if (!free.includes(name)) return percents[name];
      return before === 0 ? rest / free.length : (rest * percents[name]) / before;
    }),
  );
}

export function weightsOf(percents: Percents): FactorWeights {
  return record((name) => percents[name] / 100);
}

/** Every pair of factors once, in the order in which they are asked for. */
export const pairs = factorNames.flatMap((first, i) => factorNames.slice(i + 1).map((second) => ({ first, second })));

/** Answers of Saaty's scale, most for the first factor to most for the second. */
export const answers: readonly { value: string; times: number; words: (first: string, second: string) => string }[] = [
  { value: "9", times: 9, words: (first) => `${first} extremely more` },
  { value: "7", times: 7, words: (first) => `${first} very much more` },
  { value: "5", times: 5, words: (first) => `${first} much more` },
  { value: "3", times: 3, words: (first) => `${first} somewhat more` },
  { value: "1", times: 1, words: () => "both alike" },
  { value: "1/3", times: 1 / 3, words: (_, second) => `${second} somewhat more` },
  { value: "1/5", times: 1 / 5, words: (_, second) => `${second} much more` },
  { value: "1/7", times: 1 / 7, words: (_, second) => `${second} very much more` },
  { value: "1/9", times: 1 / 9, words: (_, second) => `${second} extremely more` },
];

/** The answer nearest to a judgement that somebody made, however it was made. */
export function answerOf(times: number): string {
  const off = (one: { times: number }) => Math.abs(Math.log(one.times / times));
  return answers.reduce((best, one) => (off(one) < off(best) ? one : best)).value;
}

export function judgementsOf(chosen: readonly string[]): Judgement[] {
  return pairs.map((pair, i) => ({ ...pair, times: answers.find(({ value }) => value === chosen[i])?.times ?? 1 }));
}

/** `judgements[i][j]`: how many times more factor i matters than j. */
export function matrixOf(judgements: readonly Judgement[]): number[][] {
  return factorNames.map((row) =>
    factorNames.map((column) => {
      const known = judgements.find(({ first, second }) => first === row && second === column);
      const reverse = judgements.find(({ first, second }) => first === column && second === row);
      return known?.times ?? 1 / (reverse?.times ?? 1);
    }),
  );
}

/** Which weights a score was made with. */
export function weightingInWords({ source, version }: WeightingUsed): string {
  if (source === "default") return "the product's own weights";
  return source === "stated" ? `your weights, version ${version}` : `weights from your comparisons of pairs, version ${version}`;
}

function record(of: (name: FactorName) => number): Record<FactorName, number> {
  return {
    market_size: of("market_size"),
    growth_rate: of("growth_rate"),
    competition: of("competition"),
    problem_severity: of("problem_severity"),
    solution_feasibility: of("solution_feasibility"),
    monetization_potential: of("monetization_potential"),
  };
}
