/** Outcome scores from a survey: every respondent says of every outcome how important it is and how satisfied they are. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { OutcomeScores } from "./odi.ts";
import { scoresOf } from "./scores.ts";

/** 1 to 5 each; an outcome that the respondent did not rate is absent. */
export type Answers = Readonly<Record<string, { importance: number; satisfaction: number }>>;

/** Resamples behind each interval. */
export const surveySamples = 400;

/**
 * Importance is 10 × the share of those who rate it 4 or 5 (so is satisfaction), of the respondents who rated the outcome. The interval is a
 * 95 % bootstrap over respondents. Give one segment at a time: an average over segments with opposite needs describes nobody. Outcomes that
 * nobody rated are absent.
 */
export function surveyScores(respondents: readonly Answers[], seed: number): OutcomeScores {
  const outcomes = [...new Set(respondents.flatMap((answers) => Object.keys(answers)))].toSorted();
  const everyone = Uint32Array.from(respondents.keys());
  const ratings = outcomes.map((outcome) => marksOf(respondents, outcome));
  const figures = (drawn: Uint32Array) => ratings.map((marks) => figureOf(marks, drawn));
  const random = xoroshiro128plus(seed);
  const draws = Array.from({ length: surveySamples }, () => figures(everyone.map(() => uniformInt(random, 0, respondents.length - 1))));
  return scoresOf("survey", "survey: top-two-box importance and satisfaction, 95 % bootstrap over respondents", {
    outcomes,
    figures: figures(everyone),
    draws,
  });
}

const [rated, important, satisfied] = [1, 2, 4];

/** Of each respondent what of the outcome counts: thousands of resamples read nothing else. */
function marksOf(respondents: readonly Answers[], outcome: string): Uint8Array {
  return Uint8Array.from(respondents, (answers) => {
    const rating = answers[outcome];
    if (!rating) return 0;
    return rated + (rating.importance >= 4 ? important : 0) + (rating.satisfaction >= 4 ? satisfied : 0);
  });
}

/** NaN where nobody rated. */
function figureOf(marks: Uint8Array, drawn: Uint32Array) {
  let [n, matters, served] = [0, 0, 0];
  for (const respondent of drawn) {
    const mark = marks[respondent] ?? 0;
    n += mark & 1;
    matters += (mark & important) >> 1;
    served += (mark & satisfied) >> 2;
  }
  return { importance: (10 * matters) / n, satisfaction: (10 * served) / n, n };
}
