/** Puts figures and bootstrap draws of outcomes together: intervals, bands, order. */
import { outcomeBands } from "../../../../../contracts/services/niche-calculators.ts";
import { quantile } from "../../intervals/bootstrap.ts";
import { opportunityOf, outcomeBandOf, type Limits, type OutcomeGrade, type OutcomeScore, type OutcomeScores } from "./odi.ts";

interface Drawn {
  importance: number;
  satisfaction: number;
}

interface Material {
  outcomes: readonly string[];
  figures: readonly (Drawn & { n: number })[];
  /** Of each outcome in each draw; NaN where nobody who spoke of it was drawn. */
  draws: readonly (readonly Drawn[])[];
}

const nothing: Drawn = { importance: Number.NaN, satisfaction: Number.NaN };

export function scoresOf(grade: OutcomeGrade, method: string, { outcomes, figures, draws }: Material): OutcomeScores {
  const scored = outcomes.map((outcome, i) => {
    const { importance = 0, satisfaction = 0, n = 0 } = figures[i] ?? {};
    const own = draws.map((draw) => draw[i] ?? nothing);
    const values = own.map((one) => opportunityOf(one.importance, one.satisfaction));
    return { values, score: scoreOf(outcome, { importance, satisfaction, n }, own, values) };
  });
  const order = scored.toSorted((a, b) => b.score.score - a.score.score || (a.score.outcome < b.score.outcome ? -1 : 1));
  return {
    grade,
    method,
    outcomes: order.map(({ score }) => score),
    draws: draws.map((_, sample) => order.map(({ values }) => values[sample] ?? Number.NaN)),
  };
}

function scoreOf(outcome: string, figure: Drawn & { n: number }, draws: readonly Drawn[], values: readonly number[]): OutcomeScore {
  const score = opportunityOf(figure.importance, figure.satisfaction);
  const { low, high } = limitsOf(score, values);
  const [from, to] = [high, low].map((limit) => outcomeBands.indexOf(outcomeBandOf(limit)));
  return {
    outcome,
    ...figure,
    importanceInterval: limitsOf(
      figure.importance,
      draws.map(({ importance }) => importance),
    ),
    satisfactionInterval: limitsOf(
      figure.satisfaction,
      draws.map(({ satisfaction }) => satisfaction),
    ),
    score,
    low,
    high,
    band: outcomeBandOf(score),
    possibleBands: outcomeBands.slice(from, (to ?? 0) + 1),
  };
}

/** The middle 95 % of what was drawn, and the figure itself. */
function limitsOf(value: number, drawn: readonly number[]): Limits {
  const known = drawn.filter((one) => !Number.isNaN(one)).toSorted((a, b) => a - b);
  if (known.length === 0) return { low: value, high: value };
  return { low: Math.min(value, quantile(known, 0.025)), high: Math.max(value, quantile(known, 0.975)) };
}
