/** An organisation's weights from what somebody stated or judged. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import { factorNames, type FactorName } from "../../../../contracts/services/niche-opportunity.ts";
import {
  weightTolerance,
  type FactorWeights,
  type OpportunityWeights,
  type WeightsChange,
} from "../../../../contracts/services/niche-weights.ts";
import { weigh } from "./ahp/ahp.ts";
import { factorWeights } from "./factors.ts";

export type ChosenWeights = Pick<OpportunityWeights, "source" | "weights" | "method" | "judgements" | "consistency">;

/** What everybody begins with. */
export const defaultChoice: ChosenWeights = {
  source: "default",
  weights: { ...factorWeights },
  method: "The product's own weights, those of its Python predecessor",
};

/** `invalid_input` when stated weights do not add up to 1, or when a pair of factors is judged twice, against itself or not at all. */
export function chooseWeights(change: WeightsChange): Result<ChosenWeights> {
  switch (change.kind) {
    case "default":
      return ok(defaultChoice);
    case "stated":
      return stated(change.weights);
    case "judgements":
      return judged(change.judgements);
  }
}

function stated(weights: FactorWeights): Result<ChosenWeights> {
  const sum = factorNames.reduce((all, name) => all + weights[name], 0);
  if (Math.abs(sum - 1) > weightTolerance + 1e-9) {
    return err("invalid_input", `The six weights add up to ${(100 * sum).toFixed(1)} %. Let them add up to 100 %.`);
  }
  return ok({ source: "stated", weights: inShares(factorNames.map((name) => weights[name] / sum)), method: "Stated one by one" });
}

function judged(judgements: NonNullable<OpportunityWeights["judgements"]>): Result<ChosenWeights> {
  const matrix = factorNames.map(() => factorNames.map((): number | undefined => undefined));
  const at = (name: FactorName) => factorNames.indexOf(name);
  for (const { first, second, times } of judgements) {
    if (first === second) return err("invalid_input", `${first} is judged against itself. Judge it against another factor.`);
    const [row, column] = [matrix[at(first)], matrix[at(second)]];
    if (row?.[at(second)] !== undefined) return err("invalid_input", `${first} and ${second} are judged twice. Judge each pair once.`);
    if (row) row[at(second)] = times;
    if (column) column[at(first)] = 1 / times;
  }
  const lacking = factorNames.flatMap((first, i) =>
    factorNames
      .slice(i + 1)
      .filter((second) => matrix[i]?.[at(second)] === undefined)
      .map((second) => `${first} and ${second}`),
  );
  if (lacking.length > 0)
    return err(
      "invalid_input",
      `${lacking.length} of the 15 pairs are not judged: ${lacking.slice(0, 3).join("; ")}${lacking.length > 3 ? "; …" : ""}.`,
    );
  const weighed = weigh(matrix.map((row, i) => row.map((times, j) => (i === j ? 1 : (times ?? 1)))));
  if (!weighed.ok) return weighed;
  const { weights, lambdaMax, consistencyIndex, consistencyRatio, consistent, revise } = weighed.value;
  const [first, second] = [revise && factorNames[revise.first], revise && factorNames[revise.second]];
  return ok({
    source: "judgements",
    weights: inShares(weights),
    method:
      "Analytic hierarchy process (Saaty 1980): principal eigenvector of the judgements; consistency ratio with the random index of Saaty 2008",
    judgements,
    consistency: {
      lambdaMax,
      index: consistencyIndex,
      ratio: consistencyRatio,
      consistent,
      ...(revise && first && second && { revise: { first, second, judged: revise.judged, suggested: revise.suggested } }),
    },
  });
}

function inShares([
  size = 0,
  growth = 0,
  competition = 0,
  severity = 0,
  feasibility = 0,
  monetization = 0,
]: readonly number[]): FactorWeights {
  return {
    market_size: size,
    growth_rate: growth,
    competition,
    problem_severity: severity,
    solution_feasibility: feasibility,
    monetization_potential: monetization,
  };
}
