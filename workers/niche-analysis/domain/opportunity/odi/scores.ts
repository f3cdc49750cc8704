/** Puts figures and bootstrap draws of outcomes together: intervals, bands, order. */
import { outcomeBands } from "../../../../../contracts/services/niche-calculators.ts";
import { quantile } from "../../intervals/bootstrap.ts";
import { opportunityOf, outcomeBandOf, type OutcomeGrade, type OutcomeScore, type OutcomeScores } from "./odi.ts";

interface Material {
  outcomes: readonly string[];
  figures: readonly { importance: number; satisfaction: number; n: number }[];
  /** One score for each outcome in each draw; NaN where nobody who spoke of it was drawn. */
  draws: readonly (readonly number[])[];
}

export function scoresOf(grade: OutcomeGrade, method: string, { outcomes, figures, draws }: Material): OutcomeScores {
  const scored = outcomes.map((outcome, i) => {
    const { importance = 0, satisfaction = 0, n = 0 } = figures[i] ?? {};
    const values = draws.map((draw) => draw[i] ?? Number.NaN);
    return { values, score: scoreOf(outcome, { importance, satisfaction, n }, values) };
  });
  const order = scored.toSorted((a, b) => b.score.score - a.score.score || (a.score.outcome < b.score.outcome ? -1 : 1));
  return {
    grade,
    method,
    outcomes: order.map(({ score }) => score),
    draws: draws.map((_, sample) => order.map(({ values }) => values[sample] ?? Number.NaN)),
  };
}

function scoreOf(
  outcome: string,
  figure: { importance: number; satisfaction: number; n: number },
  values: readonly number[],
): OutcomeScore {
  const score = opportunityOf(figure.importance, figure.satisfaction);
  const known = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  const low = Math.min(score, quantile(known, 0.025));
  const high = Math.max(score, quantile(known, 0.975));
  const [from, to] = [high, low].map((limit) => outcomeBands.indexOf(outcomeBandOf(limit)));
  return { outcome, ...figure, score, low, high, band: outcomeBandOf(score), possibleBands: outcomeBands.slice(from, (to ?? 0) + 1) };
}
