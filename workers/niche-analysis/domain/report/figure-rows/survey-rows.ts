/** Outcomes of a survey, for everybody and within segments. */
import type { SurveyFigures } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Figure } from "./figure.ts";

export function surveyRows({ tableId, method, samples, assumptions, segments }: SurveyFigures): Figure[] {
  return segments.flatMap(({ segment = "everybody", n: total, rows, outcomes, above }) =>
    outcomes.flatMap((one, i): Figure[] => {
      const {
        outcome,
        importance,
        importanceInterval,
        satisfaction,
        satisfactionInterval,
        score,
        low,
        high,
        band,
        possibleBands,
        first,
        n,
      } = one;
      const common = {
        about: "survey",
        id: segment,
        label: outcome,
        n,
        basis: "survey",
        method: `${method}, ${samples} resamples`,
        source: "Ulwick 2005; bootstrap: Efron 1979",
        assumptions,
        rows: { tableId, rows, total },
      };
      return [
        {
          ...common,
          figure: "opportunity",
          value: score,
          low,
          high,
          level: 0.95,
          unit: `0 to 20: ${band}${possibleBands.length > 1 ? `, could be ${possibleBands.join(", ")}` : ""}`,
        },
        { ...common, figure: "importance", value: importance, ...importanceInterval, level: 0.95, unit: "0 to 10" },
        { ...common, figure: "satisfaction", value: satisfaction, ...satisfactionInterval, level: 0.95, unit: "0 to 10" },
        { ...common, figure: "first", value: first, level: "none: a probability", unit: "0 to 1" },
        ...outcomes.flatMap((other, j): Figure[] =>
          i < j
            ? [
                {
                  ...common,
                  figure: `higher than ${other.outcome}`,
                  value: above[i]?.[j] ?? 0.5,
                  level: "none: a probability",
                  unit: "0 to 1",
                },
              ]
            : [],
        ),
      ];
    }),
  );
}
