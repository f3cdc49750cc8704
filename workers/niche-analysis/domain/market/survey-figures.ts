/** What a survey says: which outcomes matter and are badly served, for everybody and within each segment. */
import type { SurveyFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { MarketTable, SurveyRow } from "../../../../contracts/services/niche-market-tables.ts";
import { surveySamples, surveyScores, type Answers } from "../opportunity/odi/survey.ts";
import { rankProbabilities } from "../opportunity/ranking/ranks.ts";

/** Below so many respondents a segment is named and not scored. */
const fewestRespondents = 5;
const mostSegments = 10;
const listedRows = 100;

export function surveyFigures(
  { id, outcomes = [] }: Pick<MarketTable, "id" | "outcomes">,
  rows: readonly SurveyRow[],
  seed: number,
): SurveyFigures {
  const segments = new Map<string, SurveyRow[]>();
  for (const row of rows) {
    if (row.segment === undefined) continue;
    const own = segments.get(row.segment);
    if (own) own.push(row);
    else segments.set(row.segment, [row]);
  }
  const bySize = [...segments].toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const scored = bySize.filter(([, own]) => own.length >= fewestRespondents).slice(0, mostSegments);
  const chosen = new Set(scored.map(([segment]) => segment));
  const everybody = scoresOf(rows, outcomes, seed);
  return {
    tableId: id,
    grade: "survey",
    n: rows.length,
    method: everybody.method,
    assumptions: [
      "whoever answered stands for everybody: who was asked, and who answered, is not known",
      ...(everybody.figures.outcomes.some(({ n }) => n < rows.length) ? ["an outcome counts only those who rated both its questions"] : []),
      ...(scored.length > 0 ? ["segments are those of the file; an average over segments with opposite needs describes nobody"] : []),
    ],
    samples: surveySamples,
    segments: [everybody.figures, ...scored.map(([segment, own]) => ({ segment, ...scoresOf(own, outcomes, seed).figures }))],
    leftOut: bySize.filter(([segment]) => !chosen.has(segment)).map(([segment, own]) => ({ segment, n: own.length })),
  };
}

function scoresOf(rows: readonly SurveyRow[], outcomes: readonly string[], seed: number) {
  const answers = rows.map(({ ratings }): Answers =>
    Object.fromEntries(
      ratings.flatMap(([importance, satisfaction], at) => {
        const outcome = outcomes[at];
        return outcome === undefined || importance === 0 || satisfaction === 0 ? [] : [[outcome, { importance, satisfaction }]];
      }),
    ),
  );
  const { outcomes: scores, draws, method } = surveyScores(answers, seed);
  const { ranks, above } = rankProbabilities(draws);
  return {
    method: `${method}; Ulwick 2005: importance + max(importance − satisfaction, 0)`,
    figures: {
      n: rows.length,
      rows: rows.slice(0, listedRows).map(({ row }) => row),
      outcomes: scores.map((score, i) => ({ ...score, first: Math.min(1, ranks[i]?.[0] ?? 0) })),
      above,
    },
  };
}
